/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.LimitedRouteTestSupport;
import io.github.camelclaude.simulator.ClaudeSimulator;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code exactEstimate=true}: what a call is let in with is what the service counts. */
class ExactEstimateTest extends LimitedRouteTestSupport {

    /** Hard to estimate for whoever has seen nothing like it. */
    private static final String ODD = "\u6771\u4eac ~~ {\"a\":[1,2]} 0xCAFEBABE ".repeat(40);

    private ClaudeSimulator simulator;

    @BeforeEach
    void useSimulator() {
        simulator = ClaudeSimulator.builder().port(0).latency(Duration.ZERO).start();
        component.getConfiguration().setBaseUrl(simulator.baseUrl());
    }

    @AfterEach
    void stopSimulator() {
        simulator.close();
    }

    @Test
    void the_estimate_is_what_the_service_counts() throws Exception {
        startWith("claude:messages?exactEstimate=true");

        Exchange exchange = ask(ODD);

        assertThat(exchange.getException()).isNull();
        assertThat(estimated(exchange)).isEqualTo(actual(exchange));
        assertNothingIsLeft();
    }

    @Test
    void without_it_the_first_estimate_is_only_near() throws Exception {
        startWith("claude:messages");

        Exchange exchange = ask(ODD);

        assertThat(estimated(exchange)).isNotEqualTo(actual(exchange)).isBetween(1L, 10 * actual(exchange));
    }

    /** The scripted service answers whatever it is asked with a message, which is no count. */
    @Test
    void where_counting_fails_the_estimate_does() throws Exception {
        component.getConfiguration().setBaseUrl(claude.baseUrl());
        startWith("claude:messages?exactEstimate=true");

        Exchange exchange = ask("Why is the sky blue?");

        assertThat(exchange.getException()).isNull();
        assertThat(claude.asked()).hasSize(2);
        assertNothingIsLeft();
    }

    @Test
    void a_stream_is_counted_first_too() throws Exception {
        startWith("claude:messages?stream=true&exactEstimate=true");

        Exchange exchange = ask(ODD);
        Iterator<?> chunks = exchange.getMessage().getBody(Iterator.class);
        chunks.forEachRemaining(chunk -> {});

        assertThat(estimated(exchange)).isEqualTo(actual(exchange));
        assertNothingIsLeft();
    }

    @Test
    void a_ticket_is_exact_and_its_call_does_not_count_again() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask").to("claude:throttle?exactEstimate=true").to("claude:messages?exactEstimate=true");
            }
        });
        context.start();

        Exchange exchange = ask(ODD);

        assertThat(exchange.getException()).isNull();
        assertThat(estimated(exchange)).isEqualTo(actual(exchange));
        assertNothingIsLeft();
    }

    private long estimated(Exchange exchange) {
        return (long) part(exchange, "estimate").get("input");
    }

    private long actual(Exchange exchange) {
        return (long) part(exchange, "actual").get("input");
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> part(Exchange exchange, String name) {
        Map<String, Object> record = context.createProducerTemplate()
                .request(
                        "claude:limits?limitsAction=explain",
                        e -> e.getMessage()
                                .setHeader(
                                        ClaudeConstants.PERMIT,
                                        exchange.getMessage().getHeader(ClaudeConstants.PERMIT)))
                .getMessage()
                .getBody(Map.class);
        return (Map<String, Object>) record.get(name);
    }
}
