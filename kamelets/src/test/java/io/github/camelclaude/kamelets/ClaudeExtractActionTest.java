/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.kamelets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.resilience.ClaudeOutputException;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

class ClaudeExtractActionTest extends KameletTestSupport {

    private static final Map<String, String> TOPIC =
            Map.of("model", "claude-haiku-5-5", "outputSchema", "resource:classpath:topic-schema.json");

    ClaudeExtractActionTest() {
        super("claude-extract-action");
    }

    @Test
    void the_body_becomes_what_the_schema_asks_for() throws Exception {
        start(TOPIC);

        Exchange answer = ask("My card was charged twice");

        assertThat(answer.getException()).isNull();
        assertThat(answer.getMessage().getBody())
                .isInstanceOfSatisfying(
                        Map.class, json -> assertThat(json.get("topic")).isIn("card", "loan"));
        assertThat(answer.getMessage().getHeader(ClaudeConstants.SIMULATED)).isEqualTo(true);
    }

    @Test
    void a_sink_can_have_it_as_json_text() throws Exception {
        start(TOPIC, "transformDataType: { toType: \"claude:json\" }");

        Exchange answer = ask("My card was charged twice");

        assertThat(answer.getException()).isNull();
        assertThat(answer.getMessage().getBody(String.class)).matches("\\{\"topic\":\"(card|loan)\"}");
        assertThat(answer.getMessage().getHeader(Exchange.CONTENT_TYPE)).isEqualTo("application/json");
    }

    @Test
    void what_is_cut_off_is_not_handed_on() throws Exception {
        start(Map.of(
                "model", "claude-haiku-5-5",
                "outputSchema", "resource:classpath:topic-schema.json",
                "maxTokens", "1"));

        assertThat(ask("My card was charged twice").getException()).isInstanceOf(ClaudeOutputException.class);
    }

    @Test
    void without_a_schema_it_does_not_start() {
        assertThatThrownBy(() -> start(Map.of("model", "claude-haiku-5-5"))).hasStackTraceContaining("outputSchema");
    }

    @Test
    void the_key_is_nowhere_to_be_seen() throws Exception {
        start(TOPIC);
        ask("x");

        assertThat(context.getEndpoints().toString()).doesNotContain("kamelet-secret");
    }
}
