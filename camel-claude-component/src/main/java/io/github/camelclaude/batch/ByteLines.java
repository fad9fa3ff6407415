/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Lines of a stream as bytes, one in memory at a time. Characters of several bytes have no line break in them. */
final class ByteLines {

    private static final int PIECE = 64 * 1024;

    private final InputStream in;
    private final byte[] piece = new byte[PIECE];
    private int at;
    private int end;
    private boolean whole;

    ByteLines(InputStream in) {
        this.in = in;
    }

    /** The next line without its break, or null if there is none. */
    byte[] next() throws IOException {
        ByteArrayOutputStream line = null;
        whole = false;
        while (fill()) {
            int from = at;
            while (at < end && piece[at] != '\n') {
                at++;
            }
            line = line == null ? new ByteArrayOutputStream(Math.max(32, at - from)) : line;
            line.write(piece, from, at - from);
            if (at < end) {
                at++;
                whole = true;
                return line.toByteArray();
            }
        }
        return line == null ? null : line.toByteArray();
    }

    /** Whether the last line had a break behind it. */
    boolean wasWhole() {
        return whole;
    }

    private boolean fill() throws IOException {
        if (at == end) {
            at = 0;
            end = Math.max(0, in.read(piece));
        }
        return at < end;
    }
}
