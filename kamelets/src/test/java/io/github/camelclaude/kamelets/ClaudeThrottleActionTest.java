/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.kamelets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelclaude.ClaudeComponent;
import io.github.camelclaude.ClaudeConstants;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;

class ClaudeThrottleActionTest extends KameletTestSupport {

    ClaudeThrottleActionTest() {
        super("claude-throttle-action", "");
    }

    @Test
    void the_body_stays_and_the_ticket_goes_back_where_no_call_follows() throws Exception {
        start(Map.of("model", "claude-haiku-5-5"));

        Exchange exchange = ask("My card was charged twice");

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody()).isEqualTo("My card was charged twice");
        assertThat(exchange.getMessage().getHeader(ClaudeConstants.PERMIT, String.class))
                .startsWith("p-");
        assertThat(permitsOut()).isZero();
        assertThat(claude.accounting().totals().arrived()).isZero();
    }

    @Test
    void the_call_that_follows_uses_the_ticket() throws Exception {
        start(
                Map.of("model", "claude-haiku-5-5"),
                "setProperty: { name: got, header: CamelClaudePermit }",
                "to: \"claude:messages?model=claude-haiku-5-5&apiKey=any&baseUrl={{claude.url}}\"");

        Exchange exchange = ask("My card was charged twice");

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeader(ClaudeConstants.PERMIT)).isEqualTo(exchange.getProperty("got"));
        assertThat(permitsOut()).isZero();
    }

    @Test
    void its_parameters_reach_the_step() throws Exception {
        start(Map.of("model", "claude-haiku-5-5", "priority", "low", "whenFull", "refuse", "queueTimeout", "5s"));

        assertThat(context.getEndpoints().toString())
                .contains("priority=low")
                .contains("whenFull=refuse")
                .contains("queueTimeout=5s");
    }

    @Test
    void without_a_model_it_does_not_start() {
        assertThatThrownBy(() -> start(Map.of())).hasStackTraceContaining("model");
    }

    private int permitsOut() {
        return context.getComponent("claude", ClaudeComponent.class)
                .limiter()
                .picture()
                .permitsOut();
    }
}
