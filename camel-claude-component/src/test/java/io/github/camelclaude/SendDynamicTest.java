/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

class SendDynamicTest extends RouteTestSupport {

    @Test
    void one_endpoint_serves_all_values() throws Exception {
        start("claude:messages?model=${header.m}&maxTokens=${header.t}&system=You know ${header.m}&effort=low");

        for (int i = 1; i <= 20; i++) {
            Exchange exchange = ask("x", Map.of("m", "claude-test-" + i, "t", i));
            assertThat(exchange.getException()).isNull();
            assertThat(exchange.getMessage().getHeaders())
                    .as("not meant for the calls that follow")
                    .doesNotContainKeys(ClaudeConstants.MODEL, ClaudeConstants.MAX_TOKENS, ClaudeConstants.SYSTEM);
        }

        assertThat(claude.asked()).hasSize(20);
        assertThat(claude.asked().get(6).body().get("model").asText()).isEqualTo("claude-test-7");
        assertThat(claude.asked().get(6).body().get("max_tokens").asInt()).isEqualTo(7);
        assertThat(claude.asked().get(6).body().get("system").asText()).isEqualTo("You know claude-test-7");
        assertThat(claude.asked().get(6).body().at("/output_config/effort").asText())
                .isEqualTo("low");
        assertThat(context.getEndpoints().stream().filter(ClaudeEndpoint.class::isInstance))
                .hasSize(1);
    }

    @Test
    void a_header_of_the_message_beats_the_option_here_too_and_stays() throws Exception {
        start("claude:messages?model=${header.m}");

        Exchange exchange = ask("x", Map.of("m", "claude-a", ClaudeConstants.MODEL, "claude-b"));

        assertThat(claude.asked().get(0).body().get("model").asText()).isEqualTo("claude-b");
        assertThat(exchange.getMessage().getHeader(ClaudeConstants.MODEL)).isEqualTo("claude-b");
    }

    @Test
    void where_headers_are_not_read_the_options_hold_all_the_same() throws Exception {
        start("claude:messages?model=${header.m}&allowHeaders=none");

        ask("x", Map.of("m", "claude-a"));

        assertThat(claude.asked().get(0).body().get("model").asText()).isEqualTo("claude-a");
    }

    private void start(String uri) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask").toD(uri);
            }
        });
        context.start();
    }
}
