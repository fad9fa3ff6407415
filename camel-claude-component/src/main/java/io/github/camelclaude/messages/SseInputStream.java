/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import io.github.camelclaude.backend.StreamEvent;
import io.github.camelclaude.resilience.ClaudeException;
import io.github.camelclaude.resilience.ErrorClass;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;

/**
 * A streamed answer as server-sent events, each handed on as soon as it is there. A failure on the way becomes an error
 * event, the last one: a client that has seen half an answer learns from the stream itself that the rest will not come.
 *
 * <p>It says it is a stream cache so that Camel's stream caching leaves it alone, which would read it to its end first.
 */
final class SseInputStream extends InputStream implements StreamCache {

    private final AnswerStream stream;
    private byte[] frame = new byte[0];
    private int read;
    private boolean failed;

    SseInputStream(AnswerStream stream) {
        this.stream = stream;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (read == frame.length && !nextFrame()) {
            return -1;
        }
        int count = Math.min(length, frame.length - read);
        System.arraycopy(frame, read, target, offset, count);
        read += count;
        return count;
    }

    @Override
    public int available() {
        return frame.length - read;
    }

    private boolean nextFrame() {
        if (failed) {
            return false;
        }
        read = 0;
        try {
            if (!stream.hasNext()) {
                frame = new byte[0];
                return false;
            }
            StreamEvent event = stream.next();
            frame = frame(event.type(), event.json());
        } catch (ClaudeException e) {
            failed = true;
            frame = frame("error", error(e));
        }
        return true;
    }

    private static byte[] frame(String type, String json) {
        return ("event: " + type + "\ndata: " + json + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String error(ClaudeException failure) {
        String type = failure.errorType().orElse(typeOf(failure.errorClass()));
        return Json.tree(Map.of("type", "error", "error", Map.of("type", type, "message", failure.getMessage())))
                .toString();
    }

    private static String typeOf(ErrorClass errorClass) {
        return errorClass == ErrorClass.TIMEOUT ? "timeout_error" : "api_error";
    }

    @Override
    public void close() {
        stream.close();
    }

    @Override
    public void reset() {
        // Read once; what has been read can't be read again.
    }

    @Override
    public void writeTo(OutputStream target) throws IOException {
        transferTo(target);
    }

    @Override
    public StreamCache copy(Exchange exchange) {
        return null;
    }

    @Override
    public boolean inMemory() {
        return false;
    }

    @Override
    public long length() {
        return 0;
    }

    @Override
    public long position() {
        return read;
    }
}
