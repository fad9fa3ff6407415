/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.auth.oauth2.GoogleCredentials;
import io.github.camelclaude.resilience.ClaudeException;
import io.github.camelclaude.resilience.ErrorClass;
import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.fault.Fault;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/** Bedrock and Vertex AI, as the simulator has them. */
class CloudsTest extends CloudTestSupport {

    private final ClaudeSimulator simulator = ClaudeSimulator.builder()
            .port(0)
            .tier("scale")
            .latency(Duration.ofMillis(1))
            .start();

    @AfterEach
    void close() {
        simulator.close();
    }

    private BackendSettings bedrock(Object credentials, ApiKey key) {
        return bedrock(simulator.bedrockUrl("eu-central-1"), credentials, key);
    }

    private BackendSettings vertex() {
        return vertex(simulator.vertexUrl(), GoogleCredentials.create(token("token")));
    }

    private Backend named(String cloud) {
        return backend(cloud.equals("vertex") ? vertex() : bedrock(AwsBasicCredentials.create("id", "secret"), null));
    }

    private static ClaudeException failure(Backend backend) {
        return failure(backend.send(request(), LONG));
    }

    @ParameterizedTest
    @CsvSource({"bedrock", "vertex"})
    void a_call_is_answered_with_its_usage(String cloud) {
        BackendAnswer answer =
                named(cloud).send(request(), LONG).toCompletableFuture().join();

        assertThat(answer.message().usage().inputTokens()).isPositive();
        assertThat(answer.message().content()).isNotEmpty();
    }

    @Test
    void bedrock_takes_a_bearer_token_too() {
        assertThat(backend(bedrock(null, ApiKey.of("token")))
                        .send(request(), LONG)
                        .toCompletableFuture()
                        .join()
                        .message()
                        .content())
                .isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"bedrock", "vertex"})
    void a_stream_comes_in_the_same_events_everywhere(String cloud) {
        List<String> types = new ArrayList<>();
        try (BackendStream events =
                named(cloud).stream(request(), LONG).toCompletableFuture().join()) {
            events.forEachRemaining(event -> types.add(event.type()));
        }

        assertThat(types).startsWith("message_start", "content_block_start").endsWith("message_stop");
    }

    @ParameterizedTest
    @CsvSource({
        "bedrock,RATE_LIMIT,BUCKET,ThrottlingException",
        "bedrock,MODEL_NOT_READY,OVERLOADED,ModelNotReadyException",
        "bedrock,UNAVAILABLE,OVERLOADED,ServiceUnavailableException",
        "bedrock,OVERLOADED,OVERLOADED,ServiceUnavailableException",
        "bedrock,TIMEOUT,SERVER,ModelTimeoutException",
        "bedrock,SERVER_ERROR,SERVER,InternalServerException",
        "bedrock,SPEND_CAP,SPEND_CAP,ServiceQuotaExceededException",
        "bedrock,PERMISSION,AUTH,AccessDeniedException",
        "vertex,RATE_LIMIT,BUCKET,RESOURCE_EXHAUSTED",
        "vertex,UNAVAILABLE,OVERLOADED,UNAVAILABLE",
        "vertex,TIMEOUT,SERVER,DEADLINE_EXCEEDED",
        "vertex,PERMISSION,AUTH,PERMISSION_DENIED"
    })
    void failures_have_the_same_classes_everywhere(String cloud, Fault fault, ErrorClass expected, String code) {
        simulator.injectNext(fault);

        ClaudeException failure = failure(named(cloud));

        assertThat(failure.errorClass()).isEqualTo(expected);
        assertThat(failure)
                .hasMessageStartingWith(
                        cloud.equals("vertex")
                                ? "Backend gcp (Vertex AI europe-west1) answered "
                                : "Backend eu (Bedrock eu-central-1) answered ")
                .hasMessageContaining(code);
        assertThat(failure.requestId()).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"bedrock", "vertex"})
    void a_connection_that_breaks_is_the_network(String cloud) {
        simulator.injectNext(Fault.CUT_BEFORE_BODY);

        assertThat(failure(named(cloud)).errorClass()).isEqualTo(ErrorClass.NETWORK);
    }

    @ParameterizedTest
    @CsvSource({"bedrock", "vertex"})
    void a_stream_that_breaks_fails_in_our_words(String cloud) {
        simulator.injectNext(Fault.CUT_INSIDE_STREAM);
        try (BackendStream events =
                named(cloud).stream(request(), LONG).toCompletableFuture().join()) {
            assertThatThrownBy(() -> events.forEachRemaining(event -> {})).isInstanceOf(ClaudeException.class);
        }
    }

    @Test
    void vertex_counts_tokens_and_bedrock_says_that_it_does_not() {
        assertThat(named("vertex")
                        .countTokens(request(), LONG)
                        .toCompletableFuture()
                        .join()
                        .inputTokens())
                .isPositive();
        CompletionStage<?> refused = named("bedrock").countTokens(request(), LONG);
        assertThat(failure(refused)).hasMessageContaining("Bedrock (backend eu) has no count-tokens");
    }

    @Test
    void credentials_of_another_kind_are_refused_by_name() {
        assertThatThrownBy(() -> backend(bedrock("secret", null)))
                .hasMessageContaining("backends[eu].credentials is a java.lang.String")
                .hasMessageNotContaining("secret");
    }

    @Test
    void a_missing_jar_is_named() {
        ClassLoader empty = new URLClassLoader(new URL[0], ClassLoader.getPlatformClassLoader());

        assertThatThrownBy(() -> Platforms.of(vertex(), new SpokenName("Claude"), empty))
                .hasMessageContaining("com.anthropic:anthropic-java-vertex, which is not on the class path");
    }

    @Test
    void settings_do_not_show_credentials() {
        assertThat(bedrock("secret", ApiKey.of("key"))).hasToString("bedrock-runtime backend eu");
    }
}
