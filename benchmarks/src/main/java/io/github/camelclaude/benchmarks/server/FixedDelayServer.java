/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks.server;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Answers every call with the same message, a fixed time after its last byte came in. It does as little as a server can:
 * one event loop, no parsing, no limits, so that what is measured is the client. Calls that wait are timers, not threads.
 *
 * <p>It speaks HTTP/1.1 only, to everybody: some clients would ask for HTTP/2 on plain http and others would not.
 *
 * <p>{@code GET /delay/MILLIS} sets the delay for the calls that follow; {@code GET /hold} lets them wait until {@code GET
 * /release}; {@code GET /open} tells how many calls wait.
 */
public final class FixedDelayServer implements AutoCloseable {

    /** The text of each answer. */
    public static final String ANSWER = "Billing; urgent. The customer was charged twice and wants the money back.";

    private static final Buffer MESSAGE = Buffer.buffer("""
            {"id":"msg_01XFDUDYJgAACzvnptvVoYEL","type":"message","role":"assistant","model":"claude-haiku-5-5",\
            "content":[{"type":"text","text":"%s"}],"stop_reason":"end_turn","stop_sequence":null,\
            "usage":{"input_tokens":256,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,\
            "cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0},\
            "output_tokens":18,"service_tier":"standard"}}""".formatted(ANSWER));

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final HttpServer server;
    // Touched by the one event loop only.
    private long delayMillis;
    private boolean holding;
    private final List<HttpServerResponse> held = new ArrayList<>();
    private int open;

    private FixedDelayServer() {
        server = vertx.createHttpServer(new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(0)
                .setAcceptBacklog(4_096)
                .setHttp2ClearTextEnabled(false));
        server.requestHandler(this::handle);
    }

    /** Starts on a free port of the loopback interface. */
    public static FixedDelayServer start() throws Exception {
        FixedDelayServer started = new FixedDelayServer();
        started.server.listen().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        return started;
    }

    public String baseUrl() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    private void handle(HttpServerRequest request) {
        String path = request.path();
        if (path.startsWith("/delay/")) {
            delayMillis = Long.parseLong(path.substring("/delay/".length()));
            request.response().end();
        } else if ("/hold".equals(path)) {
            holding = true;
            request.response().end();
        } else if ("/release".equals(path)) {
            release();
            request.response().end();
        } else if ("/open".equals(path)) {
            request.response().end(Integer.toString(open + held.size()));
        } else {
            request.endHandler(end -> delay(request.response()));
        }
    }

    private void release() {
        holding = false;
        held.forEach(FixedDelayServer::answer);
        held.clear();
    }

    private void delay(HttpServerResponse response) {
        if (holding) {
            held.add(response);
            return;
        }
        if (delayMillis == 0) {
            answer(response);
            return;
        }
        open++;
        vertx.setTimer(delayMillis, timer -> {
            open--;
            answer(response);
        });
    }

    /** With the headers that the service sends. */
    private static void answer(HttpServerResponse response) {
        if (response.closed()) {
            return;
        }
        response.putHeader("content-type", "application/json")
                .putHeader("request-id", "req_011CSHoEeqs5C35K2UUqR7Fy")
                .putHeader("anthropic-ratelimit-requests-limit", "4000")
                .putHeader("anthropic-ratelimit-requests-remaining", "3999")
                .putHeader("anthropic-ratelimit-requests-reset", "2026-11-24T08:00:00Z")
                .putHeader("anthropic-ratelimit-tokens-limit", "480000")
                .putHeader("anthropic-ratelimit-tokens-remaining", "479000")
                .putHeader("anthropic-ratelimit-tokens-reset", "2026-11-24T08:00:00Z")
                .end(MESSAGE);
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }
}
