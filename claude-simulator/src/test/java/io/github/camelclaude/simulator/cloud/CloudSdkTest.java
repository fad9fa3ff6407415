/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.anthropic.backends.Backend;
import com.anthropic.bedrock.backends.BedrockBackend;
import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpResponse;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.errors.RateLimitException;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.vertex.backends.VertexBackend;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.limit.Limits;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.regions.Region;

/** The official SDK's backends for the clouds against the simulator. */
class CloudSdkTest {

    private static final String TEXT = "The bank closed my account and kept the money";
    private ClaudeSimulator sim;

    @BeforeEach
    void start() {
        sim = ClaudeSimulator.builder()
                .latency(Duration.ZERO)
                .standingClock(Instant.parse("2026-11-24T00:00:00Z"))
                .clouds(new CloudQuotas(
                        new Limits(100, Limits.UNLIMITED, Limits.UNLIMITED, 5_000, Limits.UNLIMITED),
                        Limits.UNLIMITED,
                        1,
                        Limits.perMinute(3, 100_000, 10_000)))
                .start();
    }

    @AfterEach
    void stop() {
        sim.close();
    }

    private static MessageCreateParams params(String model, long maxTokens) {
        return MessageCreateParams.builder()
                .model(model)
                .maxTokens(maxTokens)
                .addUserMessage(TEXT)
                .build();
    }

    private AnthropicClient bedrock() {
        BedrockBackend signing = BedrockBackend.builder()
                .awsCredentials(AwsBasicCredentials.create("AKIDEXAMPLE", "secret"))
                .region(Region.EU_WEST_1)
                .build();
        return AnthropicOkHttpClient.builder()
                .backend(new Redirected(signing, sim.baseUrl()))
                .maxRetries(0)
                .build();
    }

    private AnthropicClient vertex() {
        return AnthropicOkHttpClient.builder()
                .backend(VertexBackend.builder()
                        .googleCredentials(GoogleCredentials.create(
                                new AccessToken("token", Date.from(Instant.now().plusSeconds(3_600)))))
                        .region("global")
                        .project("my-project")
                        .baseUrl(sim.vertexUrl())
                        .build())
                .maxRetries(0)
                .build();
    }

    @Test
    void bedrockAnswersASignedRequest() {
        AnthropicClient client = bedrock();
        Message message = client.messages().create(params("global.anthropic.claude-opus-5-v1:0", 200));
        assertThat(message.content().get(0).asText().text()).isEqualTo(TEXT);
        client.close();
    }

    @Test
    void bedrockStreamsInBinaryFramesThatTheSdkReads() {
        AnthropicClient client = bedrock();
        StringBuilder text = new StringBuilder();
        try (StreamResponse<RawMessageStreamEvent> stream =
                client.messages().createStreaming(params("global.anthropic.claude-opus-5-v1:0", 200))) {
            List<RawMessageStreamEvent> events = stream.stream().toList();
            assertThat(events.get(0).isMessageStart()).isTrue();
            assertThat(events.get(events.size() - 1).isMessageStop()).isTrue();
            events.forEach(event -> event.contentBlockDelta()
                    .flatMap(delta -> delta.delta().text())
                    .ifPresent(delta -> text.append(delta.text())));
        }
        assertThat(text).hasToString(TEXT);
        client.close();
    }

    @Test
    void bedrockHoldsTheMostOutputFromTheStartAndGivesItBackAtTheEnd() {
        AnthropicClient client = bedrock();
        RateLimitException tooMuch = catchThrowableOfType(
                RateLimitException.class,
                () -> client.messages().create(params("global.anthropic.claude-opus-5-v1:0", 5_000)));
        assertThat(tooMuch.headers().values("x-amzn-errortype")).containsExactly("ThrottlingException");
        assertThat(tooMuch.headers().values("retry-after")).isEmpty();
        for (int i = 0; i < 10; i++) {
            client.messages().create(params("global.anthropic.claude-opus-5-v1:0", 4_000));
        }
        assertThat(sim.accounting().totals().answered()).isEqualTo(10);
        client.close();
    }

    @Test
    void vertexAnswersStreamsAndCounts() {
        AnthropicClient client = vertex();
        Message message = client.messages().create(params("claude-opus-5", 200));
        assertThat(message.content().get(0).asText().text()).isEqualTo(TEXT);
        try (StreamResponse<RawMessageStreamEvent> stream =
                client.messages().createStreaming(params("claude-opus-5", 200))) {
            assertThat(stream.stream().filter(RawMessageStreamEvent::isMessageStop))
                    .hasSize(1);
        }
        long counted = client.messages()
                .countTokens(MessageCountTokensParams.builder()
                        .model("claude-opus-5")
                        .addUserMessage(TEXT)
                        .build())
                .inputTokens();
        assertThat(counted).isEqualTo(message.usage().inputTokens());
        client.close();
    }

    @Test
    void vertexRefusesInGooglesShapeAndSharesALineageAtTheGlobalEndpoint() {
        AnthropicClient client = vertex();
        client.messages().create(params("claude-opus-5", 200));
        client.messages().create(params("claude-opus-5-5", 200));
        client.messages().create(params("claude-opus-5", 200));
        RateLimitException refused = catchThrowableOfType(
                RateLimitException.class, () -> client.messages().create(params("claude-opus-5-5", 200)));
        assertThat(refused.headers().values("retry-after")).isEmpty();
        assertThat(refused.body().toString()).contains("RESOURCE_EXHAUSTED");
        client.messages().create(params("claude-sonnet-5", 200));
        client.messages().create(params("claude-opus-4-5", 200));
        client.close();
    }

    /** Bedrock's backend knows only Amazon's own addresses. */
    private record Redirected(BedrockBackend signing, String baseUrl) implements Backend {

        @Override
        public HttpRequest prepareRequest(HttpRequest request) {
            return signing.prepareRequest(request);
        }

        @Override
        public HttpRequest authorizeRequest(HttpRequest request) {
            return signing.authorizeRequest(request);
        }

        @Override
        public HttpResponse prepareResponse(HttpResponse response) {
            return signing.prepareResponse(response);
        }

        @Override
        public void close() {
            signing.close();
        }
    }
}
