/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.monthend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelclaude.examples.Examples;
import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.batch.BatchRules;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run in a process of its own is killed without notice and started again: nothing is lost, nothing is paid twice. */
@Timeout(240)
class MonthEndKilledTest {

    private static final int ROWS = 2_000;
    private static final String HANDED_IN = "items are taken in";
    private static final String RESULTS = "Results come in";

    @TempDir
    private Path temp;

    @ParameterizedTest
    @ValueSource(strings = {HANDED_IN, RESULTS})
    void it_goes_on_pays_nothing_twice_and_each_item_is_in_the_table_once(String killedAt) throws Exception {
        Path month = Expenses.write(temp.resolve("october.csv"), ROWS);
        Path directory = temp.resolve("run");
        try (ClaudeSimulator claude = ClaudeSimulator.builder()
                .port(0)
                .latency(Duration.ZERO)
                .batches(BatchRules.USUAL.doneAfter(Duration.ofSeconds(1)))
                .start()) {
            Process first = start(claude, month, directory);
            assertThat(readUntil(first, killedAt)).as("it got as far as that").contains(killedAt);
            if (killedAt.equals(RESULTS)) {
                awaitWritten(directory.resolve("batches/ledger.mv.db"));
            }
            first.destroyForcibly().waitFor();
            int before = Expenses.ids(directory).size();
            System.out.printf("Killed with %d of %d items in the table%n", before, ROWS);
            assertThat(before).isBetween(killedAt.equals(RESULTS) ? 1 : 0, ROWS - 1);

            Process second = start(claude, month, directory);
            String report = readUntil(second, null);
            assertThat(second.waitFor()).as(report).isZero();

            assertThat(report).contains("since an earlier run").containsPattern("answers +2,000\n");
            assertThat(Expenses.ids(directory))
                    .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, ROWS)
                            .mapToObj(row -> "X-" + row)
                            .toList());
            claude.assertEachContentAnsweredOnce();
            assertThat(claude.accounting().totals().answered()).isEqualTo(ROWS);
            assertThat(report)
                    .contains("cost         $"
                            + claude.accounting().totals().cost().dollars().setScale(4, RoundingMode.HALF_UP));

            String again = readUntil(start(claude, month, directory), null);
            assertThat(again.substring(again.indexOf("category"), again.indexOf("time")))
                    .isEqualTo(report.substring(report.indexOf("category"), report.indexOf("time")));
            assertThat(claude.accounting().totals().answered()).isEqualTo(ROWS);
        }
    }

    private static Process start(ClaudeSimulator claude, Path month, Path directory) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                // Short, since nobody else works on this; and what was killed while it was sent is looked for.
                "-Dcamel.component.claude.ledgerLease=2s",
                "-Dcamel.component.claude.suspectGrace=2s",
                Examples.class.getName(),
                "month-end",
                "--live",
                "--input",
                month.toString(),
                "--directory",
                directory.toString()));
        builder.environment().put("ANTHROPIC_API_KEY", "sk-ant-month-end");
        builder.environment().put("ANTHROPIC_BASE_URL", claude.baseUrl());
        builder.redirectError(new File("target", "month-end-killed.log"));
        return builder.start();
    }

    /** What is in the table by now is on the disk when this returns: the database writes twice a second. */
    private static void awaitWritten(Path database) throws IOException {
        FileTime now = Files.getLastModifiedTime(database);
        await().pollInterval(Duration.ofMillis(10))
                .until(() -> Files.getLastModifiedTime(database).compareTo(now) > 0);
    }

    /** What it says until it says something, or to its end. */
    private static String readUntil(Process process, String something) throws IOException {
        StringBuilder said = new StringBuilder();
        BufferedReader reader = process.inputReader();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            said.append(line).append('\n');
            if (something != null && line.contains(something)) {
                break;
            }
        }
        return said.toString();
    }
}
