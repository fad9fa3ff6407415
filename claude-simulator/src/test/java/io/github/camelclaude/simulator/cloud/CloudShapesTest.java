/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.fault.Fault;
import io.github.camelclaude.simulator.http.Http;
import io.github.camelclaude.simulator.http.Http.Answer;
import io.github.camelclaude.simulator.limit.Limits;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.eventstream.Message;

class CloudShapesTest {

    private static final String BODY =
            "{\"anthropic_version\":\"bedrock-2023-05-31\",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"Hello there\"}]}";
    private static final String INVOKE = "/model/anthropic.claude-opus-5/invoke";
    private ClaudeSimulator sim;
    private Http http;

    @BeforeEach
    void start() {
        sim = ClaudeSimulator.builder()
                .latency(Duration.ZERO)
                .standingClock(Instant.parse("2026-11-24T00:00:00Z"))
                .clouds(new CloudQuotas(
                        new Limits(4, Limits.UNLIMITED, Limits.UNLIMITED, 100_000, Limits.UNLIMITED),
                        1_000,
                        5,
                        Limits.perMinute(3, 100_000, 10_000)))
                .start();
        http = new Http(sim.baseUrl());
    }

    @AfterEach
    void stop() {
        sim.close();
    }

    private Answer bedrock(String path, String body) {
        return http.send(HttpRequest.newBuilder(URI.create(sim.baseUrl() + path))
                .header("authorization", "Bearer bedrock-key")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    @Test
    void bedrockAnswersWithItsOwnHeadersAndNoLimits() {
        Answer answer = bedrock(INVOKE, BODY);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("Hello there");
        assertThat(answer.header("x-amzn-requestid")).hasSize(36);
        assertThat(answer.header("x-amzn-bedrock-output-token-count"))
                .isEqualTo(answer.json().at("/usage/output_tokens").asText());
        assertThat(answer.header("anthropic-ratelimit-requests-limit")).isNull();
        assertThat(answer.header("x-claude-simulator")).isEqualTo("true");
    }

    @Test
    void regionsDoNotShareAndTheDayIsCounted() {
        for (int i = 0; i < 4; i++) {
            assertThat(bedrock("/bedrock/us-east-1" + INVOKE, BODY).status()).isEqualTo(200);
        }
        Answer refused = bedrock("/bedrock/us-east-1" + INVOKE, BODY);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.header("x-amzn-errortype")).isEqualTo("ThrottlingException");
        assertThat(refused.json().path("message").asText())
                .isEqualTo("Too many requests, please wait before trying again.");
        assertThat(sim.bedrockUrl("eu-west-1")).isEqualTo(sim.baseUrl() + "/bedrock/eu-west-1");
        assertThat(bedrock("/bedrock/eu-west-1" + INVOKE, BODY).status()).isEqualTo(200);
        sim.advance(Duration.ofMinutes(1));
        Answer day = null;
        for (int i = 0; i < 20 && (day == null || day.status() == 200); i++) {
            sim.advance(Duration.ofMinutes(1));
            day = bedrock("/bedrock/us-east-1" + INVOKE, BODY);
        }
        assertThat(day.json().path("message").asText()).startsWith("Too many tokens per day");
        sim.advance(Duration.ofDays(1));
        assertThat(bedrock("/bedrock/us-east-1" + INVOKE, BODY).status()).isEqualTo(200);
    }

    @Test
    void bedrockRefusesInAmazonsShape() {
        Answer unsigned = http.send(HttpRequest.newBuilder(URI.create(sim.baseUrl() + INVOKE))
                .POST(BodyPublishers.ofString(BODY))
                .build());
        assertThat(unsigned.status()).isEqualTo(403);
        Answer unversioned = bedrock(INVOKE, BODY.replace("\"anthropic_version\":\"bedrock-2023-05-31\",", ""));
        assertThat(unversioned.status()).isEqualTo(400);
        assertThat(unversioned.header("x-amzn-errortype")).isEqualTo("ValidationException");
        assertThat(unversioned.json().path("message").asText()).isEqualTo("anthropic_version: Field required");
        assertThat(bedrock("/model/anthropic.claude-haiku-4-5-20251001-v1:0/invoke", BODY)
                        .json()
                        .path("message")
                        .asText())
                .contains("with on-demand throughput isn't supported");
        assertThat(bedrock("/model/us.anthropic.claude-haiku-4-5-20251001-v1%3A0/invoke", BODY)
                        .status())
                .isEqualTo(200);
        assertThat(bedrock("/model/nonesuch/invoke", BODY)
                        .json()
                        .path("message")
                        .asText())
                .isEqualTo("The provided model identifier is invalid.");
        assertThat(bedrock(INVOKE, BODY.replaceFirst("\\{", "{\"cache_control\":{\"type\":\"ephemeral\"},"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void bedrocksFaultsHaveTheirNames() {
        sim.injectNext(
                Fault.RATE_LIMIT_INPUT,
                Fault.MODEL_NOT_READY,
                Fault.TIMEOUT,
                Fault.OVERLOADED,
                Fault.SERVER_ERROR,
                Fault.SPEND_CAP);
        String[] types = {
            "ThrottlingException",
            "ModelNotReadyException",
            "ModelTimeoutException",
            "ServiceUnavailableException",
            "InternalServerException",
            "ServiceQuotaExceededException"
        };
        int[] statuses = {429, 429, 408, 503, 500, 400};
        for (int i = 0; i < types.length; i++) {
            Answer answer = bedrock(INVOKE, BODY);
            assertThat(answer.header("x-amzn-errortype")).isEqualTo(types[i]);
            assertThat(answer.status()).isEqualTo(statuses[i]);
        }
    }

    @Test
    void aThrottleCanComeInsideTheBinaryStream() throws Exception {
        sim.injectNext(Fault.ERROR_IN_STREAM);
        byte[] bytes = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(sim.baseUrl() + INVOKE + "-with-response-stream"))
                                .header("authorization", "Bearer bedrock-key")
                                .POST(BodyPublishers.ofString(BODY))
                                .build(),
                        BodyHandlers.ofByteArray())
                .body();
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        Message last = null;
        int chunks = 0;
        while (buffer.hasRemaining()) {
            last = Message.decode(buffer);
            chunks += last.getHeaders().get(":message-type").getString().equals("event") ? 1 : 0;
        }
        assertThat(chunks).isPositive();
        assertThat(last.getHeaders().get(":message-type").getString()).isEqualTo("exception");
        assertThat(last.getHeaders().get(":exception-type").getString()).isEqualTo("throttlingException");
    }

    @Test
    void vertexRefusesInGooglesShape() {
        String path =
                "/v1/projects/p/locations/us-east5/publishers/anthropic/models/claude-haiku-4-5@20251001:rawPredict";
        String body = BODY.replace("bedrock-2023-05-31", "vertex-2023-10-16");
        Answer answer = bedrock(path, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        Answer keyless = http.send(HttpRequest.newBuilder(URI.create(sim.baseUrl() + path))
                .POST(BodyPublishers.ofString(body))
                .build());
        assertThat(keyless.status()).isEqualTo(401);
        assertThat(keyless.json().at("/error/status").asText()).isEqualTo("UNAUTHENTICATED");
        assertThat(bedrock(path.replace("claude-haiku", "claude-nonesuch"), body)
                        .json()
                        .at("/error/status")
                        .asText())
                .isEqualTo("NOT_FOUND");
        Answer invalid = bedrock(path, body.replace("\"max_tokens\":100,", ""));
        assertThat(invalid.status()).isEqualTo(400);
        assertThat(invalid.json().at("/error/type").asText()).isEqualTo("invalid_request_error");
    }

    @Test
    void vertexCountsByLocation() {
        String path = "/v1/projects/p/locations/us-east5/publishers/anthropic/models/claude-opus-5:rawPredict";
        String body = BODY.replace("bedrock-2023-05-31", "vertex-2023-10-16");
        for (int i = 0; i < 3; i++) {
            assertThat(bedrock(path, body).status()).isEqualTo(200);
        }
        Answer refused = bedrock(path, body);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().at("/error/message").asText())
                .isEqualTo("Resource exhausted, please try again later.");
        assertThat(bedrock(path.replace("us-east5", "europe-west1"), body).status())
                .isEqualTo(200);
        sim.advance(Duration.ofSeconds(20));
        assertThat(bedrock(path, body).status()).isEqualTo(200);
    }

    @Test
    void aSignatureOfTheWrongFormIsRefused() {
        Answer answer = http.send(HttpRequest.newBuilder(URI.create(sim.baseUrl() + INVOKE))
                .header("authorization", "AWS4-HMAC-SHA256 Credential=AKID/20261124/eu-west-1/bedrock/aws4_request")
                .header("x-amz-date", "20261124T000000Z")
                .POST(BodyPublishers.ofString(BODY))
                .build());
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.json().path("message").asText()).contains("signature");
    }

    @Test
    void whatBedrocksMinuteRefusesIsNotTakenOfItsDay() {
        for (int i = 0; i < 200; i++) {
            bedrock("/bedrock/us-east-1" + INVOKE, BODY);
        }
        sim.advance(Duration.ofMinutes(1));
        assertThat(bedrock("/bedrock/us-east-1" + INVOKE, BODY).status()).isEqualTo(200);
    }
}
