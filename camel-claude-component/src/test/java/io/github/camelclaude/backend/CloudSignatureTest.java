/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import io.github.camelclaude.resilience.ClaudeException;
import io.github.camelclaude.resilience.ErrorClass;
import io.github.camelclaude.simulator.ClaudeSimulator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/** What is signed for Bedrock is the request, all of it. */
class CloudSignatureTest extends CloudTestSupport {

    private static ClaudeSimulator simulator() {
        return ClaudeSimulator.builder()
                .port(0)
                .latency(Duration.ZERO)
                .awsSecret("id", "secret")
                .start();
    }

    private Backend signing(String url, String secret) {
        return backend(bedrock(url, AwsBasicCredentials.create("id", secret), null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"claude-haiku-5-5", "claude-opus-4-6", "claude-sonnet-4-5-20250929"})
    void bedrock_finds_the_signature_right_over_the_path_and_the_body(String model) {
        try (ClaudeSimulator simulator = simulator()) {
            Backend backend = signing(simulator.bedrockUrl("eu-central-1"), "secret");

            assertThat(backend.send(request(model), LONG)
                            .toCompletableFuture()
                            .join()
                            .message()
                            .content())
                    .isNotEmpty();
            try (BackendStream events =
                    backend.stream(request(model), LONG).toCompletableFuture().join()) {
                assertThat(events.next().type()).isEqualTo("message_start");
            }
        }
    }

    @Test
    void a_wrong_secret_is_refused() {
        try (ClaudeSimulator simulator = simulator()) {
            ClaudeException failure = failure(
                    signing(simulator.bedrockUrl("eu-central-1"), "another").send(request(), LONG));

            assertThat(failure.errorClass()).isEqualTo(ErrorClass.AUTH);
            assertThat(failure).hasMessageContaining("answered 403").hasMessageContaining("signature we calculated");
        }
    }

    @Test
    void requests_that_differ_in_nothing_but_the_model_have_signatures_of_their_own() throws Exception {
        List<Headers> seen = new CopyOnWriteArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            seen.add(exchange.getRequestHeaders());
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(500, -1);
        });
        server.start();
        try {
            Backend backend = signing("http://127.0.0.1:" + server.getAddress().getPort(), "secret");
            do {
                seen.clear();
                failure(backend.send(request("claude-haiku-5-5"), LONG));
                failure(backend.send(request("claude-opus-5-5"), LONG));
            } while (!seen.get(0).getFirst("x-amz-date").equals(seen.get(1).getFirst("x-amz-date")));

            assertThat(seen.get(0).getFirst("authorization"))
                    .startsWith("AWS4-HMAC-SHA256 Credential=id/")
                    .isNotEqualTo(seen.get(1).getFirst("authorization"));
        } finally {
            server.stop(0);
        }
    }
}
