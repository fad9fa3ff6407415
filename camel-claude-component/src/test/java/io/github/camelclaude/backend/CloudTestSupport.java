/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import io.github.camelclaude.resilience.ClaudeException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;

/** Backends on Bedrock and Vertex AI, wherever those are. */
abstract class CloudTestSupport {

    static final Duration LONG = Duration.ofMinutes(1);

    final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Backend> open = new ArrayList<>();

    @AfterEach
    void closeBackends() {
        open.forEach(Backend::close);
        threads.shutdownNow();
    }

    Backend backend(BackendSettings settings) {
        Backend backend = new AnthropicApi(settings, new TransportSettings(null, null), threads, threads, threads);
        open.add(backend);
        return backend;
    }

    static BackendSettings bedrock(String url, Object credentials, ApiKey key) {
        return new BackendSettings(
                "eu",
                "bedrock-runtime",
                URI.create(url),
                key,
                "bedrock-2023-05-31",
                "eu-central-1",
                null,
                "eu",
                credentials,
                Map.of());
    }

    static BackendSettings vertex(String url, GoogleCredentials credentials) {
        return new BackendSettings(
                "gcp",
                "vertex",
                URI.create(url),
                null,
                "vertex-2023-10-16",
                "europe-west1",
                "project-1",
                null,
                credentials,
                Map.of());
    }

    static AccessToken token(String value) {
        return new AccessToken(value, new Date(System.currentTimeMillis() + 3_600_000));
    }

    static ClaudeRequest request() {
        return request("claude-haiku-5-5");
    }

    static ClaudeRequest request(String model) {
        return new ClaudeRequest(Map.of(
                "model", model, "max_tokens", 100, "messages", List.of(Map.of("role", "user", "content", "Hello"))));
    }

    static ClaudeException failure(CompletionStage<?> call) {
        try {
            call.toCompletableFuture().join();
        } catch (CompletionException e) {
            return (ClaudeException) e.getCause();
        }
        throw new AssertionError("it was answered");
    }
}
