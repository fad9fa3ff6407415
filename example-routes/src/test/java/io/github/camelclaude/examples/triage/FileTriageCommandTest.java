/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.triage;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelclaude.simulator.ClaudeSimulator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What a person at the terminal meets. A live run is one against an address and a key from the environment. */
class FileTriageCommandTest {

    @TempDir
    private Path temp;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void a_key_in_the_environment_is_not_used_without_live() throws Exception {
        try (ClaudeSimulator real = quick()) {
            int exit = run(
                    live(real),
                    "--rows",
                    "3",
                    "--directory",
                    temp.resolve("run").toString());

            assertThat(exit).isZero();
            assertThat(real.accounting().totals().arrived()).isZero();
            assertThat(out.toString())
                    .contains("SIMULATOR: no answer below comes from Claude")
                    .contains("nothing is paid")
                    .containsPattern("quota +requests +[\\d.]+ % of 600 a minute")
                    .contains("refusals  0 by limits of the service (429)")
                    .containsPattern("waits +(high|normal) +\\d waited")
                    .containsPattern("answers +3 in ");
        }
    }

    @Test
    void other_limits_are_those_of_a_tier_and_the_smallest_take_a_hundred_rows() {
        int exit = run(
                Map.of(),
                "--limits",
                "scale",
                "--rows",
                "20",
                "--directory",
                temp.resolve("run").toString());

        assertThat(exit).isZero();
        assertThat(out.toString())
                .containsPattern("answers +20 in ")
                .containsPattern("quota +requests +[\\d.]+ % of 10,000 a minute");
    }

    @Test
    void a_tier_that_there_is_not_is_named_with_those_that_there_are_live_or_not() {
        for (String[] arguments : new String[][] {{"--limits", "gold"}, {"--limits", "gold", "--live"}}) {
            assertThat(run(Map.of("ANTHROPIC_API_KEY", "sk-ant-live"), arguments))
                    .isEqualTo(2);
            assertThat(err.toString())
                    .contains("--limits=gold is no tier; there are start, build, scale, evaluation and legacy-1 to"
                            + " legacy-4");
            err.getBuffer().setLength(0);
        }
    }

    @Test
    void an_input_that_is_no_file_is_named() {
        assertThat(run(Map.of(), "--input", "nowhere.csv")).isEqualTo(2);
        assertThat(err.toString()).contains("--input=nowhere.csv is not a file");
    }

    @Test
    void live_without_a_key_says_where_to_put_it_and_calls_nobody() {
        int exit = run(Map.of(), "--live");

        assertThat(exit).isEqualTo(2);
        assertThat(err.toString()).contains("ANTHROPIC_API_KEY");
    }

    @Test
    void live_prints_the_estimated_cost_and_calls_the_real_address() throws Exception {
        try (ClaudeSimulator real = quick()) {
            int exit = run(
                    live(real),
                    "--live",
                    "--rows",
                    "5",
                    "--directory",
                    temp.resolve("run").toString());

            assertThat(exit).isZero();
            assertThat(out.toString())
                    .contains("LIVE: calls go to " + real.baseUrl())
                    .containsPattern(
                            "Estimated for claude-haiku-5-5: [\\d,]+ input and 300 output tokens; cost about \\$0\\.0\\d+")
                    .doesNotContain("SIMULATOR")
                    .doesNotContain("sk-ant-live");
            assertThat(real.accounting().totals().answered()).isEqualTo(5);
        }
    }

    @Test
    void a_live_run_goes_on_where_the_last_one_ended() throws Exception {
        Path directory = temp.resolve("run");
        Path csv = TriageRows.write(
                temp.resolve("rows.csv"),
                List.of(List.of("1", "x", "my card"), List.of("2", "x", ""), List.of("3", "x", "my loan")));
        try (ClaudeSimulator real = quick()) {
            String[] arguments = {"--live", "--input", csv.toString(), "--directory", directory.toString()};
            run(live(real), arguments);
            assertThat(TriageFiles.in(directory).rejects()).containsOnlyKeys("2");

            TriageRows.write(
                    csv,
                    List.of(
                            List.of("1", "x", "my card"),
                            List.of("2", "x", "mended"),
                            List.of("3", "x", "my loan"),
                            List.of("4", "x", "my new account")));
            run(live(real), arguments);

            assertThat(TriageFiles.in(directory).answers()).containsOnlyKeys("1", "2", "3", "4");
            assertThat(TriageFiles.in(directory).rejects()).isEmpty();
            assertThat(real.accounting().totals().arrived()).isEqualTo(4);
            assertThat(out.toString()).contains("2 rows have their answer in ");
            assertThat(run(live(real), arguments)).as("nothing left to do").isZero();
            assertThat(real.accounting().totals().arrived()).isEqualTo(4);
        }
    }

    @Test
    void neither_kind_of_run_takes_the_files_of_the_other() throws Exception {
        String directory = temp.resolve("run").toString();
        try (ClaudeSimulator real = quick()) {
            run(live(real), "--rows", "1", "--directory", directory);
            assertThat(run(live(real), "--live", "--directory", directory)).isNotZero();
            assertThat(err.toString()).contains("simulated run").contains("another --directory");
            assertThat(real.accounting().totals().arrived()).isZero();

            Path own = Files.writeString(
                    Files.createDirectories(temp.resolve("own/answers")).resolve("mine.json"), "{}");
            assertThat(run(Map.of(), "--directory", temp.resolve("own").toString()))
                    .isNotZero();
            assertThat(own).exists();
        }
    }

    @Test
    void wrong_options_are_named_with_their_value() throws IOException {
        assertThat(run(Map.of(), "--rows", "0")).isEqualTo(2);
        assertThat(run(Map.of(), "--limits", "platinum")).isEqualTo(2);
        assertThat(run(Map.of(), "--dsl", "xml")).isEqualTo(2);
        assertThat(run(
                        Map.of(),
                        "--input",
                        "missing.csv",
                        "--directory",
                        temp.resolve("a").toString()))
                .isNotZero();
        Path csv = Files.writeString(temp.resolve("rows.csv"), "id,text\n1,x\n");
        assertThat(run(
                        Map.of(),
                        "--input",
                        csv.toString(),
                        "--directory",
                        temp.resolve("b").toString()))
                .isNotZero();

        assertThat(err.toString())
                .contains("--rows=0")
                .contains("platinum")
                .contains("xml")
                .contains("missing.csv")
                .contains("The column narrative is missing");
    }

    private int run(Map<String, String> environment, String... arguments) {
        return new CommandLine(new FileTriage(environment))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    line.getErr().println(failure.getMessage());
                    return 1;
                })
                .execute(arguments);
    }

    private static ClaudeSimulator quick() {
        return ClaudeSimulator.builder().port(0).latency(Duration.ZERO).start();
    }

    private static Map<String, String> live(ClaudeSimulator real) {
        return Map.of("ANTHROPIC_API_KEY", "sk-ant-live", "ANTHROPIC_BASE_URL", real.baseUrl());
    }
}
