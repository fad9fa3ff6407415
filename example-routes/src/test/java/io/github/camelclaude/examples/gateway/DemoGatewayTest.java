/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelclaude.simulator.ClaudeSimulator;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What callers meet while more comes than can be answered. */
@Timeout(120)
class DemoGatewayTest {

    private static final int FLOOD = 60;

    private record Told(HttpResponse<String> response, Duration after) {

        boolean isAnswered() {
            return response.statusCode() == 200;
        }
    }

    private Caller caller;

    @BeforeEach
    void start() throws Exception {
        caller = new Caller(
                DemoGateway.EXAMPLE,
                ClaudeSimulator.builder().latency(Duration.ofMillis(50)).rpm(60),
                Map.of("camel.component.claude.requestsPerMinute", "60"),
                Version.HTTP_1_1);
        assertThat(ask("/ask", "first").get().isAnswered()).isTrue();
    }

    @AfterEach
    void stop() {
        caller.close();
    }

    @Test
    void what_cannot_be_answered_in_time_is_told_at_once_when_to_come_and_the_urgent_do_not_wait_for_it()
            throws Exception {
        List<CompletableFuture<Told>> flood = flood();
        await().until(() -> flood.stream().filter(CompletableFuture::isDone).count() > 5);
        Told other = ask("/ask", "another tenant", "x-tenant", "other").get();
        Told urgent = ask("/urgent", "the house is on fire").get();
        List<Told> told = flood.stream().map(CompletableFuture::join).toList();

        System.out.printf(
                "Of %d: %d answered, %d refused within 1 s, %d later; urgent after %s%n",
                FLOOD,
                told.stream().filter(Told::isAnswered).count(),
                told.stream()
                        .filter(one -> !one.isAnswered() && one.after().toMillis() < 1_000)
                        .count(),
                told.stream()
                        .filter(one -> !one.isAnswered() && one.after().toMillis() >= 1_000)
                        .count(),
                urgent.after());
        assertThat(urgent.isAnswered()).isTrue();
        assertThat(urgent.after()).isLessThan(Duration.ofSeconds(3));
        assertThat(other.isAnswered()).isTrue();
        List<Told> refused =
                told.stream().filter(one -> one.response().statusCode() == 503).toList();
        assertThat(refused).hasSizeGreaterThan(FLOOD / 2).allSatisfy(one -> {
            assertThat(Caller.tree(one.response().body()).get("error").asText()).isEqualTo("overloaded");
            assertThat(one.response().headers().firstValueAsLong("retry-after").orElse(0))
                    .isBetween(1L, 90L);
            assertThat(one.response().headers().map()).doesNotContainKeys("x-tenant", "x-deadline-ms");
        });
        caller.claude.assertNoRefusals();
        assertThat(caller.claude.accounting().totals().arrived())
                .as("what was refused here was not sent")
                .isLessThanOrEqualTo(3 + FLOOD - refused.size());
        await().untilAsserted(() -> assertThat(caller.gateway.permitsOut()).isZero());
    }

    @Test
    void a_deadline_that_is_over_before_anything_can_be_done_is_no_call() throws Exception {
        Told told = ask("/ask", "too late", "x-deadline-ms", "0").get();

        assertThat(told.response().statusCode()).isIn(503, 504);
        assertThat(caller.claude.accounting().totals().arrived()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1", "1e9"})
    void a_deadline_that_is_no_number_is_refused_by_name(String deadline) throws Exception {
        Told told = ask("/ask", "hello", "x-deadline-ms", deadline).get();

        assertThat(told.response().statusCode()).isEqualTo(400);
        assertThat(told.response().body())
                .contains("\"invalid_header\"")
                .contains("Header x-deadline-ms must be a whole number of milliseconds");
        assertThat(caller.claude.accounting().totals().arrived()).isEqualTo(1);
    }

    private List<CompletableFuture<Told>> flood() {
        return IntStream.range(0, FLOOD)
                .mapToObj(i ->
                        ask("/ask", "question " + i, "x-priority", "low", "x-tenant", "flood", "x-deadline-ms", "3000"))
                .toList();
    }

    private CompletableFuture<Told> ask(String path, String prompt, String... headers) {
        HttpRequest.Builder request = caller.request(path, prompt);
        if (headers.length > 0) {
            request.headers(headers);
        }
        long sent = System.nanoTime();
        return caller.client
                .sendAsync(request.build(), BodyHandlers.ofString())
                .thenApply(response -> new Told(response, Duration.ofNanos(System.nanoTime() - sent)));
    }
}
