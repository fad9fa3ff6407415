/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.triage;

import io.github.camelclaude.estimate.TokenEstimator;
import io.github.camelclaude.examples.run.RunDirectory;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.CSVRecord;

/**
 * The complaints that a run works on.
 *
 * @param rows            how many are put into the inbox
 * @param answeredEarlier how many are left out because an earlier run has answered them
 * @param promptTokens    the estimated tokens of their texts
 */
record TriageInput(long rows, long answeredEarlier, long promptTokens) {

    /** The folders of a run besides its inbox. */
    static final List<String> FOLDERS = List.of("done", "failed", "answers", "rejects");

    private static final String SHIPPED = "data/complaints-1000.csv";
    private static final CSVFormat WITH_HEADER =
            CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();

    /**
     * Copies what is still to be done into the inbox, as one file that appears whole.
     *
     * @param csv     the complaints, with the columns {@code id} and {@code narrative}; empty for the ones shipped
     * @param most    at most that many rows
     * @throws IllegalArgumentException if a column is missing
     */
    static TriageInput fill(RunDirectory directory, Optional<Path> csv, long most) throws IOException {
        forgetRejectionsByNumber(directory);
        Path part = directory.inbox().resolve("complaints.csv.part");
        TriageInput input;
        try (BufferedReader reader = open(csv);
                CSVParser rows = WITH_HEADER.parse(reader);
                BufferedWriter writer = Files.newBufferedWriter(part);
                CSVPrinter inbox = new CSVPrinter(writer, CSVFormat.DEFAULT)) {
            for (String column : new String[] {"id", "narrative"}) {
                if (!rows.getHeaderMap().containsKey(column)) {
                    throw new IllegalArgumentException("The column " + column + " is missing in "
                            + csv.map(Path::toString).orElse(SHIPPED) + "; there are " + rows.getHeaderNames());
                }
            }
            inbox.printRecord(rows.getHeaderNames());
            input = copy(directory, rows, inbox, most);
        }
        if (input.rows() > 0) {
            Files.move(part, directory.inbox().resolve("complaints.csv"));
        } else {
            Files.delete(part);
        }
        return input;
    }

    private static TriageInput copy(RunDirectory directory, CSVParser rows, CSVPrinter inbox, long most)
            throws IOException {
        long copied = 0;
        long answered = 0;
        long tokens = 0;
        for (CSVRecord row : rows) {
            if (copied + answered == most) {
                break;
            }
            String id = row.isSet("id") ? row.get("id") : "";
            if (id.matches("[A-Za-z0-9_-]{1,64}")) {
                if (Files.exists(directory.folder("answers").resolve(id + ".json"))) {
                    answered++;
                    continue;
                }
                // The row is tried again, so what was said of it no longer holds.
                Files.deleteIfExists(directory.folder("rejects").resolve(id + ".json"));
            }
            inbox.printRecord(row);
            tokens += row.isSet("narrative") ? TokenEstimator.estimate(row.get("narrative")) : 0;
            copied++;
        }
        return new TriageInput(copied, answered, tokens);
    }

    /** A row without a usable id is named after its place in the file, which is another one in the next run. */
    private static void forgetRejectionsByNumber(RunDirectory directory) throws IOException {
        try (Stream<Path> files = Files.list(directory.folder("rejects"))) {
            for (Path file : files.toList()) {
                if (file.getFileName().toString().startsWith("row.")) {
                    Files.delete(file);
                }
            }
        }
    }

    private static BufferedReader open(Optional<Path> csv) throws IOException {
        if (csv.isPresent()) {
            return Files.newBufferedReader(csv.get());
        }
        InputStream shipped = TriageRun.EXAMPLE.open(SHIPPED);
        return new BufferedReader(new InputStreamReader(shipped, StandardCharsets.UTF_8));
    }
}
