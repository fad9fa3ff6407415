/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import io.github.camelclaude.batch.HandedIn.Reason;
import io.github.camelclaude.messages.Json;
import java.io.IOException;
import java.io.Reader;
import java.util.Locale;
import java.util.Map;

/** The lines of JSONL, a JSON object each; blank ones are passed over. Only one line at a time is in memory. */
final class LineEntries implements Entries {

    private static final int BEGINNING = 1_000;

    private final Reader reader;
    private final int longest;
    private final String name;
    private final char[] buffer = new char[8_192];
    private int at;
    private int filled;
    private long line;

    /** @param name of a line, as the beginning of a sentence */
    LineEntries(Reader reader, int longest, String name) {
        this.reader = reader;
        this.longest = longest;
        this.name = name;
    }

    @Override
    public Entry next() throws IOException {
        StringBuilder text = new StringBuilder();
        while (fill()) {
            boolean isWhole = readLine(text);
            line++;
            String place = name + " " + line;
            if (!isWhole) {
                return new Entry(line, place, tooLong(text, place));
            }
            String written = withoutReturn(text);
            if (!written.isBlank()) {
                return new Entry(line, place, value(written, place));
            }
            text.setLength(0);
        }
        return null;
    }

    /** @return false if it is longer than what is kept; the text is its beginning then */
    private boolean readLine(StringBuilder text) throws IOException {
        boolean isWhole = true;
        do {
            int end = at;
            while (end < filled && buffer[end] != '\n') {
                end++;
            }
            if (isWhole && text.length() + (end - at) <= longest) {
                text.append(buffer, at, end - at);
            } else {
                isWhole = false;
            }
            boolean isEnd = end < filled;
            at = isEnd ? end + 1 : end;
            if (isEnd) {
                break;
            }
        } while (fill());
        return isWhole;
    }

    private static String withoutReturn(StringBuilder text) {
        int length = text.length();
        return length > 0 && text.charAt(length - 1) == '\r' ? text.substring(0, length - 1) : text.toString();
    }

    private boolean fill() throws IOException {
        while (at == filled) {
            int read = reader.read(buffer, 0, buffer.length);
            if (read < 0) {
                return false;
            }
            at = 0;
            filled = read;
        }
        return true;
    }

    private Broken tooLong(StringBuilder text, String place) {
        return new Broken(
                Reason.oversize,
                place + ": it is longer than %,d characters; make it smaller".formatted(longest),
                text.substring(0, Math.min(BEGINNING, text.length())));
    }

    private static Object value(String written, String place) {
        if (written.indexOf(Utf8.WRONG) >= 0) {
            return new Broken(Reason.malformed, place + ": " + Utf8.MISTAKE, written);
        }
        try {
            Object value = Json.value(written);
            return value instanceof Map<?, ?> object
                    ? new Parsed(object, written)
                    : new Broken(
                            Reason.malformed,
                            place + ": it is JSON, but no object; each line has to be a JSON object",
                            written);
        } catch (Json.NotJson e) {
            return new Broken(
                    Reason.malformed,
                    place + ": " + e.getMessage().replace("(line 1, ", "(") + "; each line has to be a JSON object",
                    written);
        }
    }

    @Override
    public String place() {
        return line == 0 ? null : name.toLowerCase(Locale.ROOT) + " " + line;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    /** An object and the line that it was read from. */
    record Parsed(Map<?, ?> object, String written) {}
}
