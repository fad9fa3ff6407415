/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.gateway;

import io.github.camelclaude.ClaudeComponent;
import io.github.camelclaude.examples.run.ExampleFolder;
import io.github.camelclaude.examples.run.RunningCamel;
import io.github.camelclaude.examples.run.WhoAnswers;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;

/** The gateway, running until it is closed. */
final class Gateway implements AutoCloseable {

    private final RunningCamel camel;

    private Gateway(RunningCamel camel) {
        this.camel = camel;
    }

    /**
     * Starts one.
     *
     * @param example  which
     * @param settings properties that beat the example's own
     */
    static Gateway start(ExampleFolder example, WhoAnswers whoAnswers, Map<String, String> settings) {
        Map<String, String> overrides = new HashMap<>(settings);
        overrides.putAll(whoAnswers.overrides());
        return new Gateway(RunningCamel.of(example, overrides).start());
    }

    /** Where it listens. */
    String url() {
        VertxPlatformHttpServer server = camel.context().hasService(VertxPlatformHttpServer.class);
        return "http://" + server.getHost() + ":" + server.getPort();
    }

    /** How many requests are under way. */
    int inflight() {
        return camel.context().getInflightRepository().size();
    }

    /** How many calls may be made or are under way. */
    int permitsOut() {
        return camel.context()
                .getComponent("claude", ClaudeComponent.class)
                .limiter()
                .picture()
                .permitsOut();
    }

    @Override
    public void close() {
        camel.close();
    }
}
