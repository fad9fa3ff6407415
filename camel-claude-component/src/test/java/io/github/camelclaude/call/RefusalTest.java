/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.LimitedRouteTestSupport;
import io.github.camelclaude.limits.LimitOptions;
import io.github.camelclaude.resilience.ClaudeException;
import io.github.camelclaude.resilience.ClaudeRefusedException;
import io.github.camelclaude.resilience.ErrorClass;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said to a call that may not be made. */
class RefusalTest extends LimitedRouteTestSupport {

    @Test
    void a_call_that_would_wait_longer_than_queueTimeout_is_refused_at_once_with_the_expected_wait() throws Exception {
        Exchange refused = afterTheFirst("claude:messages?queueTimeout=1s", Map.of());

        assertRefused(refused, ErrorClass.DEADLINE, "RATE_LIMIT");
        assertThat(refused.getException().getMessage())
                .matches("The call would have to wait about \\d+ s for requests of anthropic/organization/haiku-5-5 and"
                        + " may wait no longer than queueTimeout=1000 ms\\. Nothing was sent; allow more time, or ask"
                        + " for less");
        assertThat(refused.getProperty(ClaudeConstants.RETRY_AFTER_MILLIS, Long.class))
                .isBetween(1_000L, 120_000L);
        assertThat(refused.getMessage().getHeader(Exchange.REDELIVERY_DELAY)).isNull();
    }

    @Test
    void the_deadline_of_a_message_bounds_the_wait_too() throws Exception {
        Exchange refused = afterTheFirst(
                "claude:messages",
                Map.of(ClaudeConstants.DEADLINE, Instant.now().plus(Duration.ofSeconds(10))));

        assertRefused(refused, ErrorClass.DEADLINE, "RATE_LIMIT");
        assertThat(refused.getException()).hasMessageContaining("than the header CamelClaudeDeadline says");
    }

