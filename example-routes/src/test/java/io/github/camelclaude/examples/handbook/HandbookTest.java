/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.handbook;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelclaude.simulator.ClaudeSimulator;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What a person at the terminal meets, and what the service has been asked. */
@Timeout(120)
class HandbookTest {

    @TempDir
    private Path temp;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(Map<String, String> environment, String... arguments) {
        return new CommandLine(new Handbook(environment))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private Path questions(Stream<String> rows) throws Exception {
        return Files.writeString(
                temp.resolve("mine.csv"), rows.collect(Collectors.joining("\n", "id,question\n", "\n")));
    }

    private long files(String folder) throws Exception {
        try (Stream<Path> files = Files.list(temp.resolve("run").resolve(folder))) {
            return files.count();
        }
    }

    @Test
    void all_questions_at_once_write_the_handbook_once_and_the_others_read_it() throws Exception {
        try (ClaudeSimulator claude =
                ClaudeSimulator.builder().port(0).latency(Duration.ofMillis(50)).start()) {
            Path mine = questions(
                    IntStream.rangeClosed(1, 120).mapToObj(i -> "Q-%d,What holds in case %d?".formatted(i, i)));
            int exit = run(
                    Map.of("ANTHROPIC_API_KEY", "sk-ant-handbook", "ANTHROPIC_BASE_URL", claude.baseUrl()),
                    "--live",
                    "--input",
                    mine.toString(),
                    "--directory",
                    temp.resolve("run").toString());

            assertThat(exit).as("%s%s", out, err).isZero();
            assertThat(files("answers")).isEqualTo(120);
            assertThat(files("rejects")).isZero();
            var usage = claude.accounting().totals().usage();
            assertThat(usage.cacheWrites()).isPositive();
            assertThat(usage.cacheRead()).isEqualTo(119 * usage.cacheWrites());
            claude.assertEachContentAnsweredOnce();
            assertThat(out.toString())
                    .containsPattern("calls +120;")
                    .containsPattern("input .* 9[0-9]\\.\\d % read from the prompt cache")
                    .containsPattern("saved +\\$\\d");
        }
    }

    @Test
    void what_was_asked_before_needs_no_call_and_a_row_that_comes_twice_no_answer() throws Exception {
        try (ClaudeSimulator claude =
                ClaudeSimulator.builder().port(0).latency(Duration.ZERO).start()) {
            Path mine = questions(Stream.of(
                    "Q-1,Who signs?", "Q-1,Who signs?", "a/b,Who signs a path?", "Q-2,Who pays?", "Q-3,Who reads?"));
            Map<String, String> environment =
                    Map.of("ANTHROPIC_API_KEY", "sk-ant-handbook", "ANTHROPIC_BASE_URL", claude.baseUrl());
            String[] arguments = {
                "--live",
                "--input",
                mine.toString(),
                "--directory",
                temp.resolve("run").toString()
            };

            assertThat(run(environment, arguments)).as("%s%s", out, err).isZero();

            assertThat(files("answers")).isEqualTo(3);
            assertThat(files("rejects")).isEqualTo(1);
            assertThat(claude.accounting().totals().answered()).isEqualTo(3);
        }
    }

    @Test
    void wrong_options_are_named_with_their_value() {
        assertThat(run(Map.of(), "--live")).isEqualTo(2);
        assertThat(run(Map.of(), "--input", "nowhere")).isEqualTo(2);

        assertThat(err.toString()).contains("ANTHROPIC_API_KEY").contains("--input=nowhere");
    }
}
