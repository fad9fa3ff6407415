/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * The results of a batch as they come in, a JSON object each, so that a split with {@code streaming()} needs no memory for all
 * of them. A body of this type is no stream to Camel, which would read a stream to its end before the next step. For one
 * thread; closed at its end or before.
 */
public final class BatchLines implements Iterator<String>, AutoCloseable {

    private final BufferedReader reader;
    private String next;
    private boolean ended;

    BatchLines(InputStream lines) {
        reader = new BufferedReader(new InputStreamReader(lines, StandardCharsets.UTF_8));
    }

    /** @throws UncheckedIOException if the connection breaks, or it is closed */
    @Override
    public boolean hasNext() {
        while (next == null && !ended) {
            String line;
            try {
                line = reader.readLine();
            } catch (IOException e) {
                close();
                throw new UncheckedIOException("The results of the batch broke off; fetch them again", e);
            }
            if (line == null) {
                close();
            } else if (!line.isBlank()) {
                next = line;
            }
        }
        return next != null;
    }

    @Override
    public String next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        String line = next;
        next = null;
        return line;
    }

    /** Lets go of the connection; nothing more comes. May be called more than once. */
    @Override
    public void close() {
        ended = true;
        try {
            reader.close();
        } catch (IOException e) {
            // It is not wanted any more.
        }
    }
}
