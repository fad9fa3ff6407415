/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;

/** Reads what {@link SpoolWriter} wrote, item by item; one is in memory at a time. */
public final class SpoolReader {

    private static final ObjectReader JSON =
            JsonMapper.builder().build().readerFor(new TypeReference<LinkedHashMap<String, Object>>() {});

    private static final byte[] PARAMS = SpoolPart.PARAMS.getBytes(StandardCharsets.US_ASCII);

    private final Path file;

    /** Takes an item. */
    @FunctionalInterface
    public interface Items {
        /** @param params the request of the Messages API, as JSON in UTF-8 */
        void item(int row, byte[] params) throws IOException;
    }

    public SpoolReader(Path file) {
        this.file = file;
    }

    /** The request of the Messages API that the JSON is. */
    public static Map<String, Object> params(byte[] json) throws IOException {
        return JSON.readValue(json);
    }

    /** @throws BrokenSpoolException if the file is not whole; items before that have been handed on */
    public void forEach(Items items) throws IOException {
        read(items, null);
    }

    /**
     * Items in these rows alone, in their order. What is behind the last one is not looked at.
     *
     * @throws BrokenSpoolException if one of them is not there
     */
    public void forEach(SortedSet<Integer> rows, Items items) throws IOException {
        if (!rows.isEmpty()) {
            read(items, rows);
        }
    }

    private void read(Items items, SortedSet<Integer> rows) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            ByteLines lines = new ByteLines(in);
            require(is(lines.next(), SpoolPart.HEAD), "does not begin as a batch");
            int row = 0;
            boolean more = true;
            while (more) {
                byte[] line = lines.next();
                require(lines.wasWhole(), "ends too early, in row " + row);
                more = line.length > 0 && line[line.length - 1] == ',';
                if (rows == null || rows.contains(row)) {
                    items.item(row, params(line, more, row));
                    if (rows != null && rows.last() == row) {
                        return;
                    }
                }
                row++;
            }
            require(
                    is(lines.next(), SpoolPart.TAIL) && lines.next() == null,
                    "ends too early, in or after row " + (row - 1));
            require(rows == null, "has no row " + (rows == null ? 0 : rows.last()) + ", only " + row);
        }
    }

    private byte[] params(byte[] line, boolean more, int row) throws IOException {
        String what = "ends too early, in row " + row;
        int end = line.length - (more ? 2 : 1);
        require(end > 0 && line[end] == '}', what);
        int start = SpoolPart.ID.length();
        while (start < end && line[start] != '"') {
            start++;
        }
        int from = start + PARAMS.length;
        require(from < end && Arrays.equals(line, start, from, PARAMS, 0, PARAMS.length), what);
        return Arrays.copyOfRange(line, from, end);
    }

    private static boolean is(byte[] line, String expected) {
        return line != null && expected.equals(new String(line, StandardCharsets.US_ASCII));
    }

    private void require(boolean right, String otherwise) throws BrokenSpoolException {
        if (!right) {
            throw new BrokenSpoolException("The spool file " + file + " " + otherwise
                    + ". It was cut off or changed after it was written; what is in it can't be sent again from here");
        }
    }
}
