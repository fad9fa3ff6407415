/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.gateway;

import io.github.camelclaude.examples.run.ExampleFolder;
import io.github.camelclaude.examples.run.RunningCamel;
import io.github.camelclaude.examples.run.WhoAnswers;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;

/** The gateway, running until it is closed. */
final class Gateway implements AutoCloseable {

    static final ExampleFolder EXAMPLE = new ExampleFolder("rest-gateway");

    private final RunningCamel camel;

    private Gateway(RunningCamel camel) {
        this.camel = camel;
    }

    /** @param settings properties that beat the example's own */
    static Gateway start(WhoAnswers whoAnswers, Map<String, String> settings) {
        Map<String, String> overrides = new HashMap<>(settings);
        overrides.putAll(whoAnswers.overrides());
        return new Gateway(RunningCamel.of(EXAMPLE, overrides).start());
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

    @Override
    public void close() {
        camel.close();
    }
}
