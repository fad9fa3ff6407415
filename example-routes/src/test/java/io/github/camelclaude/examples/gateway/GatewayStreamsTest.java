/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.service.Pace;
import io.vertx.core.VertxOptions;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Streams: they flow while the answer is written, end with their caller, and are only so many. */
@Timeout(60)
class GatewayStreamsTest {

    private static final String PROMPT = "Why is the sky blue, and why is it red in the evening?";
    /** An answer takes half a minute at least: no test waits for its end. */
    private static final Pace SLOW = new Pace(Duration.ZERO, Duration.ofMillis(250), 0);

    @ParameterizedTest
    @EnumSource
    void an_answer_flows_while_it_is_written_and_ends_with_its_caller(Version http) throws Exception {
        try (Caller caller = new Caller(ClaudeSimulator.builder().pace(SLOW), Map.of(), http)) {
            HttpResponse<InputStream> response = caller.ask("/ask/stream", PROMPT, BodyHandlers.ofInputStream());
            assertThat(response.version()).isEqualTo(http);
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("content-type")).hasValue("text/event-stream");
            assertThat(response.headers().firstValue("x-claude-simulator")).hasValue("true");

            BufferedReader events = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
            assertThat(events.readLine()).isEqualTo("event: message_start");
            until(events, "event: content_block_delta");
            assertThat(caller.claude.accounting().running())
                    .as("still being written")
                    .isEqualTo(1);
            assertThat(caller.claude.accounting().totals().answered()).isZero();

            events.close();
            await().untilAsserted(() ->
                    assertThat(caller.claude.accounting().totals().cancelled()).isEqualTo(1));
            assertThat(caller.claude.accounting().totals().usage().output())
                    .as("paid until then")
                    .isPositive();
            await().untilAsserted(() -> assertThat(caller.gateway.inflight()).isZero());
        }
    }

    @Test
    void one_stream_more_than_there_are_places_is_told_to_wait() throws Exception {
        try (Caller caller = new Caller(
                ClaudeSimulator.builder().pace(SLOW),
                Map.of("camel.component.claude.maxStreams", "1"),
                Version.HTTP_1_1)) {
            HttpResponse<InputStream> first = caller.ask("/ask/stream", PROMPT, BodyHandlers.ofInputStream());
            HttpResponse<String> second = caller.ask("/ask/stream", PROMPT, BodyHandlers.ofString());
            assertThat(second.statusCode()).isEqualTo(503);
            assertThat(second.headers().firstValue("retry-after")).hasValue("5");

            first.body().close();
            await().untilAsserted(() -> assertThat(caller.gateway.inflight()).isZero());
            HttpResponse<InputStream> third = caller.ask("/ask/stream", PROMPT, BodyHandlers.ofInputStream());
            assertThat(third.statusCode()).isEqualTo(200);
            third.body().close();
        }
    }

    @Test
    void as_many_requests_are_served_at_once_as_vertx_has_worker_threads() throws Exception {
        Map<String, String> settings = Map.of(
                "camel.beans.vertxOptions.workerPoolSize", String.valueOf(VertxOptions.DEFAULT_WORKER_POOL_SIZE));
        try (Caller caller = new Caller(ClaudeSimulator.builder().pace(SLOW), settings, Version.HTTP_1_1)) {
            List<CompletableFuture<?>> requests = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                requests.add(caller.client.sendAsync(
                        caller.request("/ask/stream", PROMPT + i).build(), BodyHandlers.ofInputStream()));
            }
            await().untilAsserted(() ->
                    assertThat(caller.claude.accounting().running()).isEqualTo(20));
            requests.forEach(request -> request.cancel(true));
            assertThat(caller.claude.accounting().peak()).isEqualTo(20);
        }
    }

    private static void until(BufferedReader events, String line) throws Exception {
        String read;
        do {
            read = events.readLine();
            assertThat(read).as("the stream has not ended").isNotNull();
        } while (!read.equals(line));
    }
}
