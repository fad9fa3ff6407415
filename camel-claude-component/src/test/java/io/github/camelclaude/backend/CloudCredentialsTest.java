/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import io.github.camelclaude.resilience.ClaudeException;
import io.github.camelclaude.resilience.ClaudeTransportException;
import io.github.camelclaude.resilience.ErrorClass;
import io.github.camelclaude.simulator.ClaudeSimulator;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Who calls does not wait for credentials, and is told why there are none. */
class CloudCredentialsTest extends CloudTestSupport {

    private final ClaudeSimulator simulator = ClaudeSimulator.builder()
            .port(0)
            .tier("scale")
            .latency(Duration.ZERO)
            .key("old", "wrkspc_1")
            .key("new", "wrkspc_1")
            .awsSecret("id", "secret")
            .start();
    private final CountDownLatch given = new CountDownLatch(1);
    private final Queue<Thread> askedBy = new ConcurrentLinkedQueue<>();

    @AfterEach
    void stop() {
        given.countDown();
        simulator.close();
    }

    /** Credentials that come when they are given, or fail. */
    private final class Google extends GoogleCredentials {

        private static final long serialVersionUID = 1L;
        private final transient Callable<AccessToken> source;

        Google(Callable<AccessToken> source) {
            this.source = source;
        }

        @Override
        public AccessToken refreshAccessToken() throws IOException {
            try {
                return source.call();
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
    }

    private Backend slow(String cloud) {
        if (cloud.equals("vertex")) {
            return backend(vertex(simulator.vertexUrl(), new Google(() -> {
                awaitGiven();
                return token("new");
            })));
        }
        AwsCredentialsProvider provider = () -> {
            awaitGiven();
            return AwsBasicCredentials.create("id", "secret");
        };
        return backend(bedrock(simulator.bedrockUrl("eu-central-1"), provider, null));
    }

    private void awaitGiven() {
        askedBy.add(Thread.currentThread());
        try {
            given.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private Backend failing(String cloud, Exception failure) {
        if (cloud.equals("vertex")) {
            return backend(vertex(simulator.vertexUrl(), new Google(() -> {
                throw failure;
            })));
        }
        AwsCredentialsProvider provider = () -> {
            throw SdkClientException.create(failure.getMessage(), failure.getCause());
        };
        return backend(bedrock(simulator.bedrockUrl("eu-central-1"), provider, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bedrock", "vertex"})
    void who_calls_does_not_wait_for_credentials(String cloud) {
        CompletableFuture<BackendAnswer> call =
                slow(cloud).send(request(), LONG).toCompletableFuture();

        await().until(() -> !askedBy.isEmpty());
        assertThat(call).isNotDone();
        assertThat(askedBy).doesNotContain(Thread.currentThread());
        given.countDown();
        assertThat(call.join().message().content()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bedrock", "vertex"})
    void the_time_of_an_attempt_holds_for_its_credentials_too(String cloud) {
        ClaudeException failure = failure(slow(cloud).send(request(), Duration.ofMillis(100)));

        assertThat(failure.errorClass()).isEqualTo(ErrorClass.TIMEOUT);
        assertThat(failure).hasMessageContaining("got no credentials in time. Nothing was sent");
        assertThat(((ClaudeTransportException) failure).isUnsent()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bedrock", "vertex"})
    void what_is_cancelled_while_it_waits_for_credentials_is_never_sent(String cloud) {
        Backend backend = slow(cloud);
        CompletableFuture<BackendAnswer> cancelled =
                backend.send(request(), LONG).toCompletableFuture();
        await().until(() -> !askedBy.isEmpty());

        cancelled.cancel(true);
        given.countDown();

        assertThat(backend.send(request(), LONG)
                        .toCompletableFuture()
                        .join()
                        .message()
                        .content())
                .isNotEmpty();
        assertThat(simulator.accounting().totals().arrived()).isEqualTo(1);
    }

    @Test
    void calls_that_wait_for_the_credentials_of_a_backend_take_one_thread_of_all() {
        Backend backend = slow("bedrock");
        List<CompletableFuture<BackendAnswer>> calls = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            calls.add(backend.send(request(), LONG).toCompletableFuture());
        }

        await().until(() -> !askedBy.isEmpty());
        assertThat(askedBy).hasSize(1);
        given.countDown();
        assertThat(calls)
                .allSatisfy(call -> assertThat(call.join().message().content()).isNotEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"bedrock", "vertex"})
    void credentials_that_can_not_be_had_are_a_matter_of_who_may_what(String cloud) {
        ClaudeException failure = failure(failing(cloud, new IOException("no role here\nand a long answer"))
                .send(request(), LONG));

        assertThat(failure.errorClass()).isEqualTo(ErrorClass.AUTH);
        assertThat(failure)
                .hasMessageContaining(
                        cloud.equals("vertex")
                                ? "Backend gcp (Vertex AI europe-west1)"
                                : "Backend eu (Bedrock eu-central-1)")
                .hasMessageContaining("has no credentials: ")
                .hasMessageContaining("no role here")
                .hasMessageContaining("Nothing was sent; check the bean backends[")
                .hasMessageNotContaining("long answer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bedrock", "vertex"})
    void a_server_of_tokens_that_is_away_may_come_back(String cloud) {
        ClaudeException failure = failure(failing(cloud, new IOException("no token", new ConnectException("refused")))
                .send(request(), LONG));

        assertThat(failure.errorClass()).isEqualTo(ErrorClass.NETWORK);
        assertThat(((ClaudeTransportException) failure).isUnsent()).isTrue();
        assertThat(failure).hasMessageContaining("has no credentials: ");
    }

    @Test
    void a_key_for_bedrock_is_read_at_each_attempt() {
        AtomicReference<String> key = new AtomicReference<>("revoked");
        Backend backend = backend(bedrock(simulator.bedrockUrl("eu-central-1"), null, ApiKey.from(key::get)));

        assertThat(failure(backend.send(request(), LONG)).errorClass()).isEqualTo(ErrorClass.AUTH);
        key.set("new");

        assertThat(backend.send(request(), LONG)
                        .toCompletableFuture()
                        .join()
                        .message()
                        .content())
                .isNotEmpty();
    }
}
