/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on loopback that streams what it is told to, waits where it is told to, and notices when the client goes. */
final class StreamScript implements AutoCloseable {

    static final String START = frame(
            "message_start",
            "\"message\":{\"id\":\"msg_s\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-haiku-5-5\","
                    + "\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,"
                    + "\"usage\":{\"input_tokens\":100,\"cache_read_input_tokens\":7,"
                    + "\"cache_creation_input_tokens\":5,\"output_tokens\":1}}");
    static final String BLOCK = frame(
            "content_block_start",
            "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\",\"citations\":null}");
    static final String PING = "event: ping\ndata: {\"type\":\"ping\"}\n\n";
    static final String BLOCK_END = frame("content_block_stop", "\"index\":0");
    static final String DELTA = frame(
            "message_delta",
            "\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":42}");
    static final String STOP = frame("message_stop", "\"x\":1");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final CountDownLatch clientGone = new CountDownLatch(1);
    private final AtomicInteger requests = new AtomicInteger();
    private final List<String> before;
    private final List<String> after;

    /**
     * @param before the frames to send at once
     * @param after  the frames to send when told to; null to send nothing more and keep the connection
     */
    StreamScript(List<String> before, List<String> after) throws IOException {
        this.before = before;
        this.after = after;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    static String text(String text) {
        return frame(
                "content_block_delta", "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"" + text + "\"}");
    }

    static String error(String type) {
        return "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"m\"}}\n\n";
    }

    private static String frame(String type, String fields) {
        return "event: " + type + "\ndata: {\"type\":\"" + type + "\"," + fields + "}\n\n";
    }

    /** A whole answer in two pieces. */
    static List<String> whole() {
        return List.of(START, BLOCK, PING, text("Hello "), text("world"), BLOCK_END, DELTA, STOP);
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    int requests() {
        return requests.get();
    }

    void goOn() {
        goOn.countDown();
    }

    boolean noticesThatTheClientIsGone() throws InterruptedException {
        return clientGone.await(30, TimeUnit.SECONDS);
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().add("content-type", "text/event-stream; charset=utf-8");
        exchange.getResponseHeaders().add("request-id", "req_s");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            send(out, before);
            if (after == null) {
                pingUntilTheClientIsGone(out);
            } else if (!after.isEmpty()) {
                goOn.await();
                send(out, after);
            }
        } catch (IOException e) {
            clientGone.countDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(OutputStream out, List<String> frames) throws IOException {
        for (String frame : frames) {
            out.write(frame.getBytes(StandardCharsets.UTF_8));
        }
        out.flush();
    }

    private void pingUntilTheClientIsGone(OutputStream out) throws IOException, InterruptedException {
        while (!goOn.await(20, TimeUnit.MILLISECONDS)) {
            send(out, List.of(PING));
        }
    }

    @Override
    public void close() {
        goOn.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
