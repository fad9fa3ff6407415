/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.gateway;

import io.github.camelclaude.examples.run.ExampleFolder;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;

/** Prompts in by HTTP, answers out as they are written. */
@Command(
        name = "rest-gateway",
        mixinStandardHelpOptions = true,
        description = "Answers prompts over HTTP, as JSON or as server-sent events, until Ctrl-C.")
public final class RestGateway extends GatewayCommand {

    static final ExampleFolder EXAMPLE = new ExampleFolder("rest-gateway");

    public RestGateway() {
        this(System.getenv(), new CountDownLatch(1));
    }

    /**
     * @param environment where the key for {@code --live} is looked up
     * @param enough      ends the gateway when it is counted down
     */
    RestGateway(Map<String, String> environment, CountDownLatch enough) {
        super(EXAMPLE, environment, enough);
    }

    @Override
    String invitation(String url) {
        return """

                curl -N %1$s/ask/stream -H 'content-type: text/plain' -d 'Why is the sky blue?'
                curl %1$s/ask -H 'content-type: text/plain' -d 'Why is the sky blue?'

                Ctrl-C ends it.""".formatted(url);
    }
}
