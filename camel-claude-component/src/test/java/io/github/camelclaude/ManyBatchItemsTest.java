/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * More items than there is memory for, in a process with a small heap. By hand: {@code -Ditems=1000000}, two gigabytes with
 * 128 MB of heap.
 */
class ManyBatchItemsTest {

    private static final int ITEMS = Integer.getInteger("items", 8_000);
    private static final int MOST_ITEMS = Math.min(100_000, Math.max(1, ITEMS / 4));
    private static final int BATCHES = (ITEMS + MOST_ITEMS - 1) / MOST_ITEMS;
    private static final String HEAP = ITEMS > 8_000 ? "-Xmx128m" : "-Xmx48m";

    /** Few items are over before much would be compiled well. */
    private static final List<String> JVM = ITEMS > 8_000
            ? List.of(HEAP, "-XX:+ExitOnOutOfMemoryError")
            : List.of(HEAP, "-XX:+ExitOnOutOfMemoryError", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    @TempDir
    private Path directory;

    private long handIn() throws IOException {
        Path file = directory.resolve("in/items.jsonl");
        Files.createDirectories(file.getParent());
        String text = "What is said here is said at length, as it would be in a letter to a company. ".repeat(25);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (int i = 0; i < ITEMS; i++) {
                out.write("{\"custom_id\":\"item-" + i
                        + "\",\"params\":{\"model\":\"claude-haiku-5-5\",\"max_tokens\":100,"
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"Letter " + i + ": " + text + "\"}]}}\n");
            }
        }
        return Files.size(file);
    }

    private Process start(CountingBatchApi api) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        command.addAll(List.of(
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                ManyBatchItems.class.getName(),
                api.url(),
                directory.toString(),
                Integer.toString(MOST_ITEMS),
                Integer.toString(BATCHES)));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log.txt").toFile())
                .start();
    }

    private Properties figures() throws IOException {
        Properties figures = new Properties();
        try (Reader in = Files.newBufferedReader(directory.resolve("figures.properties"))) {
            figures.load(in);
        }
        return figures;
    }

    private String log() {
        try {
            List<String> lines = Files.readAllLines(directory.resolve("log.txt"));
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 100), lines.size()));
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void more_items_than_there_is_memory_for_come_back_once_each() throws Exception {
        long bytes = handIn();
        try (CountingBatchApi api = new CountingBatchApi()) {
            Process process = start(api);
            boolean ended = process.waitFor(2 + ITEMS / 8_000, TimeUnit.MINUTES);
            process.destroyForcibly().waitFor();

            assertThat(api.mistakes()).as(() -> log()).isEmpty();
            assertThat(ended).as(() -> "it ends\n" + log()).isTrue();
            assertThat(process.exitValue()).as(() -> log()).isZero();
            Properties figures = figures();
            assertThat(figures).containsEntry("items", Integer.toString(ITEMS)).containsEntry("more", "0");
            assertThat(api.batches()).isEqualTo(BATCHES);
            assertThat(api.items()).isEqualTo(ITEMS);
            print(bytes, figures);
        }
    }

    private static void print(long bytes, Properties figures) {
        double copy = Double.parseDouble(figures.getProperty("copy"));
        System.out.printf("%,d items, %,d bytes, %s: a copy takes %.1f s%n", ITEMS, bytes, HEAP, copy / 1000);
        for (String what : List.of("takeIn", "send", "handOn", "whole")) {
            double took = Double.parseDouble(figures.getProperty(what));
            System.out.printf("%-8s %.1f s, %.2f times the copy%n", what, took / 1000, took / copy);
        }
    }
}
