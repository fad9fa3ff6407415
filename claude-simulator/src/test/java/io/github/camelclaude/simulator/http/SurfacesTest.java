/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.SimulatorBuilder;
import io.github.camelclaude.simulator.http.Http.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class SurfacesTest {

    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

    private static SimulatorBuilder quiet() {
        return ClaudeSimulator.builder().latency(Duration.ZERO).standingClock(NOON);
    }

    private static String hello(String model) {
        return Http.message(model, 100, "Hello, my card was charged twice");
    }

    @Test
    void countingTokensAgreesWithWhatAMessageIsCharged() {
        try (ClaudeSimulator sim = quiet().start()) {
            Http http = new Http(sim.baseUrl());
            String body = hello("claude-haiku-4-5");
            Answer counted = http.post("/v1/messages/count_tokens", body.replaceFirst("\"max_tokens\":100,", ""));
            assertThat(counted.status()).isEqualTo(200);
            assertThat(counted.json().path("input_tokens"))
                    .isEqualTo(http.messages(body).json().path("usage").path("input_tokens"));
            assertThat(http.post("/v1/messages/count_tokens", body).errorMessage())
                    .isEqualTo("max_tokens: Extra inputs are not permitted");
        }
    }

    @Test
    void newerModelsCountAboutThirtyPercentMore() {
        try (ClaudeSimulator sim = quiet().start()) {
            Http http = new Http(sim.baseUrl());
            String text = "word ".repeat(1_000);
            int older = http.messages(Http.message("claude-opus-4-6", 10, text))
                    .json()
                    .path("usage")
                    .path("input_tokens")
                    .asInt();
            int newer = http.messages(Http.message("claude-opus-4-7", 10, text))
                    .json()
                    .path("usage")
                    .path("input_tokens")
                    .asInt();
            assertThat((double) newer / older).isBetween(1.25, 1.35);
        }
    }

    @Test
    void countingTokensHasRequestsOfItsOwn() {
        try (ClaudeSimulator sim = quiet().tier("1").start()) {
            Http http = new Http(sim.baseUrl());
            String body = hello("claude-haiku-4-5").replaceFirst("\"max_tokens\":100,", "");
            for (int i = 0; i < 100; i++) {
                assertThat(http.post("/v1/messages/count_tokens", body).status())
                        .isEqualTo(200);
            }
            assertThat(http.post("/v1/messages/count_tokens", body).status()).isEqualTo(429);
            assertThat(http.messages(hello("claude-haiku-4-5")).header("anthropic-ratelimit-requests-remaining"))
                    .isEqualTo("49");
        }
    }

    @Test
    void modelsAreListedAndPaged() {
        try (ClaudeSimulator sim = quiet().start()) {
            Http http = new Http(sim.baseUrl());
            JsonNode first = http.get("/v1/models?limit=2").json();
            assertThat(first.path("data")).hasSize(2);
            assertThat(first.path("has_more").asBoolean()).isTrue();
            JsonNode next = http.get("/v1/models?limit=1000&after_id="
                            + first.path("last_id").asText())
                    .json();
            assertThat(next.path("has_more").asBoolean()).isFalse();
            assertThat(next.path("data").findValuesAsText("id"))
                    .contains("claude-haiku-4-5-20251001")
                    .doesNotContain("claude-3-5-haiku-20241022");
            JsonNode model = http.get("/v1/models/claude-opus-4-5").json();
            assertThat(model.path("id").asText()).isEqualTo("claude-opus-4-5-20251101");
            assertThat(model.path("max_input_tokens").asInt()).isEqualTo(200_000);
            assertThat(http.get("/v1/models/nonesuch").status()).isEqualTo(404);
            assertThat(http.get("/v1/models?limit=0").status()).isEqualTo(400);
        }
    }

    private static Answer admin(Http http, String path) {
        return http.send(http.request(path)
                .setHeader("x-api-key", "sk-ant-admin01-x")
                .GET()
                .build());
    }

    @Test
    void theAdminSeesEveryGroupAndWhichModelsItHas() {
        try (ClaudeSimulator sim = quiet().start()) {
            Http http = new Http(sim.baseUrl());
            JsonNode all = admin(http, "/v1/organizations/rate_limits").json();
            assertThat(all.path("data").findValuesAsText("group_type")).contains("model_group", "batch", "token_count");
            assertThat(all.path("next_page").isNull()).isTrue();
            JsonNode one = admin(http, "/v1/organizations/rate_limits?model=claude-opus-4-5")
                    .json();
            assertThat(one.path("data")).hasSize(1);
            assertThat(one.at("/data/0/models").toString()).contains("claude-opus-4-8", "claude-opus-4-5-20251101");
            assertThat(one.at("/data/0/limits/1/type").asText()).isEqualTo("input_tokens_per_minute");
            assertThat(one.at("/data/0/limits/1/value").asInt()).isEqualTo(2_000_000);
            assertThat(admin(http, "/v1/organizations/rate_limits?model=nonesuch")
                            .status())
                    .isEqualTo(404);
            assertThat(admin(http, "/v1/organizations/rate_limits?group_type=batch")
                            .json()
                            .toString())
                    .contains("enqueued_batch_requests");
            Answer refused = http.get("/v1/organizations/rate_limits");
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.json().at("/error/type").asText()).isEqualTo("permission_error");
            assertThat(admin(http, "/v1/organizations/rate_limits").header("anthropic-workspace-id"))
                    .isNull();
        }
    }

    @Test
    void outputIsAsLongAsAsked() {
        try (ClaudeSimulator sim = quiet().start()) {
            Http http = new Http(sim.baseUrl());
            Answer answer = http.send(http.request("/v1/messages")
                    .header("x-simulator-output-tokens", "777")
                    .POST(BodyPublishers.ofString(Http.message("claude-haiku-4-5", 2_000, "Hello")))
                    .build());
            assertThat(answer.json().at("/usage/output_tokens").asInt()).isEqualTo(777);
        }
    }

    @Test
    void packedBodiesAreUnpacked() throws IOException {
        try (ClaudeSimulator sim = quiet().start()) {
            Http http = new Http(sim.baseUrl());
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write(hello("claude-haiku-4-5").getBytes(StandardCharsets.UTF_8));
            }
            assertThat(encoded(http, "gzip", packed.toByteArray()).status()).isEqualTo(200);
            assertThat(encoded(http, "br", packed.toByteArray())
                            .json()
                            .at("/error/details/error_code")
                            .asText())
                    .isEqualTo("request_body_encoding_unsupported");
            assertThat(encoded(http, "gzip", new byte[] {1, 2})
                            .json()
                            .at("/error/details/error_code")
                            .asText())
                    .isEqualTo("request_body_encoding_invalid");
            ByteArrayOutputStream bomb = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
                for (int i = 0; i < 33; i++) {
                    gzip.write(new byte[1 << 20]);
                }
            }
            Answer large = encoded(http, "gzip", bomb.toByteArray());
            assertThat(large.status()).isEqualTo(413);
            assertThat(large.json().at("/error/details/error_code").asText())
                    .isEqualTo("request_body_too_large_after_decoding");
        }
    }

    private static Answer encoded(Http http, String encoding, byte[] body) {
        return http.send(http.request("/v1/messages")
                .header("content-encoding", encoding)
                .POST(BodyPublishers.ofByteArray(body))
                .build());
    }

    @Test
    void anotherMethodIsNotAllowed() {
        try (ClaudeSimulator sim = quiet().start()) {
            assertThat(new Http(sim.baseUrl()).get("/v1/messages").status()).isEqualTo(405);
        }
    }

    @Test
    void afterAnUnknownModelComesNothing() {
        try (ClaudeSimulator sim = quiet().start()) {
            JsonNode page = new Http(sim.baseUrl())
                    .get("/v1/models?after_id=claude-nobody")
                    .json();
            assertThat(page.path("data")).isEmpty();
            assertThat(page.path("has_more").asBoolean()).isFalse();
        }
    }
}
