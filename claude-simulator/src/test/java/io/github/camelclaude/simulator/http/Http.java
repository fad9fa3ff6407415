/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelclaude.simulator.ClaudeSimulator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;

/** A plain HTTP client that says what it means. */
public final class Http {

    public static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String baseUrl;

    public Http(String baseUrl) {
        this.baseUrl = baseUrl;
    }

    public static String message(String model, int maxTokens, String text) {
        return JSON.createObjectNode()
                .put("model", model)
                .put("max_tokens", maxTokens)
                .set(
                        "messages",
                        JSON.createArrayNode()
                                .add(JSON.createObjectNode().put("role", "user").put("content", text)))
                .toString();
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(baseUrl + path))
                .header("x-api-key", "test-key")
                .header("anthropic-version", "2023-06-01")
                .header("content-type", "application/json");
    }

    public Answer post(String path, String body) {
        return send(request(path).POST(BodyPublishers.ofString(body)).build());
    }

    public Answer messages(String body) {
        return post("/v1/messages", body);
    }

    public Answer get(String path) {
        return send(request(path).GET().build());
    }

    public Answer send(HttpRequest request) {
        try {
            return new Answer(CLIENT.send(request, BodyHandlers.ofString()));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Waits until so many requests are being answered; patience is long, so that a slow machine is no reason to fail. */
    public static void awaitRunning(ClaudeSimulator simulator, long running) {
        long patience = System.nanoTime() + 60_000_000_000L;
        while (simulator.accounting().running() != running) {
            if (System.nanoTime() > patience) {
                throw new AssertionError("Expected " + running + " running, but there are "
                        + simulator.accounting().running());
            }
            Thread.onSpinWait();
        }
    }

    public CompletableFuture<HttpResponse<String>> sendAsync(HttpRequest request) {
        return CLIENT.sendAsync(request, BodyHandlers.ofString());
    }

    /** What came back. */
    public record Answer(HttpResponse<String> response) {

        public int status() {
            return response.statusCode();
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }

        public String body() {
            return response.body();
        }

        public JsonNode json() {
            try {
                return JSON.readTree(response.body());
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(response.body(), e);
            }
        }

        public String errorMessage() {
            return json().path("error").path("message").asText();
        }

        public String text() {
            return json().path("content").path(0).path("text").asText();
        }
    }
}
