/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.LimitedRouteTestSupport;
import io.github.camelclaude.ScriptedClaude;
import io.github.camelclaude.resilience.ClaudeException;
import io.github.camelclaude.resilience.ErrorClass;
import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.fault.Fault;
import io.github.camelclaude.simulator.fault.FaultPlan;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attempts are counted where they arrive. */
class RetryTest extends LimitedRouteTestSupport {

    private final ClaudeSimulator simulator = ClaudeSimulator.builder()
            .port(0)
            .tier("scale")
            .latency(Duration.ofMillis(1))
            .start();

    @BeforeEach
    void point() {
        component.getConfiguration().setBaseUrl(simulator.baseUrl());
        component.getConfiguration().setMaxRetries(3);
        component.getConfiguration().setMaxOverloadedRetries(4);
        component.setBreakerWait(200);
    }

    @AfterEach
    void stop() {
        context.stop();
        simulator.close();
    }

    private int attempts(String prompt) {
        return simulator
                .accounting()
                .attemptsOf(prompt)
                .map(content -> content.attempts().size())
                .orElse(0);
    }

    private void fail(Fault fault, int times) {
        simulator.injectNext(Collections.nCopies(times, fault).toArray(Fault[]::new));
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"SERVER_ERROR", "UNAVAILABLE", "CUT_BEFORE_BODY", "CUT_INSIDE_BODY", "MALFORMED_JSON", "CONFLICT"})
    void what_may_pass_next_time_is_tried_again(Fault fault) throws Exception {
        fail(fault, 2);
        startWith("claude:messages");

        Exchange exchange = ask("x");

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeader(ClaudeConstants.ATTEMPTS)).isEqualTo(3);
        assertThat(attempts("x")).isEqualTo(3);
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"SPEND_CAP", "CONTRACT_SPEND_CAP", "SPEND_LIMIT", "BILLING", "PERMISSION"})
    void what_cannot_pass_is_tried_once(Fault fault) throws Exception {
        fail(fault, 1);
        startWith("claude:messages");

        assertThat(ask("x").getException()).isInstanceOf(ClaudeException.class);
        assertThat(attempts("x")).isEqualTo(1);
        assertThat(ask("y").getException()).isNull();
    }

    @Test
    void retries_end_and_what_is_said_is_the_last_failure_with_those_before() throws Exception {
        fail(Fault.SERVER_ERROR, 10);
        startWith("claude:messages");

        Exchange exchange = ask("x");

        assertThat(((ClaudeException) exchange.getException()).errorClass()).isEqualTo(ErrorClass.SERVER);
        assertThat(exchange.getException().getSuppressed()).hasSize(1);
        assertThat(attempts("x")).isEqualTo(4);
        assertNothingIsLeft();
    }

    @Test
    void overload_is_tried_more_often() throws Exception {
        component.getConfiguration().setMaxRetries(1);
        component.getConfiguration().setMaxOverloadedRetries(2);
        fail(Fault.OVERLOADED, 2);
        startWith("claude:messages");

        assertThat(ask("x").getException()).isNull();
        assertThat(attempts("x")).isEqualTo(3);
    }

    @Test
    void a_refusal_for_a_limit_is_tried_again_when_the_service_said_and_not_before() throws Exception {
        fail(Fault.RATE_LIMIT, 1);
        startWith("claude:messages");

        assertThat(ask("x").getException()).isNull();
        assertThat(attempts("x")).isEqualTo(2);
        simulator.assertNoEarlyCalls();
    }

    @Test
    void at_most_once_ends_with_an_unknown_outcome_and_goes_on_after_a_refusal() throws Exception {
        component.getConfiguration().setAtMostOnce(true);
        startWith("claude:messages");
        fail(Fault.LOST_ANSWER, 1);
        assertThat(((ClaudeException) ask("lost").getException()).errorClass()).isEqualTo(ErrorClass.NETWORK);
        assertThat(attempts("lost")).isEqualTo(1);

        fail(Fault.RATE_LIMIT, 1);
        assertThat(ask("limited").getException()).isNull();
        assertThat(attempts("limited")).isEqualTo(2);
    }

    @Test
    void an_attempt_that_hangs_is_given_up_for_another() throws Exception {
        component.getConfiguration().setAttemptTimeout(300);
        fail(Fault.HANG, 1);
        startWith("claude:messages");

        assertThat(ask("x").getException()).isNull();
        assertThat(attempts("x")).isEqualTo(2);
    }

    @Test
    void all_attempts_together_have_the_time_of_the_call() throws Exception {
        component.getConfiguration().setAttemptTimeout(200);
        component.getConfiguration().setCallTimeout(700);
        component.getConfiguration().setMaxRetries(1_000);
        component.setBreaker(false);
        fail(Fault.HANG, 1_000);
        startWith("claude:messages");

        ClaudeException failure = (ClaudeException) ask("x").getException();

        assertThat(failure.errorClass()).isEqualTo(ErrorClass.TIMEOUT);
        assertThat(attempts("x")).isBetween(1, 4);
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "claude:messages?callTimeout=%d",
                "claude:messages?attemptTimeout=%d",
                "claude:messages?queueTimeout=%d",
                "claude:throttle?queueTimeout=%d",
                "claude:throttle?permitTimeout=%d"
            })
    @Timeout(60)
    void the_longest_time_there_is_means_for_ever(String uri) throws Exception {
        startWith(uri.formatted(Long.MAX_VALUE));

        assertThat(ask("x").getException()).isNull();
        assertNothingIsLeft();
    }

    @Test
    void without_retries_of_ours_the_route_is_told_how_long_to_wait() throws Exception {
        component.getConfiguration().setMaxRetries(0);
        fail(Fault.OVERLOADED, 2);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(ClaudeException.class).maximumRedeliveries(5).asyncDelayedRedelivery();
                from("direct:ask").to("claude:messages");
            }
        });
        context.start();

        Exchange exchange = ask("x");

        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getHeader(ClaudeConstants.ATTEMPTS)).isEqualTo(1);
        assertThat(attempts("x")).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"0,0,1", "0,2,3", "2,0,3", "2,1,6", "1,2,6"})
    void our_retries_and_those_of_the_route_multiply_and_are_never_more(int ours, int routes, int most)
            throws Exception {
        component.getConfiguration().setMaxRetries(ours);
        component.setBreaker(false);
        fail(Fault.SERVER_ERROR, 100);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(ClaudeException.class)
                        .maximumRedeliveries(routes)
                        .redeliveryDelay(1)
                        .asyncDelayedRedelivery();
                from("direct:ask").to("claude:messages");
            }
        });
        context.start();

        assertThat(ask("x").getException()).isInstanceOf(ClaudeException.class);
        assertThat(attempts("x")).isEqualTo(most);
    }

    @Test
    void a_circuit_breaker_of_the_route_around_it_adds_no_attempt() throws Exception {
        component.getConfiguration().setMaxRetries(2);
        fail(Fault.SERVER_ERROR, 3);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask")
                        .circuitBreaker()
                        .to("claude:messages")
                        .onFallback()
                        .setBody(constant("later"))
                        .end();
            }
        });
        context.start();

        assertThat(ask("x").getMessage().getBody(String.class)).isEqualTo("later");
        assertThat(attempts("x")).isEqualTo(3);
        assertNothingIsLeft();
    }

    @Test
    void a_stream_is_tried_again_before_it_begins_and_never_after() throws Exception {
        fail(Fault.OVERLOADED, 1);
        startWith("claude:messages?stream=true");
        read(ask("before"));
        assertThat(attempts("before")).isEqualTo(2);

        fail(Fault.CUT_INSIDE_STREAM, 1);
        Exchange after = ask("after");
        assertThat(catchThrowable(() -> read(after))).isNotNull();
        assertThat(attempts("after")).isEqualTo(1);
        assertNothingIsLeft();
    }

    private static void read(Exchange exchange) {
        Iterator<?> chunks = exchange.getMessage().getBody(Iterator.class);
        chunks.forEachRemaining(chunk -> {});
    }

    @Test
    @SuppressWarnings("unchecked")
    void the_record_tells_what_was_decided_after_each_attempt() throws Exception {
        fail(Fault.SERVER_ERROR, 1);
        startWith("claude:messages");
        Exchange exchange = ask("x");

        Exchange told = context.createProducerTemplate()
                .request(
                        "claude:limits?limitsAction=explain",
                        e -> e.getMessage()
                                .setHeader(
                                        ClaudeConstants.PERMIT,
                                        exchange.getMessage().getHeader(ClaudeConstants.PERMIT)));
        Map<String, Object> record = told.getMessage().getBody(Map.class);
        assertThat(record).containsEntry("attempts", 2).containsEntry("backend", "anthropic");
    }

    @Test
    void calls_in_back_off_end_with_their_failure_when_the_context_stops() throws Exception {
        component.setBreaker(false);
        component.getConfiguration().setMaxRetries(50);
        component.getConfiguration().setMaxOverloadedRetries(50);
        context.getShutdownStrategy().setTimeout(1);
        startWith("claude:messages");
        simulator.faults(FaultPlan.seeded(1).with(Fault.OVERLOADED, 1));
        List<CompletableFuture<Exchange>> calls = IntStream.range(0, 20)
                .mapToObj(i -> context.createProducerTemplate()
                        .asyncSend(
                                "direct:ask", exchange -> exchange.getMessage().setBody("call " + i)))
                .toList();
        await().until(() -> simulator.accounting().totals().arrived() > 30);

        context.stop();

        assertThat(calls)
                .allSatisfy(call -> assertThat(
                                call.orTimeout(60, TimeUnit.SECONDS).join().getException())
                        .isInstanceOf(ClaudeException.class));
    }

    @Test
    void the_wait_that_an_overloaded_service_asks_for_is_told_whole_and_handed_over() throws Exception {
        component.getConfiguration().setMaxRetries(0);
        component.getConfiguration().setBaseUrl(claude.baseUrl());
        claude.replies(529, Map.of("retry-after", "7"), ScriptedClaude.error("overloaded_error", "full"));
        startWith("claude:messages?callTimeout=4s");

        Exchange exchange = ask("x");

        assertThat(exchange.getProperty(ClaudeConstants.RETRY_AFTER_MILLIS)).isEqualTo(7_000L);
        assertThat(exchange.getMessage().getHeader(Exchange.REDELIVERY_DELAY, Long.class))
                .as("no longer than the call may take")
                .isBetween(1L, 4_000L);
    }

    @Test
    void a_dead_backend_is_left_alone_and_found_again_and_nobody_fails_for_it() throws Exception {
        component.getConfiguration().setMaxOverloadedRetries(100);
        startWith("claude:messages");
        simulator.faults(FaultPlan.seeded(1).with(Fault.OVERLOADED, 1));
        List<CompletableFuture<Exchange>> calls = IntStream.range(0, 60)
                .mapToObj(i -> context.createProducerTemplate()
                        .asyncSend(
                                "direct:ask", exchange -> exchange.getMessage().setBody("call " + i)))
                .toList();
        await().untilAsserted(() -> assertThat(breakers()).containsEntry("anthropic", "open"));

        simulator.faults(FaultPlan.none());

        assertThat(calls)
                .allSatisfy(call -> assertThat(
                                call.orTimeout(60, TimeUnit.SECONDS).join().getException())
                        .isNull());
        await().untilAsserted(() -> assertThat(breakers()).containsEntry("anthropic", "closed"));
        assertNothingIsLeft();
    }

    @SuppressWarnings("unchecked")
    private Map<String, String> breakers() {
        return (Map<String, String>) component.limitsPicture().get("breakers");
    }
}
