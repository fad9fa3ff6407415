/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.SimulatorBuilder;
import io.github.camelclaude.simulator.account.Ending;
import io.github.camelclaude.simulator.http.Http.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MessagesTest {

    private static final String MODEL = "claude-haiku-4-5";
    private static final String HELLO = Http.message(MODEL, 100, "Hello, my card was charged twice");

    private static ClaudeSimulator start() {
        return quiet().start();
    }

    private static SimulatorBuilder quiet() {
        return ClaudeSimulator.builder().latency(Duration.ZERO).standingClock(Instant.parse("2026-11-24T12:00:00.25Z"));
    }

    @Test
    void anAnswerHasTheShapeAndTheHeadersOfTheApi() {
        try (ClaudeSimulator sim = start()) {
            Answer answer = new Http(sim.baseUrl()).messages(HELLO);
            assertThat(answer.status()).isEqualTo(200);
            JsonNode json = answer.json();
            assertThat(json.path("id").asText()).startsWith("msg_");
            assertThat(json.path("type").asText()).isEqualTo("message");
            assertThat(json.path("role").asText()).isEqualTo("assistant");
            assertThat(json.path("model").asText()).isEqualTo("claude-haiku-4-5-20251001");
            assertThat(json.path("stop_reason").asText()).isEqualTo("end_turn");
            assertThat(json.path("usage").path("input_tokens").asInt()).isPositive();
            assertThat(json.path("usage").path("output_tokens").asInt()).isPositive();
            assertThat(answer.text()).isEqualTo("Hello, my card was charged twice");
            assertThat(answer.header("x-claude-simulator")).isEqualTo("true");
            assertThat(answer.header("request-id")).startsWith("req_");
            assertThat(answer.header("date")).as("the simulated clock").isEqualTo("Tue, 24 Nov 2026 12:00:00 GMT");
            assertThat(answer.header("anthropic-organization-id")).hasSize(36);
            assertThat(answer.header("anthropic-workspace-id")).startsWith("wrkspc_");
            assertThat(answer.header("content-type")).isEqualTo("application/json");
        }
    }

    @Test
    void headersTellTheLimitsOfTheTierRoundedAsTheServiceDoes() {
        try (ClaudeSimulator sim = start()) {
            Answer answer = new Http(sim.baseUrl()).messages(HELLO);
            assertThat(answer.header("anthropic-ratelimit-requests-limit")).isEqualTo("1000");
            assertThat(answer.header("anthropic-ratelimit-requests-remaining")).isEqualTo("999");
            assertThat(answer.header("anthropic-ratelimit-input-tokens-limit")).isEqualTo("2000000");
            assertThat(answer.header("anthropic-ratelimit-input-tokens-remaining"))
                    .isEqualTo("2000000");
            assertThat(answer.header("anthropic-ratelimit-output-tokens-limit")).isEqualTo("400000");
            assertThat(answer.header("anthropic-ratelimit-tokens-limit")).isEqualTo("2400000");
            assertThat(answer.header("anthropic-ratelimit-requests-reset"))
                    .as("0.06 s later, rounded up")
                    .isEqualTo("2026-11-24T12:00:01Z");
        }
    }

    @Test
    void eitherAuthenticationHeaderWillDoAndNoneIs401() {
        try (ClaudeSimulator sim = start()) {
            Http http = new Http(sim.baseUrl());
            HttpRequest.Builder bare = HttpRequest.newBuilder(URI.create(sim.baseUrl() + "/v1/messages"))
                    .header("anthropic-version", "2026-10-21")
                    .POST(BodyPublishers.ofString(HELLO));
            Answer none = http.send(bare.copy().build());
            assertThat(none.status()).isEqualTo(401);
            assertThat(none.json().path("type").asText()).isEqualTo("error");
            assertThat(none.json().path("error").path("type").asText()).isEqualTo("authentication_error");
            assertThat(none.json().path("request_id").asText()).isEqualTo(none.header("request-id"));
            assertThat(none.header("anthropic-workspace-id")).isNull();
            assertThat(http.send(bare.copy().header("authorization", "Bearer k").build())
                            .status())
                    .isEqualTo(200);
            assertThat(http.send(bare.copy().header("x-api-key", "k").build()).status())
                    .isEqualTo(200);
        }
    }

    @Test
    void onlyNamedKeysAreLetInOnceThereAreAny() {
        try (ClaudeSimulator sim = quiet().key("test-key", "wrkspc_own").start()) {
            Http http = new Http(sim.baseUrl());
            assertThat(http.messages(HELLO).header("anthropic-workspace-id")).isEqualTo("wrkspc_own");
            Answer other = http.send(HttpRequest.newBuilder(URI.create(sim.baseUrl() + "/v1/messages"))
                    .header("x-api-key", "other")
                    .header("anthropic-version", "2026-10-21")
                    .POST(BodyPublishers.ofString(HELLO))
                    .build());
            assertThat(other.status()).isEqualTo(401);
            assertThat(other.errorMessage()).isEqualTo("invalid x-api-key");
        }
    }

    @Test
    void aRefusalNamesWhatWasExceededAndWhenToComeBack() {
        try (ClaudeSimulator sim = quiet().rpm(2).start()) {
            Http http = new Http(sim.baseUrl());
            http.messages(HELLO);
            http.messages(HELLO);
            Answer refused = http.messages(HELLO);
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.json().path("error").path("type").asText()).isEqualTo("rate_limit_error");
            assertThat(refused.errorMessage())
                    .startsWith(
                            "This request would exceed your organization's rate limit of 2 requests per minute (org: ")
                    .contains("model: claude-haiku-4-5-20251001");
            assertThat(refused.header("anthropic-ratelimit-requests-remaining")).isEqualTo("0");
            assertThat(refused.header("retry-after")).isEqualTo("30");
            sim.advance(Duration.ofSeconds(30));
            assertThat(http.messages(HELLO).status()).isEqualTo(200);
        }
    }

    @Test
    void inputAndOutputTokensRefuseInTheirOwnWords() {
        try (ClaudeSimulator sim = quiet().itpm(30).start()) {
            Http http = new Http(sim.baseUrl());
            assertThat(http.messages(HELLO).status()).isEqualTo(200);
            http.messages(HELLO);
            assertThat(http.messages(HELLO).errorMessage()).contains("rate limit of 30 input tokens per minute");
        }
        try (ClaudeSimulator sim = quiet().otpm(5).start()) {
            Http http = new Http(sim.baseUrl());
            assertThat(http.messages(HELLO).status()).isEqualTo(200);
            assertThat(http.messages(HELLO).errorMessage()).contains("rate limit of 5 output tokens per minute");
        }
    }

    @Test
    void theNewVersionRefusesWhatTheOldOneAccepts() {
        try (ClaudeSimulator sim = start()) {
            Http http = new Http(sim.baseUrl());
            String withTemperature = HELLO.replaceFirst("\\{", "{\"temperature\":1,");
            assertThat(http.messages(withTemperature).status()).isEqualTo(200);
            Answer refused = http.send(http.request("/v1/messages")
                    .setHeader("anthropic-version", "2026-10-21")
                    .POST(BodyPublishers.ofString(withTemperature))
                    .build());
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.errorMessage()).startsWith("temperature: ");
        }
    }

    @Test
    void aVersionIsNeededAndMustExist() {
        try (ClaudeSimulator sim = start()) {
            Http http = new Http(sim.baseUrl());
            Answer missing = http.send(HttpRequest.newBuilder(URI.create(sim.baseUrl() + "/v1/messages"))
                    .header("x-api-key", "k")
                    .POST(BodyPublishers.ofString(HELLO))
                    .build());
            assertThat(missing.status()).isEqualTo(400);
            assertThat(missing.errorMessage()).isEqualTo("anthropic-version: header is required");
            Answer unknown = http.send(http.request("/v1/messages")
                    .setHeader("anthropic-version", "2020-01-01")
                    .POST(BodyPublishers.ofString(HELLO))
                    .build());
            assertThat(unknown.errorMessage()).contains("2020-01-01").contains("2026-10-21");
        }
    }

    @Test
    void anUnknownModelOrPathIs404() {
        try (ClaudeSimulator sim = start()) {
            Http http = new Http(sim.baseUrl());
            Answer model = http.messages(Http.message("claude-nonesuch", 10, "Hi"));
            assertThat(model.status()).isEqualTo(404);
            assertThat(model.json().path("error").path("type").asText()).isEqualTo("not_found_error");
            assertThat(model.errorMessage()).isEqualTo("model: claude-nonesuch");
            assertThat(http.messages(Http.message("claude-3-5-haiku-20241022", 10, "Hi"))
                            .status())
                    .isEqualTo(404);
            assertThat(http.get("/v1/nonesuch").status()).isEqualTo(404);
        }
    }

    @Test
    void whatIsNotJsonAndWhatIsTooLargeIsSaid() {
        try (ClaudeSimulator sim = start()) {
            Http http = new Http(sim.baseUrl());
            assertThat(http.messages("{\"model\":").errorMessage()).startsWith("The request body is not valid JSON");
            assertThat(http.messages("").errorMessage()).startsWith("The request body is not valid JSON");
            Answer large = http.messages(Http.message(MODEL, 10, "x".repeat(32 << 20)));
            assertThat(large.status()).isEqualTo(413);
            assertThat(large.json().path("error").path("type").asText()).isEqualTo("request_too_large");
        }
    }

    @Test
    void aLargeBodyBelowTheLimitIsAnswered() {
        try (ClaudeSimulator sim = start()) {
            Answer answer =
                    new Http(sim.baseUrl()).messages(Http.message("claude-opus-5-5", 10, "word ".repeat(120_000)));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.json().path("stop_reason").asText()).isEqualTo("max_tokens");
            assertThat(answer.json().path("usage").path("output_tokens").asInt())
                    .isEqualTo(10);
        }
    }

    @Test
    void equalRequestsGetEqualAnswersAndOnlyTheUsersWordsAreUsed() {
        String body = HELLO.replaceFirst("\\{", "{\"system\":\"SECRET instructions about mortgages\",");
        try (ClaudeSimulator sim = start();
                ClaudeSimulator other = start()) {
            String first = new Http(sim.baseUrl()).messages(body).text();
            assertThat(new Http(sim.baseUrl()).messages(body).text()).isEqualTo(first);
            assertThat(new Http(other.baseUrl()).messages(body).text()).isEqualTo(first);
            assertThat(first).doesNotContain("SECRET");
        }
    }

    @Test
    void twoDocumentsAreTwoContents() {
        try (ClaudeSimulator sim = start()) {
            for (String data : List.of("JVBERi0xLjc=", "JVBERi0xLjQ=", "JVBERi0xLjQ=")) {
                new Http(sim.baseUrl())
                        .messages(("{\"model\":\"%s\",\"max_tokens\":50,\"messages\":[{\"role\":\"user\",\"content\":["
                                        + "{\"type\":\"document\",\"source\":{\"type\":\"base64\","
                                        + "\"media_type\":\"application/pdf\",\"data\":\"%s\"}}]}]}")
                                .formatted(MODEL, data));
            }
            assertThat(sim.accounting().attemptsByContent()).hasSize(2);
            assertThat(sim.accounting().seenTwice()).hasSize(1);
        }
    }

    @Test
    void attemptsAreCountedByContentAndTheirEndingsKnown() {
        try (ClaudeSimulator sim = quiet().rpm(1).start()) {
            Http http = new Http(sim.baseUrl());
            http.messages(Http.message(MODEL, 50, "first"));
            http.messages(Http.message(MODEL, 50, "second"));
            http.messages(Http.message(MODEL, 50, "second"));
            sim.advance(Duration.ofMinutes(1));
            http.messages(Http.message(MODEL, 50, "second"));
            assertThat(sim.accounting().attemptsByContent()).hasSize(2);
            var second = sim.accounting().attemptsOf("second").orElseThrow();
            assertThat(second.attempts()).hasSize(3);
            assertThat(second.answers()).isEqualTo(1);
            assertThat(second.isExplained()).isTrue();
            assertThat(second.attempts().get(0).ending().orElseThrow()).isInstanceOf(Ending.Refused.class);
            assertThat(second.attempts().get(1).isEarly()).isTrue();
            assertThat(second.attempts().get(2).isEarly()).isFalse();
            assertThat(sim.accounting().totals().early()).isEqualTo(1);
            assertThat(sim.accounting().totals().refused()).isEqualTo(2);
            assertThat(sim.accounting().totals().cost().picoDollars()).isPositive();
            assertThat(sim.accounting().picture()).contains("4 arrived, 2 answered, 2 refused");
        }
    }

    @Test
    void thePeakOfRequestsAtTheSameTimeIsKnown() {
        try (ClaudeSimulator sim =
                ClaudeSimulator.builder().latency(Duration.ofMinutes(5)).start()) {
            Http http = new Http(sim.baseUrl());
            List<CompletableFuture<?>> waiting = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                waiting.add(http.sendAsync(http.request("/v1/messages")
                        .POST(BodyPublishers.ofString(Http.message(MODEL, 50, "text " + i)))
                        .build()));
            }
            Http.awaitRunning(sim, 20);
            assertThat(sim.accounting().peak()).isEqualTo(20);
            waiting.forEach(each -> each.cancel(true));
            Http.awaitRunning(sim, 0);
            assertThat(sim.accounting().peak()).isEqualTo(20);
            assertThat(sim.accounting().totals().cancelled()).isEqualTo(20);
        }
    }

    @Test
    void aSchemaThatCannotBeFollowedLeavesNothingBehind() {
        try (ClaudeSimulator sim = start()) {
            String body = HELLO.replaceFirst(
                    "\\{", "{\"output_config\":{\"format\":{\"type\":\"json_schema\",\"schema\":{\"\\$ref\":\"#\"}}},");
            Answer refused = new Http(sim.baseUrl()).messages(body);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.errorMessage()).contains("leads in a circle");
            assertThat(sim.accounting().running()).isZero();
        }
    }

    @Test
    void everySurfaceHasItsOwnLargestBody() throws IOException {
        Map<String, Long> largest = Map.of(
                "/v1/messages", 32L,
                "/v1/messages/count_tokens", 32L,
                "/v1/messages/batches", 256L,
                "/model/anthropic.claude-opus-5/invoke", 20L,
                "/v1/projects/p/locations/global/publishers/anthropic/models/claude-opus-5:rawPredict", 30L);
        try (ClaudeSimulator sim = start()) {
            for (Map.Entry<String, Long> entry : largest.entrySet()) {
                long tooMuch = (entry.getValue() << 20) + 1;
                boolean cloud = !entry.getKey().startsWith("/v1/messages");
                assertThat(announce(sim, entry.getKey(), tooMuch))
                        .contains(cloud && entry.getValue() == 20 ? " 400 " : " 413 ");
            }
        }
    }

    /** Only says how much is to come. */
    private static String announce(ClaudeSimulator sim, String path, long bytes) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", sim.port())) {
            String head = "POST " + path + " HTTP/1.1\r\nhost: localhost\r\ncontent-length: " + bytes + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(5_000);
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }
}
