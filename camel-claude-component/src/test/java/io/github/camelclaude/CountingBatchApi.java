/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The least of a service that takes batches: each has ended as soon as it is there, and all of its items have succeeded. It
 * keeps of a batch what its items are called and how many they are, whatever their size.
 */
final class CountingBatchApi implements AutoCloseable {

    private static final String BATCHES = "/v1/messages/batches";
    private static final int MOST_ITEMS = 100_000;
    private static final long MOST_BYTES = 256_000_000;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Body> batches = new ConcurrentHashMap<>();
    private final List<String> mistakes = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    CountingBatchApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    int batches() {
        return batches.size();
    }

    long items() {
        return batches.values().stream().mapToLong(body -> body.items).sum();
    }

    /** What the service would not have taken. */
    List<String> mistakes() {
        return mistakes;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String id = path.startsWith(BATCHES + "/") ? path.substring(BATCHES.length() + 1) : "";
            if (exchange.getRequestMethod().equals("POST") && path.equals(BATCHES)) {
                write(exchange, state(create(exchange)));
            } else if (path.equals(BATCHES)) {
                write(exchange, "{\"data\":[],\"has_more\":false,\"first_id\":null,\"last_id\":null}");
            } else if (id.endsWith("/results")) {
                results(exchange, batches.get(id.substring(0, id.length() - "/results".length())));
            } else if (batches.containsKey(id)) {
                write(exchange, state(id));
            } else {
                mistakes.add(exchange.getRequestMethod() + " " + path);
                exchange.sendResponseHeaders(404, -1);
            }
        } catch (RuntimeException e) {
            mistakes.add(e.toString());
            throw e;
        }
    }

    private String create(HttpExchange exchange) throws IOException {
        Body body = new Body();
        body.read(exchange.getRequestBody());
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        if (!Long.toString(body.bytes).equals(length)) {
            mistakes.add("Content-Length " + length + " of " + body.bytes);
        }
        if (body.bytes > MOST_BYTES || body.items > MOST_ITEMS || body.items == 0 || body.wrong > 0) {
            mistakes.add(
                    "%d bytes, %d items, %d of them with another id".formatted(body.bytes, body.items, body.wrong));
        }
        String id = "msgbatch_" + body.nonce;
        if (batches.put(id, body) != null) {
            mistakes.add(id + " came twice");
        }
        return id;
    }

    private String state(String id) {
        return ("{\"id\":\"%s\",\"type\":\"message_batch\",\"processing_status\":\"ended\","
                        + "\"request_counts\":{\"processing\":0,\"succeeded\":%d,\"errored\":0,\"canceled\":0,\"expired\":0},"
                        + "\"created_at\":\"2026-11-24T10:00:00Z\",\"expires_at\":\"2026-11-25T10:00:00Z\","
                        + "\"ended_at\":\"2026-11-24T10:00:01Z\",\"cancel_initiated_at\":null,\"archived_at\":null,"
                        + "\"results_url\":null}")
                .formatted(id, batches.get(id).items);
    }

    private static void results(HttpExchange exchange, Body body) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/x-jsonl");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = new BufferedOutputStream(exchange.getResponseBody(), 64 * 1024)) {
            for (int row = 0; row < body.items; row++) {
                out.write(result(body.nonce, row).getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    private static String result(String nonce, int row) {
        return "{\"custom_id\":\"" + nonce + "-" + row
                + "\",\"result\":{\"type\":\"succeeded\",\"message\":{\"id\":\"msg_" + row
                + "\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-haiku-5-5\","
                + "\"content\":[{\"type\":\"text\",\"text\":\"The answer to row " + row + ".\"}],"
                + "\"stop_reason\":\"end_turn\",\"stop_sequence\":null,"
                + "\"usage\":{\"input_tokens\":500,\"output_tokens\":9}}}}\n";
    }

    private static void write(HttpExchange exchange, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.US_ASCII);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    /** A request as it flows by. The ids in it have to be {@code <nonce>-<row>}, in the order of the rows. */
    private static final class Body {

        private static final byte[] MARK = "\"custom_id\":\"".getBytes(StandardCharsets.US_ASCII);

        private final StringBuilder id = new StringBuilder();
        private String nonce;
        private int matched;
        private long bytes;
        private int items;
        private int wrong;

        void read(InputStream in) throws IOException {
            byte[] some = new byte[64 * 1024];
            for (int read = in.read(some); read >= 0; read = in.read(some)) {
                bytes += read;
                for (int i = 0; i < read; i++) {
                    next(some[i]);
                }
            }
        }

        private void next(byte one) {
            if (matched < MARK.length) {
                matched = one == MARK[matched] ? matched + 1 : one == MARK[0] ? 1 : 0;
            } else if (one != '"') {
                id.append((char) one);
            } else {
                item();
                id.setLength(0);
                matched = 0;
            }
        }

        private void item() {
            if (nonce == null) {
                nonce = id.substring(0, Math.max(0, id.lastIndexOf("-")));
            }
            if (!id.toString().equals(nonce + "-" + items)) {
                wrong++;
            }
            items++;
        }
    }
}
