/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import java.io.Closeable;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** A streamed answer in the shapes that a route reads it in. */
final class StreamBodies {

    private StreamBodies() {}

    static Object of(AnswerStream stream, StreamFormat format) {
        return switch (format) {
            case events -> new Chunks(stream);
            case text -> new Texts(stream);
            case sse -> new SseInputStream(stream);
        };
    }

    /** Camel's split closes an iterator that can be closed. */
    private static final class Chunks implements Iterator<StreamChunk>, Closeable {

        private final AnswerStream stream;

        private Chunks(AnswerStream stream) {
            this.stream = stream;
        }

        @Override
        public boolean hasNext() {
            return stream.expectsMore();
        }

        @Override
        public StreamChunk next() {
            return StreamChunk.of(stream.next(), stream.getSummary());
        }

        @Override
        public void close() {
            stream.close();
        }
    }

    /** Whether there is more text is only known once it is there, so a split hands each piece on when the next has come. */
    private static final class Texts implements Iterator<String>, Closeable {

        private final AnswerStream stream;
        private String next;

        private Texts(AnswerStream stream) {
            this.stream = stream;
        }

        @Override
        public boolean hasNext() {
            while (next == null && stream.hasNext()) {
                if (StreamChunk.of(stream.next(), stream.getSummary()) instanceof StreamChunk.Text text
                        && !text.text().isEmpty()) {
                    next = text.text();
                }
            }
            return next != null;
        }

        @Override
        public String next() {
            if (!hasNext()) {
                throw new NoSuchElementException("The stream has ended");
            }
            String text = next;
            next = null;
            return text;
        }

        @Override
        public void close() {
            stream.close();
        }
    }
}
