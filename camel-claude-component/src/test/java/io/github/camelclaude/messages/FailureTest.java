/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import static io.github.camelclaude.ScriptedClaude.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.RouteTestSupport;
import io.github.camelclaude.ScriptedClaude;
import io.github.camelclaude.resilience.ClaudeAuthenticationException;
import io.github.camelclaude.resilience.ClaudeException;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import io.github.camelclaude.resilience.ClaudeOverloadedException;
import io.github.camelclaude.resilience.ClaudeRateLimitException;
import io.github.camelclaude.resilience.ClaudeServerException;
import io.github.camelclaude.resilience.ClaudeSpendCapException;
import io.github.camelclaude.resilience.ClaudeTransportException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FailureTest extends RouteTestSupport {

    static Stream<Arguments> refusals() {
        return Stream.of(
                refusal(400, error("invalid_request_error", "x"), ClaudeInvalidRequestException.class, "invalid"),
                refusal(
                        400,
                        error("invalid_request_error", "You have reached your specified API usage limits. Wait."),
                        ClaudeSpendCapException.class,
                        "spend-cap"),
                refusal(
                        400,
                        error("invalid_request_error", "You have reached your specified workspace API usage limits."),
                        ClaudeSpendCapException.class,
                        "spend-cap"),
                refusal(401, error("authentication_error", "x"), ClaudeAuthenticationException.class, "auth"),
                refusal(402, error("billing_error", "x"), ClaudeSpendCapException.class, "spend-cap"),
                refusal(403, error("permission_error", "x"), ClaudeAuthenticationException.class, "auth"),
                refusal(404, error("not_found_error", "x"), ClaudeInvalidRequestException.class, "invalid"),
                refusal(408, "", ClaudeServerException.class, "server"),
                refusal(409, error("conflict_error", "x"), ClaudeServerException.class, "server"),
                refusal(413, "<html>too large</html>", ClaudeInvalidRequestException.class, "oversize"),
                refusal(422, "{}", ClaudeInvalidRequestException.class, "invalid"),
                refusal(429, error("rate_limit_error", "x"), ClaudeRateLimitException.class, "bucket"),
                refusal(
                        429,
                        error("rate_limit_error", "x", "ramp_limit_exceeded"),
                        ClaudeRateLimitException.class,
                        "ramp"),
                refusal(
                        429,
                        error("rate_limit_error", "x", "enforced_spend_limit_reached"),
                        ClaudeSpendCapException.class,
                        "spend-cap"),
                refusal(
                        429,
                        error("rate_limit_error", "x", "contract_spend_limit_reached"),
                        ClaudeSpendCapException.class,
                        "spend-cap"),
                refusal(500, error("api_error", "x"), ClaudeServerException.class, "server"),
                refusal(502, "<html>bad gateway</html>", ClaudeServerException.class, "server"),
                refusal(503, error("api_error", "x"), ClaudeServerException.class, "server"),
                refusal(504, error("timeout_error", "x"), ClaudeServerException.class, "server"),
                refusal(529, error("overloaded_error", "x"), ClaudeOverloadedException.class, "overloaded"));
    }

    private static Arguments refusal(int status, String body, Class<? extends ClaudeException> type, String label) {
        return Arguments.of(status, body, type, label);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void each_refusal_has_its_exception_class_and_category_and_is_one_request(
            int status, String body, Class<? extends ClaudeException> type, String label) throws Exception {
        claude.replies(status, Map.of("request-id", "req_7"), body);
        startWith("claude:messages");

        Exchange exchange = ask("x");

        assertThat(exchange.getException()).isInstanceOf(type).hasMessageContaining(String.valueOf(status));
        ClaudeException failure = (ClaudeException) exchange.getException();
        assertThat(failure.statusCode()).hasValue(status);
        assertThat(failure.requestId()).hasValue("req_7");
        assertThat(exchange.getProperty(ClaudeConstants.ERROR_CLASS)).isEqualTo(label);
        assertThat(exchange.getProperty(ClaudeConstants.ERROR_CATEGORY))
                .isEqualTo(failure.errorClass().category().name());
        assertThat(claude.asked()).as("the SDK does not retry").hasSize(1);
    }

    @Test
    void the_requested_wait_is_in_the_exception_and_for_the_route() throws Exception {
        claude.replies(429, Map.of("retry-after", "7"), error("rate_limit_error", "x"));
        startWith("claude:messages");

        Exchange exchange = ask("x");

        assertThat(((ClaudeRateLimitException) exchange.getException()).retryAfter())
                .hasValue(Duration.ofSeconds(7));
        assertThat(exchange.getProperty(ClaudeConstants.RETRY_AFTER_MILLIS)).isEqualTo(7000L);
    }

    @Test
    void a_route_that_redelivers_waits_as_long_as_the_service_asked() throws Exception {
        claude.replies(429, Map.of("retry-after", "0.2"), error("rate_limit_error", "x"));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(ClaudeRateLimitException.class)
                        .maximumRedeliveries(1)
                        .redeliveryDelay(Duration.ofDays(1).toMillis())
                        .asyncDelayedRedelivery();
                from("direct:ask").to("claude:messages");
            }
        });
        context.start();

        ask("x");

        assertThat(claude.asked())
                .as("had it waited as long as the policy says, this test would not end")
                .hasSize(2);
    }

    @Test
    void a_cut_connection_is_a_network_failure() throws Exception {
        claude.cuts();
        startWith("claude:messages");

        Exchange exchange = ask("x");

        assertThat(exchange.getException()).isInstanceOf(ClaudeTransportException.class);
        assertThat(exchange.getProperty(ClaudeConstants.ERROR_CLASS)).isEqualTo("network");
        assertThat(exchange.getProperty(ClaudeConstants.ERROR_CATEGORY)).isEqualTo("SERVER_ERROR");
        assertThat(claude.asked()).hasSize(1);
    }

    @Test
    void nobody_listening_is_a_network_failure() throws Exception {
        claude.close();
        startWith("claude:messages");

        Exchange exchange = ask("x");

        assertThat(exchange.getException()).isInstanceOf(ClaudeTransportException.class);
        assertThat(exchange.getProperty(ClaudeConstants.ERROR_CLASS)).isEqualTo("network");
    }

    @Test
    void no_answer_within_the_call_timeout_is_a_timeout() throws Exception {
        CountDownLatch answer = claude.waits();
        startWith("claude:messages?callTimeout=100");

        Exchange exchange = ask("x");

        assertThat(exchange.getException())
                .isInstanceOf(ClaudeTransportException.class)
                .hasMessageContaining("callTimeout");
        assertThat(exchange.getProperty(ClaudeConstants.ERROR_CLASS)).isEqualTo("timeout");
        answer.countDown();
    }

    @Test
    void a_200_that_is_not_a_message_is_a_server_failure() throws Exception {
        startWith("claude:messages");

        for (String body : new String[] {"{\"id\":", "<html></html>", "[]", "{}"}) {
            claude.replies(200, Map.of(), body);
            Exchange exchange = ask("x");

            assertThat(exchange.getException()).as(body).isInstanceOf(ClaudeServerException.class);
            assertThat(exchange.getProperty(ClaudeConstants.ERROR_CLASS)).isEqualTo("server");
        }
    }

    @Test
    void a_success_after_a_failure_leaves_no_trace_of_it() throws Exception {
        claude.replies(429, Map.of("retry-after", "1"), error("rate_limit_error", "x"));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask")
                        .doTry()
                        .to("claude:messages")
                        .doCatch(ClaudeRateLimitException.class)
                        .process(e -> claude.replies(200, Map.of(), ScriptedClaude.message("fine")))
                        .to("claude:messages");
            }
        });
        context.start();

        Exchange exchange = ask("x");

        assertThat(exchange.getMessage().getBody()).isEqualTo("fine");
        assertThat(exchange.getProperties())
                .doesNotContainKeys(
                        ClaudeConstants.ERROR_CLASS,
                        ClaudeConstants.ERROR_CATEGORY,
                        ClaudeConstants.RETRY_AFTER_MILLIS);
        assertThat(exchange.getMessage().getHeaders()).doesNotContainKey(Exchange.REDELIVERY_DELAY);
    }
}
