/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.multicloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.simulator.ClaudeSimulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backends that are beans of a YAML file, beside the route that uses them. */
class BackendBeansTest {

    @TempDir
    private Path temp;

    @Test
    void beans_of_a_yaml_file_are_backends_by_their_names() throws Exception {
        try (ClaudeSimulator place =
                ClaudeSimulator.builder().port(0).latency(Duration.ZERO).start()) {
            Path routes = Files.writeString(
                    temp.resolve("beans.camel.yaml"), """
                    - beans:
                        - name: frankfurt
                          type: io.github.camelclaude.BackendOptions
                          properties:
                            type: bedrock
                            region: eu-central-1
                            profile: eu
                            apiKey: bedrock-key
                            baseUrl: "%s"
                            requestsPerMinute: 600
                    - from:
                        uri: direct:ask
                        steps:
                          - to:
                              uri: claude:messages
                              parameters:
                                model: claude-haiku-5-5
                                allowedRegions: eu
                    """.formatted(place.bedrockUrl("eu-central-1")));
            Main main = new Main();
            main.configure().setRoutesIncludePattern("file:" + routes);
            // A component that is known before the routes are.
            main.addInitialProperty("camel.component.claude.maxRetries", "1");
            main.start();
            try {
                Exchange exchange = main.getCamelTemplate()
                        .request("direct:ask", one -> one.getMessage().setBody("Why is the sky blue?"));

                assertThat(exchange.getException()).isNull();
                assertThat(exchange.getMessage().getHeader(ClaudeConstants.BACKEND))
                        .isEqualTo("frankfurt");
                assertThat(place.accounting().totals().answered()).isEqualTo(1);
            } finally {
                main.stop();
            }
        }
    }
}
