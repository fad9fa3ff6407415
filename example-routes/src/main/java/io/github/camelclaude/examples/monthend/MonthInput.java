/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.monthend;

import io.github.camelclaude.estimate.TokenEstimator;
import io.github.camelclaude.examples.run.Forecast;
import io.github.camelclaude.examples.run.RunDirectory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * The month that a run works on.
 *
 * @param job          its file's name, which is its job's key
 * @param rows         how many there are
 * @param promptTokens the estimated tokens of their texts
 */
record MonthInput(String job, long rows, long promptTokens) {

    private static final String SHIPPED = "expenses-2026-10.csv";
    /** Seen with this schema. */
    private static final long OUTPUT_TOKENS_PER_ROW = 20;

    private static final CSVFormat WITH_HEADER =
            CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();

    /**
     * Copies the file into the inbox, where it appears whole.
     *
     * @param csv the expenses, with the columns {@code id}, {@code text} and {@code cost_centre}; empty for the ones shipped
     * @throws IllegalArgumentException if a column is missing
     */
    static MonthInput fill(RunDirectory directory, Optional<Path> csv) throws IOException {
        String name = csv.map(path -> path.getFileName().toString()).orElse(SHIPPED);
        Path part = directory.inbox().resolve(name + ".part");
        try (InputStream in = csv.isPresent() ? Files.newInputStream(csv.get()) : MonthRun.EXAMPLE.open(SHIPPED)) {
            Files.copy(in, part);
        }
        MonthInput input = read(name, part);
        Files.move(part, directory.inbox().resolve(name));
        return input;
    }

    private static MonthInput read(String name, Path file) throws IOException {
        long rows = 0;
        long tokens = 0;
        try (BufferedReader reader = Files.newBufferedReader(file);
                CSVParser parser = WITH_HEADER.parse(reader)) {
            if (!parser.getHeaderNames().containsAll(List.of("id", "text", "cost_centre"))) {
                throw new IllegalArgumentException(
                        name + " needs the columns id, text and cost_centre; there are " + parser.getHeaderNames());
            }
            for (CSVRecord row : parser) {
                rows++;
                tokens += row.isSet("text") ? TokenEstimator.estimate(row.get("text")) : 0;
            }
        }
        return new MonthInput(name, rows, tokens);
    }

    Forecast forecast() throws IOException {
        long around = TokenEstimator.estimate(
                MonthRun.EXAMPLE.text("system.txt") + MonthRun.EXAMPLE.text("expense-schema.json"));
        return new Forecast(rows, promptTokens + rows * around, rows * OUTPUT_TOKENS_PER_ROW);
    }
}
