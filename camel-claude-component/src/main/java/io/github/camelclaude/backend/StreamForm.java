/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import java.net.http.HttpHeaders;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** How the events of a stream follow each other as bytes; knows of the first one whether it is an error. */
enum StreamForm {
    /** Server-sent events. */
    TEXT {
        @Override
        Look look(byte[] beginning) {
            String text = new String(beginning, StandardCharsets.UTF_8).replace("\r\n", "\n");
            int from = 0;
            for (int end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n", from)) {
                String event = text.substring(from, end);
                String data = field(event, "data:");
                if (!data.isEmpty()) {
                    return field(event, "event:").equals("error")
                            ? new AnError(StreamError.ofApi(data.getBytes(StandardCharsets.UTF_8)))
                            : new AnEvent();
                }
                from = end + 2;
            }
            return new Unclear();
        }

        private static String field(String event, String name) {
            return event.lines()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(name.length()).strip())
                    .collect(Collectors.joining("\n"));
        }
    },
    /**
     * Amazon's frames: the length of all, that of the headers and a checksum; the headers; the payload; a checksum. Whether
     * they are right is seen by whoever reads the stream.
     */
    AMAZON {
        @Override
        Look look(byte[] beginning) {
            ByteBuffer frame = ByteBuffer.wrap(beginning);
            if (frame.remaining() < PRELUDE) {
                return new Unclear();
            }
            long length = Integer.toUnsignedLong(frame.getInt());
            long headersLength = Integer.toUnsignedLong(frame.getInt());
            if (length > LONGEST_BEGINNING || PRELUDE + headersLength + CHECKSUM > length) {
                return new AnEvent();
            }
            if (beginning.length < length) {
                return new Unclear();
            }
            Map<String, String> headers = headers(ByteBuffer.wrap(beginning, PRELUDE, (int) headersLength));
            int from = PRELUDE + (int) headersLength;
            byte[] payload = new byte[(int) length - from - CHECKSUM];
            System.arraycopy(beginning, from, payload, 0, payload.length);
            return look(headers, payload);
        }

        private static Look look(Map<String, String> headers, byte[] payload) {
            return switch (headers.getOrDefault(":message-type", "event")) {
                case "exception" ->
                    new AnError(StreamError.ofAmazon(
                            StreamError.capitalized(headers.getOrDefault(":exception-type", "")), payload));
                case "error" ->
                    new AnError(StreamError.ofAmazon(
                            StreamError.capitalized(headers.getOrDefault(":error-code", "")),
                            said(headers.getOrDefault(":error-message", ""))));
                default -> ofModel(payload);
            };
        }

        private static byte[] said(String message) {
            return com.fasterxml.jackson.databind.node.JsonNodeFactory.instance
                    .objectNode()
                    .put("message", message)
                    .toString()
                    .getBytes(StandardCharsets.UTF_8);
        }

        /** What the model's own service says is wrapped once more. */
        private static Look ofModel(byte[] payload) {
            try {
                byte[] event = Base64.getDecoder()
                        .decode(StreamError.read(payload).path("bytes").asText());
                return StreamError.read(event).path("type").asText().equals("error")
                        ? new AnError(StreamError.ofApi(event))
                        : new AnEvent();
            } catch (IllegalArgumentException e) {
                return new AnEvent();
            }
        }

        private static Map<String, String> headers(ByteBuffer in) {
            Map<String, String> headers = new HashMap<>();
            try {
                while (in.hasRemaining()) {
                    String name = text(in, Byte.toUnsignedInt(in.get()));
                    byte type = in.get();
                    if (type == TYPE_TEXT) {
                        headers.put(name, text(in, Short.toUnsignedInt(in.getShort())));
                    } else {
                        text(in, type == TYPE_BYTES ? Short.toUnsignedInt(in.getShort()) : SIZES[type]);
                    }
                }
            } catch (BufferUnderflowException | ArrayIndexOutOfBoundsException e) {
                return headers;
            }
            return headers;
        }

        private static String text(ByteBuffer in, int length) {
            byte[] bytes = new byte[length];
            in.get(bytes);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    };

    /** No first event is longer; what is is none of an error. */
    static final int LONGEST_BEGINNING = 64 * 1024;

    private static final String AMAZON_EVENT_STREAM = "application/vnd.amazon.eventstream";
    private static final int PRELUDE = 12;
    private static final int CHECKSUM = 4;
    private static final int TYPE_BYTES = 6;
    private static final int TYPE_TEXT = 7;
    /** How long values of the other types are. */
    private static final int[] SIZES = {0, 0, 1, 2, 4, 8, 0, 0, 8, 16};

    /** What the first event is. */
    sealed interface Look {}

    /** Not to be seen yet. */
    record Unclear() implements Look {}

    /** An answer that begins. */
    record AnEvent() implements Look {}

    /** An error instead of an answer. */
    record AnError(StreamError error) implements Look {}

    /** Looks at the bytes that a stream begins with. */
    abstract Look look(byte[] beginning);

    /** Empty for an answer that is no stream. */
    static Optional<StreamForm> of(HttpHeaders headers) {
        String type = headers.firstValue("content-type").orElse("");
        if (type.startsWith("text/event-stream")) {
            return Optional.of(TEXT);
        }
        return type.startsWith(AMAZON_EVENT_STREAM) ? Optional.of(AMAZON) : Optional.empty();
    }
}
