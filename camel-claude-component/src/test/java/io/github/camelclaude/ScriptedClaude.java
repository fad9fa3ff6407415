/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A server on loopback that says what a test tells it to say, and remembers what it was asked. */
public final class ScriptedClaude implements AutoCloseable {

    /** What was asked: the headers and the parsed body. */
    public record Asked(Headers headers, JsonNode body) {}

    private record Reply(int status, Map<String, String> headers, String body) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Set<InetSocketAddress> clients = ConcurrentHashMap.newKeySet();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile Function<URI, Reply> reply = uri -> new Reply(200, Map.of(), message("Hello"));
    private volatile boolean cutting;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    public ScriptedClaude() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public ScriptedClaude says(String text) {
        return replies(200, Map.of("request-id", "req_1"), message(text));
    }

    public ScriptedClaude replies(int status, Map<String, String> headers, String body) {
        reply = uri -> new Reply(status, headers, body);
        return this;
    }

    /** @param bodies what to answer to which path and query */
    public ScriptedClaude repliesTo(Function<URI, String> bodies) {
        reply = uri -> new Reply(200, Map.of(), bodies.apply(uri));
        return this;
    }

    /** Closes the connection without an answer. */
    public ScriptedClaude cuts() {
        cutting = true;
        return this;
    }

    /** Answers nothing until the returned latch is counted down. */
    public CountDownLatch waits() {
        gate = new CountDownLatch(1);
        return gate;
    }

    /** How many connections were opened. */
    public int connections() {
        return clients.size();
    }

    public List<Asked> asked() {
        return asked;
    }

    public static String error(String type, String message) {
        return "{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"" + message
                + "\"},\"request_id\":\"req_1\"}";
    }

    public static String error(String type, String message, String code) {
        return "{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"" + message
                + "\",\"details\":{\"error_code\":\"" + code + "\"}},\"request_id\":\"req_1\"}";
    }

    public static String message(String text) {
        return message(text, "end_turn");
    }

    public static String message(String text, String stopReason) {
        String quoted =
                JsonMapper.builder().build().getNodeFactory().textNode(text).toString();
        return "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-haiku-5-5\","
                + "\"content\":[{\"type\":\"text\",\"text\":" + quoted + "}],"
                + "\"stop_reason\":\"" + stopReason + "\",\"stop_sequence\":null,"
                + "\"usage\":{\"input_tokens\":1000,\"output_tokens\":200,"
                + "\"cache_read_input_tokens\":400,\"cache_creation_input_tokens\":300,"
                + "\"cache_creation\":{\"ephemeral_5m_input_tokens\":100,\"ephemeral_1h_input_tokens\":200}}}";
    }

    private void answer(HttpExchange exchange) throws IOException {
        clients.add(exchange.getRemoteAddress());
        byte[] body = exchange.getRequestBody().readAllBytes();
        asked.add(new Asked(
                exchange.getRequestHeaders(), JsonMapper.builder().build().readTree(body)));
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (cutting) {
            exchange.close();
            return;
        }
        Reply now = reply.apply(exchange.getRequestURI());
        now.headers().forEach(exchange.getResponseHeaders()::add);
        exchange.getResponseHeaders().add("content-type", "application/json");
        byte[] answer = now.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(now.status(), answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    @Override
    public void close() {
        gate.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