    @Test
    void a_transacted_exchange_waits_no_longer_than_transactedMaxWait() throws Exception {
        component.setRequestsPerMinute(2L);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask")
                        .process(exchange -> exchange.getExchangeExtension().setTransacted(true))
                        .to("claude:messages");
            }
        });
        context.start();
        assertThat(ask("x").getException()).as("no wait, no refusal").isNull();

        Exchange refused = ask("x");

        assertRefused(refused, ErrorClass.DEADLINE, "RATE_LIMIT");
        assertThat(refused.getException())
                .hasMessageContaining("than transactedMaxWait=1000 ms, because the exchange is transacted");
    }

    @Test
    void a_call_that_is_larger_than_its_bucket_is_refused_with_what_it_needs_and_what_there_is() throws Exception {
        component.setInputTokensPerMinute(1_000L);
        startWith("claude:messages");

        Exchange refused = ask("words ".repeat(10_000));

        assertRefused(refused, ErrorClass.OVERSIZE, "VALIDATION");
        assertThat(refused.getException().getMessage())
                .matches(
                        "The call needs [\\d,]+ tokens at once \\(estimated\\) and anthropic/organization/haiku-5-5 has"
                                + " [\\d,]+ at most \\(input-tokens\\)\\. Nothing was sent; make the prompt smaller, or raise the"
                                + " limit");
    }

    @Test
    void a_call_that_would_cost_more_than_may_be_spent_is_refused_as_a_spend_cap() throws Exception {
        component.setSpendPerDay(0.0);
        startWith("claude:messages");

        Exchange refused = ask("x");

        assertRefused(refused, ErrorClass.SPEND_CAP, "VALIDATION");
        assertThat(refused.getException())
                .hasMessageContaining("micro-USD and 0 are left of what may be spent (spend of claude/spend/day)");
    }

    @Test
    void where_money_is_short_it_is_told_how_much_is_left_and_how_long_the_day_is() throws Exception {
        component.setSpendPerDay(0.0003);
        startWith("claude:messages");
        assertThat(ask("x").getException()).as("it costs 256 micro-USD").isNull();

        Exchange refused = ask("x");

        assertRefused(refused, ErrorClass.SPEND_CAP, "VALIDATION");
        assertThat(refused.getException().getMessage())
                .matches("The call would cost about \\d+ micro-USD and 44 are left of what may be spent \\(spend of"
                        + " claude/spend/day\\)\\. Nothing was sent; wait about \\d+ (h|s|ms) for the next day or"
                        + " month, or raise the spend limit");
        assertThat(refused.getProperty(ClaudeConstants.RETRY_AFTER_MILLIS, Long.class))
                .isBetween(1L, Duration.ofDays(1).toMillis());
    }

    @Test
    void what_a_class_of_models_has_spent_stops_this_class_and_no_other() throws Exception {
        LimitOptions haiku = new LimitOptions();
        haiku.setSpendPerDay(0.0003);
        component.setLimits(Map.of("claude-haiku-5-5", haiku));
        startWith("claude:messages");
        assertThat(ask("x").getException()).isNull();

        Exchange refused = ask("x");
        Exchange other = ask("x", Map.of(ClaudeConstants.MODEL, "claude-opus-5-5"));

        assertRefused(refused, ErrorClass.SPEND_CAP, "VALIDATION");
        assertThat(refused.getException()).hasMessageContaining("(spend of claude/spend/day/for-haiku-5-5)");
        assertThat(other.getException()).isNull();
    }

    @Test
    void where_the_limit_is_zero_it_is_not_the_prompt_that_is_too_large() throws Exception {
        component.setRequestsPerMinute(null);
        component.setLimitsFile("classpath:limits/none-of-haiku.json");
        startWith("claude:messages");

        Exchange refused = ask("x");

        assertRefused(refused, ErrorClass.OVERSIZE, "VALIDATION");
        assertThat(refused.getException())
                .hasMessage("The limit of requests of anthropic/organization/haiku-5-5 is 0, so nothing can be sent"
                        + " there. Nothing was sent; take another model, or raise the limit");
    }

    @Test
    void what_is_refused_here_is_not_sent_and_leaves_no_trace_of_the_prompt() throws Exception {
        component.setInputTokensPerMinute(1_000L);
        startWith("claude:messages");

        Exchange refused = ask("secret ".repeat(10_000));

        assertThat(claude.asked()).isEmpty();
        assertThat(refused.getException()).hasMessageNotContaining("secret");
        assertNothingIsLeft();
    }

    @Test
    void a_call_that_waits_when_the_component_stops_says_so() throws Exception {
        oneAtATime();
        CountDownLatch answers = claude.waits();
        startWith("claude:messages");
        throwIn("x");
        await().until(() -> claude.asked().size() == 1);
        var waiting = context.createProducerTemplate()
                .asyncSend("direct:ask", exchange -> exchange.getMessage().setBody("x"));
        await().until(() -> waiting() == 1);

        component.stop();

        await().until(waiting::isDone);
        assertThat(waiting.get().getException())
                .hasMessage("The call still waited when the component stopped. Nothing was sent");
        answers.countDown();
    }

    @ParameterizedTest
    @ValueSource(strings = {"urgent", "1", "CRITICAL!"})
    void a_priority_that_is_none_is_refused(String priority) throws Exception {
        startWith("claude:messages");

        Exchange refused = ask("x", Map.of(ClaudeConstants.PRIORITY, priority));

        assertThat(refused.getException())
                .hasMessage("Header CamelClaudePriority=" + priority
                        + " must be one of critical, high, normal and low. Nothing was sent");
        assertThat(claude.asked()).isEmpty();
    }

    /** Two requests a minute: the first passes, and the next has to wait for half a minute. */
    private Exchange afterTheFirst(String uri, Map<String, Object> headers) throws Exception {
        component.setRequestsPerMinute(2L);
        component.setBurst("careful");
        startWith(uri);
        assertThat(ask("x").getException()).isNull();
        return ask("x", headers);
    }

    private void assertRefused(Exchange exchange, ErrorClass errorClass, String category) {
        assertThat(exchange.getException()).isInstanceOf(ClaudeRefusedException.class);
        assertThat(((ClaudeException) exchange.getException()).errorClass()).isEqualTo(errorClass);
        assertThat(exchange.getProperty(ClaudeConstants.ERROR_CLASS)).isEqualTo(errorClass.label());
        assertThat(exchange.getProperty(ClaudeConstants.ERROR_CATEGORY)).isEqualTo(category);
        assertNothingIsLeft();
    }
}
