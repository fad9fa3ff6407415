/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.kamelets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelclaude.ClaudeConstants;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

class ClaudeMessagesActionTest extends KameletTestSupport {

    ClaudeMessagesActionTest() {
        super("claude-messages-action");
    }

    @Test
    void it_asks_with_the_body_and_goes_on_with_the_answer() throws Exception {
        start(Map.of("model", "claude-haiku-5-5", "maxTokens", "64"));

        Exchange answer = ask("My card was charged twice");

        assertThat(answer.getException()).isNull();
        assertThat(answer.getMessage().getBody(String.class)).isNotBlank();
        assertThat(answer.getMessage().getHeader(ClaudeConstants.OUTPUT_TOKENS, Long.class))
                .isPositive();
        assertThat(answer.getMessage().getHeader(ClaudeConstants.SIMULATED)).isEqualTo(true);
    }

    @Test
    void it_answers_with_json_by_a_schema() throws Exception {
        start(Map.of(
                "model", "claude-haiku-5-5",
                "outputSchema", "resource:classpath:topic-schema.json",
                "responseFormat", "json"));

        Object answer = ask("My card was charged twice").getMessage().getBody();

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Map.class, json -> assertThat(json.get("topic")).isIn("card", "loan"));
    }

    @Test
    void without_a_model_it_does_not_start() {
        assertThatThrownBy(() -> start(Map.of())).hasStackTraceContaining("model");
    }

    @Test
    void the_key_is_nowhere_to_be_seen() throws Exception {
        start(Map.of("model", "claude-haiku-5-5"));
        ask("x");

        assertThat(context.getEndpoints().toString()).doesNotContain("kamelet-secret");
    }
}
