/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Exchange;
import org.apache.camel.component.platform.http.vertx.HttpMessage;

/**
 * Sends a streamed answer to the caller of {@code platform-http} event by event.
 *
 * <p>Camel's own way of sending an {@link InputStream} collects 8 KB before it sends anything, and it reads on to the end
 * when the caller has gone. This one sends what there is, waits for a slow caller, and closes the stream, and with it the
 * call to Claude, as soon as the connection is closed. It works on the thread that {@code platform-http} keeps for the
 * request anyway.
 */
public class EventStream {

    /** A caller that takes nothing for so long is taken for gone. */
    private static final long SLOWEST_CALLER_SECONDS = 30;

    /** Reads the message's body to its end; what is left of it is nothing. */
    public void send(Exchange exchange) throws IOException, InterruptedException {
        HttpServerResponse response = exchange.getMessage(HttpMessage.class).getResponse();
        try (InputStream events = exchange.getMessage().getBody(InputStream.class)) {
            response.closeHandler(gone -> close(events));
            GatewayAnswer.origin(exchange.getMessage(), response::putHeader);
            response.setChunked(true)
                    .putHeader("Content-Type", "text/event-stream")
                    .putHeader("Cache-Control", "no-cache")
                    // Asks nginx not to collect either.
                    .putHeader("X-Accel-Buffering", "no");
            if (pump(events, response)) {
                response.end();
            } else {
                response.reset();
            }
        }
        exchange.getMessage().setBody(null);
    }

    /** @return false if the caller is no longer there */
    private static boolean pump(InputStream events, HttpServerResponse response)
            throws IOException, InterruptedException {
        byte[] buffer = new byte[8192];
        int length = events.read(buffer);
        while (length >= 0) {
            try {
                response.write(Buffer.buffer().appendBytes(buffer, 0, length))
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(SLOWEST_CALLER_SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException | TimeoutException e) {
                return false;
            }
            length = events.read(buffer);
        }
        return !response.closed();
    }

    private static void close(Closeable events) {
        try {
            events.close();
        } catch (IOException e) {
            // It is closed as far as it can be.
        }
    }
}
