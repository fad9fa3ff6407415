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

class ClaudeCountTokensActionTest extends KameletTestSupport {

    ClaudeCountTokensActionTest() {
        super("claude-count-tokens-action");
    }

    @Test
    void the_count_goes_into_a_header_and_the_body_stays() throws Exception {
        start(Map.of("model", "claude-haiku-5-5"));

        Exchange answer = ask("My card was charged twice");

        assertThat(answer.getException()).isNull();
        assertThat(answer.getMessage().getBody()).isEqualTo("My card was charged twice");
        assertThat(tokens(answer)).isPositive();
        assertThat(answer.getMessage().getHeader(ClaudeConstants.SIMULATED)).isEqualTo(true);
        assertThat(claude.accounting().totals().cost().dollars()).isEqualByComparingTo("0");
    }

    @Test
    void the_system_prompt_counts_too() throws Exception {
        start(Map.of("model", "claude-haiku-5-5", "system", "You know everything about cards and loans"));

        long counted = tokens(ask("My card was charged twice"));
        Exchange alone = context.createProducerTemplate()
                .request(
                        "claude:count-tokens?model=claude-haiku-5-5&apiKey=any&baseUrl=" + claude.baseUrl(),
                        exchange -> exchange.getMessage().setBody("My card was charged twice"));

        assertThat(counted).isGreaterThan(tokens(alone));
    }

    @Test
    void a_step_behind_it_can_decide_by_the_count() throws Exception {
        start(
                Map.of("model", "claude-haiku-5-5"),
                "filter: { simple: \"${header.CamelClaudeInputTokens} > 100000\", steps: [ { setBody: { constant: long } } ] }");

        assertThat(ask("short").getMessage().getBody()).isEqualTo("short");
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

    private static long tokens(Exchange exchange) {
        return exchange.getMessage().getHeader(ClaudeConstants.INPUT_TOKENS, Long.class);
    }
}
