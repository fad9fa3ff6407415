/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.LimitedRouteTestSupport;
import java.time.Instant;
import java.util.Map;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What headers from outside may say. */
class HeaderMappingTest extends LimitedRouteTestSupport {

    @BeforeEach
    void map() {
        component.setHeaderMapping("x-priority=CamelClaudePriority, x-tenant=CamelClaudeFairnessKey,"
                + "x-tokens=CamelClaudeMaxTokens,x-until=CamelClaudeDeadline,x-id=CamelClaudeCustomId");
    }

    @ParameterizedTest
    @CsvSource({"low,low", "HIGH,high", "critical,high"})
    void a_priority_from_outside_is_taken_up_to_high(String said, String taken) throws Exception {
        startWith("claude:messages");

        Exchange exchange = ask("x", Map.of("x-priority", said));

        assertThat(explained(exchange)).containsEntry("priority", taken);
    }

    @Test
    void a_header_of_the_route_beats_one_from_outside() throws Exception {
        startWith("claude:messages");

        Exchange exchange = ask("x", Map.of("x-priority", "low", ClaudeConstants.PRIORITY, "critical"));

        assertThat(explained(exchange)).containsEntry("priority", "critical");
    }

    @Test
    void a_fairness_key_from_outside_is_cut_to_a_sensible_length() throws Exception {
        startWith("claude:messages");

        Exchange exchange = ask("x", Map.of("x-tenant", "t".repeat(5_000)));

        assertThat(explained(exchange)).containsEntry("fairnessKey", "t".repeat(200));
    }

    @Test
    void tokens_from_outside_are_never_more_than_the_endpoints() throws Exception {
        startWith("claude:messages?maxTokens=100");

        ask("x", Map.of("x-tokens", "50"));
        ask("x", Map.of("x-tokens", "5000"));

        assertThat(claude.asked())
                .extracting(asked -> asked.body().path("max_tokens").asInt())
                .containsExactly(50, 100);
    }

    @Test
    void a_deadline_from_outside_holds() throws Exception {
        startWith("claude:messages");

        assertThat(ask("x", Map.of("x-until", Instant.now().minusSeconds(1).toString()))
                        .getException())
                .hasMessageContaining("has passed");
    }

    @ParameterizedTest
    @CsvSource({
        "x-priority,urgent,Header x-priority=urgent must be one of critical",
        "x-tokens,many,Header x-tokens=many must be a whole number",
        "x-tokens,forty-characters-are-enough-to-find-a-mistake,Header x-tokens=forty-characters-are-enough-to-find-a-mi... must",
        "x-until,tomorrow,Header x-until=tomorrow must be an instant",
        "x-id,a b,Header x-id=a b must be 1 to 64 letters"
    })
    void what_is_not_what_it_should_be_is_refused_and_not_sent(String header, String value, String complaint)
            throws Exception {
        startWith("claude:messages");

        assertThat(ask("x", Map.of(header, value)).getException()).hasMessageContaining(complaint);

        assertThat(claude.asked()).isEmpty();
    }

    @Test
    void headers_that_are_not_mapped_say_nothing() throws Exception {
        component.setHeaderMapping(null);
        startWith("claude:messages");

        assertThat(explained(ask("x", Map.of("x-priority", "low")))).containsEntry("priority", "normal");
    }

    @Test
    void a_header_beats_the_option() throws Exception {
        startWith("claude:messages?priority=low&fairnessKey=one");

        assertThat(explained(ask("x"))).containsEntry("priority", "low").containsEntry("fairnessKey", "one");
        assertThat(explained(ask("x", Map.of(ClaudeConstants.PRIORITY, "high", ClaudeConstants.FAIRNESS_KEY, "two"))))
                .containsEntry("priority", "high")
                .containsEntry("fairnessKey", "two");
    }

    @Test
    void where_headers_are_not_allowed_the_option_holds() throws Exception {
        startWith("claude:messages?priority=low&allowHeaders=none");

        assertThat(explained(ask("x", Map.of(ClaudeConstants.PRIORITY, "high"))))
                .containsEntry("priority", "low");
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> explained(Exchange exchange) {
        return context.createProducerTemplate()
                .requestBody(
                        "claude:limits?limitsAction=explain",
                        exchange.getMessage().getHeader(ClaudeConstants.PERMIT),
                        Map.class);
    }
}
