/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.auth.oauth2.GoogleCredentials;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.camelclaude.resilience.ClaudeException;
import io.github.camelclaude.resilience.ErrorClass;
import io.github.camelclaude.simulator.cloud.EventStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/** Errors inside streams that began with 200, byte by byte. */
class CloudStreamErrorsTest extends CloudTestSupport {

    private static final byte[] START = EventStream.chunk(
            ("{\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"x\","
                            + "\"content\":[],\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}}")
                    .getBytes(StandardCharsets.UTF_8));

    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private interface Answer {
        void write(HttpExchange exchange) throws IOException;
    }

    private String serving(String type, Answer answer) {
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("content-type", type);
            exchange.getResponseHeaders().set("x-amzn-requestid", "id-of-amazon");
            answer.write(exchange);
        });
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private Backend bedrockSaying(byte[]... frames) {
        return backend(bedrock(
                serving("application/vnd.amazon.eventstream", exchange -> {
                    exchange.getResponseHeaders().set("x-amzn-bedrock-content-type", "application/json");
                    dribble(exchange, frames);
                }),
                AwsBasicCredentials.create("id", "secret"),
                null));
    }

    private static void dribble(HttpExchange exchange, byte[]... parts) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        for (byte[] part : parts) {
            for (byte single : part) {
                exchange.getResponseBody().write(single);
                exchange.getResponseBody().flush();
            }
        }
        exchange.close();
    }

    private static byte[] exception(String type) {
        Map<String, HeaderValue> headers = new LinkedHashMap<>();
        headers.put(":attempt", HeaderValue.fromInteger(1));
        headers.put(":exception-type", HeaderValue.fromString(type));
        headers.put(":content-type", HeaderValue.fromString("application/json"));
        headers.put(":message-type", HeaderValue.fromString("exception"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new Message(headers, "{\"message\":\"not now\"}".getBytes(StandardCharsets.UTF_8)).encode(out);
        return out.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({
        "throttlingException,BUCKET,429",
        "modelNotReadyException,OVERLOADED,429",
        "serviceUnavailableException,OVERLOADED,503",
        "internalServerException,SERVER,500",
        "modelStreamErrorException,SERVER,424",
        "modelTimeoutException,SERVER,408",
        "validationException,INVALID,400",
        "accessDeniedException,AUTH,403",
        "somethingElse,SERVER,500"
    })
    void an_exception_of_bedrock_has_its_class_as_first_event_and_later(String type, ErrorClass expected, int status) {
        Backend backend = bedrockSaying(exception(type));
        ClaudeException first = failure(backend.stream(request(), LONG));
        assertThat(first.errorClass()).isEqualTo(expected);
        assertThat(first.statusCode()).hasValue(status);
        assertThat(first.requestId()).hasValue("id-of-amazon");
        assertThat(first)
                .hasMessageStartingWith("Backend eu (Bedrock eu-central-1) answered " + status)
                .hasMessageContaining("not now");
        server.removeContext("/");

        BackendStream events = bedrockSaying(START, exception(type)).stream(request(), LONG)
                .toCompletableFuture()
                .join();
        assertThat(events.next().type()).isEqualTo("message_start");
        ClaudeException later = catchThrowableOfType(ClaudeException.class, events::hasNext);
        assertThat(later.errorClass()).isEqualTo(expected);
        assertThat(later.requestId()).hasValue("id-of-amazon");
    }

    @Test
    void an_error_of_the_model_in_a_chunk_of_bedrocks_is_one_too() {
        byte[] error = EventStream.chunk(
                "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}"
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(failure(bedrockSaying(error).stream(request(), LONG)).errorClass())
                .isEqualTo(ErrorClass.OVERLOADED);
    }

    @ParameterizedTest
    @CsvSource({"overloaded_error,OVERLOADED", "rate_limit_error,BUCKET", "api_error,SERVER"})
    void an_error_as_first_event_of_text_is_a_refusal(String type, ErrorClass expected) {
        String text = ": a comment\r\n\r\nevent: error\r\ndata: {\"type\":\"error\",\"error\":{\"type\":\"" + type
                + "\",\"message\":\"not now\"}}\r\n\r\n";
        Backend backend = backend(vertex(
                serving(
                        "text/event-stream; charset=utf-8",
                        exchange -> dribble(exchange, text.getBytes(StandardCharsets.UTF_8))),
                GoogleCredentials.create(token("token"))));

        ClaudeException failure = failure(backend.stream(request(), LONG));

        assertThat(failure.errorClass()).isEqualTo(expected);
        assertThat(failure).hasMessageContaining("Backend gcp (Vertex AI europe-west1) answered");
    }

    @Test
    void a_stream_that_ends_before_its_first_event_ends_when_it_is_read() {
        try (BackendStream events =
                bedrockSaying().stream(request(), LONG).toCompletableFuture().join()) {
            assertThat(events.hasNext()).isFalse();
        }
    }

    @Test
    void a_response_that_can_not_be_read_is_closed() throws Exception {
        CompletableFuture<IOException> closed = new CompletableFuture<>();
        Backend backend = backend(bedrock(
                serving("application/vnd.amazon.eventstream", exchange -> {
                    exchange.getResponseHeaders().set("x-amzn-bedrock-content-type", "text/plain");
                    exchange.sendResponseHeaders(200, 0);
                    try {
                        while (true) {
                            exchange.getResponseBody().write(START);
                            exchange.getResponseBody().flush();
                        }
                    } catch (IOException e) {
                        closed.complete(e);
                    }
                }),
                AwsBasicCredentials.create("id", "secret"),
                null));

        ClaudeException failure = failure(backend.stream(request(), LONG));

        assertThat(failure.errorClass()).isEqualTo(ErrorClass.SERVER);
        assertThat(closed.get(1, TimeUnit.MINUTES)).isNotNull();
    }
}
