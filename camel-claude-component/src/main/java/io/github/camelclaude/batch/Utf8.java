/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Reads UTF-8 so that wrong bytes spoil the entry that they are in and no other: each becomes {@link #WRONG}, a code point
 * that no text has.
 */
final class Utf8 {

    static final char WRONG = '\uFFFF';

    static final String MISTAKE = "it is not in UTF-8; write it in UTF-8";

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private Utf8() {}

    static Reader reader(InputStream in) throws IOException {
        return withoutMark(new InputStreamReader(
                in,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPLACE)
                        .onUnmappableCharacter(CodingErrorAction.REPLACE)
                        .replaceWith(String.valueOf(WRONG))));
    }

    /** Passes over a byte order mark; closes what it can't read. */
    static Reader withoutMark(Reader reader) throws IOException {
        PushbackReader ahead = new PushbackReader(reader);
        try {
            int first = ahead.read();
            if (first >= 0 && first != BYTE_ORDER_MARK) {
                ahead.unread(first);
            }
            return ahead;
        } catch (IOException e) {
            ahead.close();
            throw e;
        }
    }
}
