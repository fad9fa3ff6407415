/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.triage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelclaude.simulator.ClaudeSimulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A split streams, and what holds it back is the queue of the limiter: a file of any length needs the same memory. A million
 * rows: {@code -Drows=1000000}.
 */
class ManyRowsTest {

    private static final long ROWS = Long.getLong("rows", 10_000);
    private static final int MAY_WAIT = 200;
    private static final int MAY_RUN = 16;
    /** Threads with a row in hand: 20 of the split, before the door, and 32 workers of the component, after the answer. */
    private static final int IN_HAND = 20 + 32;

    @TempDir
    private Path temp;

    @Test
    void any_number_of_rows_goes_through_a_heap_of_128_mb_with_a_bounded_number_of_exchanges() throws Exception {
        try (ClaudeSimulator claude = ClaudeSimulator.builder()
                .latency(Duration.ZERO)
                .rpm(100_000_000)
                .itpm(100_000_000)
                .otpm(100_000_000)
                .withoutTierSpendCap()
                .start()) {
            Path output = temp.resolve("output.txt");
            long started = System.nanoTime();
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx128m",
                            "-XX:+ExitOnOutOfMemoryError",
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            ManyRows.class.getName(),
                            claude.baseUrl(),
                            temp.resolve("run").toString(),
                            String.valueOf(ROWS),
                            String.valueOf(MAY_WAIT))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            try {
                assertThat(process.waitFor()).as(() -> read(output)).isZero();
            } finally {
                process.destroyForcibly();
            }
            System.out.println(ROWS + " rows in "
                    + Duration.ofNanos(System.nanoTime() - started).toSeconds() + " s: " + read(output));
            Matcher said = Pattern.compile("answered=(\\d+) mostInflight=(\\d+) mostWaiting=(\\d+)")
                    .matcher(read(output));
            assertThat(said.find()).as(read(output)).isTrue();
            assertThat(Long.parseLong(said.group(1))).isEqualTo(ROWS);
            assertThat(Integer.parseInt(said.group(2))).isLessThanOrEqualTo(MAY_WAIT + MAY_RUN + IN_HAND);
            assertThat(Integer.parseInt(said.group(3))).isBetween(1, MAY_WAIT);
            claude.assertNoRefusals();
            assertThat(claude.accounting().totals().answered()).isEqualTo(ROWS);
        }
    }

    private static String read(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
