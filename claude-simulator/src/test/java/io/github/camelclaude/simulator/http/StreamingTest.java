/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.http.Http.Answer;
import io.github.camelclaude.simulator.service.Pace;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamingTest {

    private static final String TEXT = "The bank closed my account without a word and kept the money that was on it";
    private static final String STREAMED =
            Http.message("claude-opus-5-5", 200, TEXT).replaceFirst("\\{", "{\"stream\":true,");

    record Event(String name, JsonNode data) {}

    static List<Event> events(String body) {
        List<Event> events = new ArrayList<>();
        try {
            for (String frame : body.split("\n\n")) {
                String[] lines = frame.split("\n");
                assertThat(lines).hasSize(2);
                Event event = new Event(
                        lines[0].substring("event: ".length()),
                        Http.JSON.readTree(lines[1].substring("data: ".length())));
                assertThat(event.data().path("type").asText()).isEqualTo(event.name());
                events.add(event);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return events;
    }

    private static String deltas(List<Event> events, String field) {
        StringBuilder all = new StringBuilder();
        events.forEach(
                event -> all.append(event.data().path("delta").path(field).asText()));
        return all.toString();
    }

    @Test
    void eventsComeInTheOrderOfTheApi() {
        try (ClaudeSimulator sim =
                ClaudeSimulator.builder().latency(Duration.ZERO).start()) {
            Answer answer = new Http(sim.baseUrl()).messages(STREAMED);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("content-type")).startsWith("text/event-stream");
            assertThat(answer.header("anthropic-ratelimit-requests-limit")).isEqualTo("1000");
            List<Event> events = events(answer.body());
            List<String> names = events.stream().map(Event::name).toList();
            assertThat(names).startsWith("message_start", "content_block_start", "ping", "content_block_delta");
            assertThat(names).endsWith("content_block_delta", "content_block_stop", "message_delta", "message_stop");
            JsonNode start = events.get(0).data().path("message");
            assertThat(start.path("content")).isEmpty();
            assertThat(start.path("stop_reason").isNull()).isTrue();
            assertThat(start.path("usage").path("input_tokens").asInt()).isPositive();
            assertThat(start.path("usage").path("output_tokens").asInt()).isEqualTo(1);
            assertThat(deltas(events, "text")).isEqualTo(TEXT);
            JsonNode end = events.get(events.size() - 2).data();
            assertThat(end.path("delta").path("stop_reason").asText()).isEqualTo("end_turn");
            assertThat(end.path("usage").path("output_tokens").asInt()).isGreaterThan(10);
        }
    }

    @Test
    void aStreamAndAPlainAnswerSayTheSame() {
        try (ClaudeSimulator sim = ClaudeSimulator.builder()
                .pace(new Pace(Duration.ofMillis(5), Duration.ofMillis(1), 0.2))
                .start()) {
            Http http = new Http(sim.baseUrl());
            List<Event> events = events(http.messages(STREAMED).body());
            Answer plain = http.messages(STREAMED.replace("\"stream\":true,", ""));
            assertThat(deltas(events, "text")).isEqualTo(plain.text());
            assertThat(events.get(events.size() - 2).data().path("usage").path("output_tokens"))
                    .isEqualTo(plain.json().path("usage").path("output_tokens"));
            assertThat(sim.accounting().totals().answered()).isEqualTo(2);
        }
    }

    @Test
    void toolInputComesAsPiecesOfJsonBeginningWithNone() throws IOException {
        String body = STREAMED.replaceFirst(
                "\\{",
                "{\"tools\":[{\"name\":\"file_complaint\",\"input_schema\":{\"type\":\"object\",\"required\":[\"about\",\"amount\"],"
                        + "\"properties\":{\"about\":{\"type\":\"string\"},\"amount\":{\"type\":\"integer\",\"minimum\":1}}}}],");
        try (ClaudeSimulator sim =
                ClaudeSimulator.builder().latency(Duration.ZERO).start()) {
            List<Event> events = events(new Http(sim.baseUrl()).messages(body).body());
            JsonNode block = events.get(1).data().path("content_block");
            assertThat(block.path("type").asText()).isEqualTo("tool_use");
            assertThat(block.path("input")).isEmpty();
            assertThat(events.get(3).data().path("delta").path("partial_json").asText("x"))
                    .isEmpty();
            JsonNode input = Http.JSON.readTree(deltas(events, "partial_json"));
            assertThat(TEXT).contains(input.path("about").asText());
            assertThat(input.path("amount").asInt()).isPositive();
            assertThat(events.get(events.size() - 2)
                            .data()
                            .path("delta")
                            .path("stop_reason")
                            .asText())
                    .isEqualTo("tool_use");
        }
    }

    @Test
    void thinkingEndsWithItsSignature() {
        String body = STREAMED.replace("claude-opus-5-5", "claude-haiku-4-5")
                .replace("\"max_tokens\":200", "\"max_tokens\":4000")
                .replaceFirst("\\{", "{\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000},");
        try (ClaudeSimulator sim =
                ClaudeSimulator.builder().latency(Duration.ZERO).start()) {
            List<Event> events = events(new Http(sim.baseUrl()).messages(body).body());
            assertThat(events.get(1).data().path("content_block").path("type").asText())
                    .isEqualTo("thinking");
            List<String> deltas = events.stream()
                    .filter(event -> event.data().path("index").asInt(-1) == 0
                            && event.data().has("delta"))
                    .map(event -> event.data().path("delta").path("type").asText())
                    .toList();
            assertThat(deltas).startsWith("thinking_delta").endsWith("signature_delta");
            assertThat(events.get(events.size() - 2)
                            .data()
                            .path("usage")
                            .path("output_tokens_details")
                            .path("thinking_tokens")
                            .asInt())
                    .isPositive();
        }
    }

    @Test
    void outputIsChargedWhileItIsProduced() throws Exception {
        try (ClaudeSimulator sim = ClaudeSimulator.builder()
                .pace(new Pace(Duration.ZERO, Duration.ofMillis(2), 0))
                .start()) {
            Http http = new Http(sim.baseUrl());
            var request = http.request("/v1/messages")
                    .header("x-simulator-output-tokens", "20000")
                    .POST(BodyPublishers.ofString(STREAMED.replace("\"max_tokens\":200", "\"max_tokens\":30000")))
                    .build();
            try (var lines = HttpClient.newHttpClient()
                    .send(request, BodyHandlers.ofLines())
                    .body()) {
                assertThat(lines.filter(line -> line.startsWith("event: content_block_delta"))
                                .limit(20)
                                .count())
                        .isEqualTo(20);
                Answer meanwhile = http.messages(Http.message("claude-opus-5-5", 1, TEXT));
                assertThat(meanwhile.header("anthropic-ratelimit-output-tokens-limit"))
                        .isEqualTo("400000");
            }
            Http.awaitRunning(sim, 0);
            assertThat(sim.accounting().totals().cancelled()).isEqualTo(1);
            assertThat(sim.accounting().totals().usage().output()).isBetween(20L, 19_999L);
        }
    }
}
