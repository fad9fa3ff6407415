/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.account.Ending;
import io.github.camelclaude.simulator.fault.Fault;
import io.github.camelclaude.simulator.fault.FaultTiming;
import io.github.camelclaude.simulator.http.Http.Answer;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EveryFaultTest {

    private static final String TEXT = "The bank closed my account without a word and kept the money that was on it";
    private static final String PLAIN = Http.message("claude-opus-5-5", 200, TEXT);
    private static final String STREAMED = PLAIN.replaceFirst("\\{", "{\"stream\":true,");
    private ClaudeSimulator sim;
    private Http http;

    @BeforeEach
    void start() {
        sim = ClaudeSimulator.builder()
                .latency(Duration.ZERO)
                .faultTiming(new FaultTiming(Duration.ofMillis(300), Duration.ofMillis(20)))
                .standingClock(Instant.parse("2026-11-24T00:00:00Z"))
                .start();
        http = new Http(sim.baseUrl());
    }

    @AfterEach
    void stop() {
        sim.close();
    }

    private Answer met(Fault fault, String body) {
        sim.injectNext(fault);
        return http.messages(body);
    }

    private Ending lastEnding() {
        List<io.github.camelclaude.simulator.account.Attempt> attempts =
                sim.accounting().attemptsOf(TEXT).orElseThrow().attempts();
        return attempts.get(attempts.size() - 1).ending().orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "RATE_LIMIT,429,rate_limit_error,,1",
        "RATE_LIMIT_INPUT,429,rate_limit_error,,1",
        "RATE_LIMIT_OUTPUT,429,rate_limit_error,,1",
        "RATE_LIMIT_BARE,429,rate_limit_error,,",
        "RAMP_LIMIT,429,rate_limit_error,ramp_limit_exceeded,1",
        "SPEND_CAP,429,rate_limit_error,enforced_spend_limit_reached,",
        "CONTRACT_SPEND_CAP,429,rate_limit_error,contract_spend_limit_reached,",
        "SPEND_LIMIT,400,invalid_request_error,,",
        "BILLING,402,billing_error,linked_organization_spend_limit_reached,",
        "PERMISSION,403,permission_error,,",
        "CONFLICT,409,conflict_error,,",
        "OVERLOADED,529,overloaded_error,,",
        "MODEL_NOT_READY,529,overloaded_error,,",
        "SERVER_ERROR,500,api_error,,",
        "UNAVAILABLE,503,api_error,,",
        "TIMEOUT,504,timeout_error,,",
    })
    void aRefusalHasItsStatusTypeCodeAndRetryAfter(
            Fault fault, int status, String type, String code, String retryAfter) {
        Answer answer = met(fault, STREAMED);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json().at("/error/type").asText()).isEqualTo(type);
        assertThat(answer.json().at("/error/details/error_code").asText(null)).isEqualTo(code);
        assertThat(answer.header("retry-after")).isEqualTo(retryAfter);
        assertThat(lastEnding()).isEqualTo(new Ending.Failed(fault));
        assertThat(sim.accounting().totals().cost().picoDollars()).isZero();
    }

    @Test
    void comingBackTooSoonAfterAFaultIsEarlyToo() {
        met(Fault.RATE_LIMIT, PLAIN);
        http.messages(PLAIN);
        assertThat(sim.accounting().totals().early()).isEqualTo(1);
        met(Fault.RATE_LIMIT, PLAIN);
        sim.advance(Duration.ofSeconds(1));
        http.messages(PLAIN);
        assertThat(sim.accounting().totals().early()).isEqualTo(1);
    }

    @Test
    void aBareRefusalHasNoHeadersOfTheService() {
        Answer answer = met(Fault.RATE_LIMIT_BARE, PLAIN);
        assertThat(answer.response().headers().map().keySet())
                .noneMatch(name -> name.startsWith("anthropic-") || name.equals("request-id"));
    }

    @ParameterizedTest
    @EnumSource(names = {"CUT_BEFORE_BODY", "LOST_ANSWER", "CUT_INSIDE_BODY", "CUT_INSIDE_STREAM"})
    void aCutIsSeenByTheCaller(Fault fault) {
        assertThatThrownBy(() -> met(fault, PLAIN)).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> met(fault, STREAMED)).isInstanceOf(UncheckedIOException.class);
        assertThat(lastEnding()).isInstanceOfSatisfying(Ending.Failed.class, failed -> {
            assertThat(failed.fault()).isEqualTo(fault);
            assertThat(failed.cost().picoDollars() > 0).isEqualTo(fault != Fault.CUT_BEFORE_BODY);
        });
        assertThat(sim.accounting().running()).isZero();
    }

    @Test
    void aHangEndsWhenTheCallerGivesUp() {
        sim.injectNext(Fault.HANG);
        var waiting = http.sendAsync(http.request("/v1/messages")
                .POST(BodyPublishers.ofString(PLAIN))
                .build());
        Http.awaitRunning(sim, 1);
        assertThat(waiting).isNotDone();
        waiting.cancel(true);
        Http.awaitRunning(sim, 0);
        assertThat(lastEnding()).isEqualTo(new Ending.Failed(Fault.HANG));
    }

    @Test
    void anErrorComesInsideAStreamThatBeganWell() {
        Answer answer = met(Fault.ERROR_IN_STREAM, STREAMED);
        assertThat(answer.status()).isEqualTo(200);
        List<StreamingTest.Event> events = StreamingTest.events(answer.body());
        StreamingTest.Event last = events.get(events.size() - 1);
        assertThat(last.name()).isEqualTo("error");
        assertThat(last.data().toString())
                .isEqualTo("{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}");
        assertThat(events.get(0).name()).isEqualTo("message_start");
        assertThat(met(Fault.ERROR_IN_STREAM, PLAIN).status()).isEqualTo(529);
    }

    @Test
    void whatIsMalformedIsNotJson() {
        Answer plain = met(Fault.MALFORMED_JSON, PLAIN);
        assertThat(plain.status()).isEqualTo(200);
        assertThatThrownBy(plain::json).hasCauseInstanceOf(JsonProcessingException.class);
        Answer streamed = met(Fault.MALFORMED_JSON, STREAMED);
        assertThatThrownBy(() -> StreamingTest.events(streamed.body()))
                .hasCauseInstanceOf(JsonProcessingException.class);
    }

    @Test
    void slowAnswersAreSlowAndWhole() {
        long start = System.nanoTime();
        assertThat(met(Fault.SLOW_FIRST_TOKEN, PLAIN).text()).isEqualTo(TEXT);
        assertThat(System.nanoTime() - start).isGreaterThan(290_000_000L);
        start = System.nanoTime();
        assertThat(met(Fault.SLOW_LORIS, PLAIN).text()).isEqualTo(TEXT);
        assertThat(StreamingTest.events(met(Fault.SLOW_LORIS, STREAMED).body())).isNotEmpty();
        assertThat(System.nanoTime() - start).isGreaterThan(270_000_000L);
        assertThat(sim.accounting().totals().answered()).isEqualTo(3);
    }

    @Test
    void headersCanBeNonsenseMissingOrOffByAnHour() {
        Answer nonsense = met(Fault.GARBAGE_HEADERS, PLAIN);
        assertThat(nonsense.status()).isEqualTo(200);
        assertThat(nonsense.header("anthropic-ratelimit-requests-reset")).isEqualTo("yesterday");
        Answer missing = met(Fault.MISSING_HEADERS, PLAIN);
        assertThat(missing.header("anthropic-ratelimit-requests-limit")).isNull();
        assertThat(missing.header("request-id")).isNull();
        assertThat(missing.header("x-claude-simulator")).isEqualTo("true");
        Answer skewed = met(Fault.RESET_SKEW, PLAIN);
        assertThat(Instant.parse(skewed.header("anthropic-ratelimit-requests-reset")))
                .isBetween(Instant.parse("2026-11-23T23:00:00Z"), Instant.parse("2026-11-23T23:01:00Z"));
    }

    @Test
    void anAnswerCanBeUselessAndStillCharged() {
        Answer refusal = met(Fault.REFUSAL, PLAIN);
        assertThat(refusal.json().path("stop_reason").asText()).isEqualTo("refusal");
        assertThat(refusal.json().path("content")).isEmpty();
        assertThat(refusal.json().at("/stop_details/type").asText()).isEqualTo("refusal");
        Answer half = met(Fault.TRUNCATED_JSON, PLAIN);
        assertThat(half.json().path("stop_reason").asText()).isEqualTo("max_tokens");
        assertThat(TEXT).startsWith(half.text()).isNotEqualTo(half.text());
        assertThat(sim.accounting().totals().answered()).isZero();
        assertThat(sim.accounting().totals().cost().picoDollars()).isPositive();
    }

    @Test
    void aSingleRequestCanAskForItsFault() {
        Answer answer = http.send(http.request("/v1/messages")
                .header("x-simulator-fault", "overloaded")
                .POST(BodyPublishers.ofString(PLAIN))
                .build());
        assertThat(answer.status()).isEqualTo(529);
        assertThat(http.messages(PLAIN).status()).isEqualTo(200);
    }

    @Test
    void aCallerWhoLeavesIsCancelledAndPaysForWhatWasProduced() {
        try (ClaudeSimulator slow =
                ClaudeSimulator.builder().latency(Duration.ofMinutes(5)).start()) {
            Http client = new Http(slow.baseUrl());
            var waiting = client.sendAsync(client.request("/v1/messages")
                    .POST(BodyPublishers.ofString(PLAIN))
                    .build());
            Http.awaitRunning(slow, 1);
            waiting.cancel(true);
            Http.awaitRunning(slow, 0);
            assertThat(slow.accounting().totals().cancelled()).isEqualTo(1);
            assertThat(slow.accounting().totals().usage().input()).isPositive();
            assertThat(slow.accounting().totals().usage().output()).isZero();
        }
    }
}
