/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import io.github.camelclaude.batch.HandedIn.Reason;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The rows of CSV (RFC 4180), a map by column each; blank lines are passed over. Only one row at a time is in memory. A
 * quote that is out of place ends the reading: nobody can tell which row what follows belongs to, and it would be paid for.
 */
final class RowEntries implements Entries {

    private final Measured reader;
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final List<String> columns;
    private long row;

    /** @throws ClaudeInvalidRequestException if the first row can't be the names of the columns */
    RowEntries(Reader reader, ItemSettings settings) throws IOException {
        this.reader = new Measured(reader, settings.longest());
        this.parser = CSVParser.builder()
                .setReader(this.reader)
                .setFormat(CSVFormat.DEFAULT)
                .get();
        this.records = parser.iterator();
        this.columns = columns(settings);
    }

    private List<String> columns(ItemSettings settings) throws IOException {
        CSVRecord header = read();
        if (header == null) {
            throw unusable("it is empty; its first row has to be the names of its columns");
        }
        List<String> names = new ArrayList<>();
        for (String name : header) {
            if (name.isBlank()) {
                throw unusable("column " + (names.size() + 1) + " has no name in the first row");
            }
            int before = names.indexOf(name.strip());
            if (before >= 0) {
                throw unusable("columns " + (before + 1) + " and " + (names.size() + 1)
                        + " have the same name in the first row");
            }
            names.add(name.strip());
        }
        require(names, settings.id(), "itemId");
        require(names, settings.text(), "itemText");
        return names;
    }

    private static void require(List<String> names, String column, String option) {
        if (!names.contains(column)) {
            throw unusable("its first row names no column " + column + "; name it so or set the option " + option);
        }
    }

    private static ClaudeInvalidRequestException unusable(String why) {
        return new ClaudeInvalidRequestException("The CSV can't be read: " + why + ". Nothing was sent");
    }

    @Override
    public Entry next() throws IOException {
        CSVRecord found = read();
        if (found == null) {
            return null;
        }
        row++;
        String place = "Row " + row + " (up to line " + parser.getCurrentLineNumber() + ")";
        return new Entry(row, place, value(found, place));
    }

    private Object value(CSVRecord found, String place) {
        if (found.size() != columns.size()) {
            return new Broken(
                    Reason.malformed,
                    place + ": it has " + found.size() + " columns and the first row has " + columns.size()
                            + "; put values with commas, quotes or line breaks in quotes",
                    found.toList());
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            fields.put(columns.get(i), found.get(i));
        }
        return found.stream().anyMatch(value -> value.indexOf(Utf8.WRONG) >= 0)
                ? new Broken(Reason.malformed, place + ": " + Utf8.MISTAKE, fields)
                : new Row(fields);
    }

    private CSVRecord read() throws IOException {
        reader.startOver();
        long begin = parser.getCurrentLineNumber() + 1;
        try {
            return records.hasNext() ? records.next() : null;
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CSVException) {
                throw unusable("a quote in the row that begins in line " + begin
                        + " is out of place or never ends; double the quotes within a value that is in quotes");
            }
            if (e.getCause() instanceof TooLong) {
                throw unusable(
                        "the row that begins in line %d is longer than %,d characters; make it smaller, or end its quote"
                                .formatted(begin, reader.longest));
            }
            throw e.getCause();
        }
    }

    @Override
    public String place() {
        return row == 0 ? null : "row " + row;
    }

    @Override
    public void close() throws IOException {
        parser.close();
        reader.close();
    }

    /** The values of a row by column. */
    record Row(Map<String, Object> fields) {}

    private static final class TooLong extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** Gives up on a row that does not end. The parser reads some thousand characters ahead, which does not matter. */
    private static final class Measured extends FilterReader {

        private final int longest;
        private long read;

        Measured(Reader in, int longest) {
            super(in);
            this.longest = longest;
        }

        void startOver() {
            read = 0;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            count(1);
            return read;
        }

        @Override
        public int read(char[] buffer, int offset, int length) throws IOException {
            int got = super.read(buffer, offset, length);
            count(got);
            return got;
        }

        private void count(int got) throws IOException {
            read += Math.max(0, got);
            if (read > longest + 16_384L) {
                throw new TooLong();
            }
        }
    }
}
