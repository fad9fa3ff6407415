/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.http.Http.Answer;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests as other clients than the official ones send them. */
class StrangeRequestsTest {

    private final ClaudeSimulator sim =
            ClaudeSimulator.builder().latency(Duration.ZERO).start();
    private final Http http = new Http(sim.baseUrl());

    @AfterEach
    void stop() {
        sim.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=x",
                "multipart/form-data",
                "text/plain"
            })
    void aBodyIsReadAsJsonWhateverItIsCalled(String contentType) {
        String text = "&& = % + a=b ".repeat(2_000);
        Answer answer = http.send(HttpRequest.newBuilder(URI.create(sim.baseUrl() + "/v1/messages"))
                .header("x-api-key", "any")
                .header("anthropic-version", "2023-06-01")
                .header("content-type", contentType)
                .POST(BodyPublishers.ofString(Http.message("claude-opus-5", 50, text)))
                .build());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /v1/models/%zz", "GET /v1/models?limit=%zz", "POST /v1/messages?beta=%"})
    void anAddressThatCannotBeReadIsTheCallersFault(String line) throws IOException {
        String answer = raw(line + " HTTP/1.1\r\nHost: x\r\nx-api-key: k\r\nanthropic-version: 2023-06-01\r\n"
                + "Content-Length: 0\r\nConnection: close\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 400")
                .contains("request-id: req_")
                .contains("\"type\":\"invalid_request_error\"");
    }

    @Test
    void withoutAHostTheResultsAreWhereTheSimulatorListens() throws IOException {
        String body = "{\"requests\":[{\"custom_id\":\"a\",\"params\":{}}]}";
        raw("POST /v1/messages/batches HTTP/1.0\r\nx-api-key: k\r\nanthropic-version: 2023-06-01\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body);
        sim.advance(Duration.ofMinutes(1));
        String list = raw("GET /v1/messages/batches HTTP/1.0\r\nx-api-key: k\r\nanthropic-version: 2023-06-01\r\n\r\n");
        assertThat(list).contains("\"results_url\":\"" + sim.baseUrl() + "/v1/messages/batches/");
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", sim.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
