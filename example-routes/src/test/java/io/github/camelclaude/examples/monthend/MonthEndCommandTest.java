/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.monthend;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.batch.BatchRules;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What a person at the terminal meets. A live run is one against an address and a key from the environment. */
@Timeout(120)
class MonthEndCommandTest {

    @TempDir
    private Path temp;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void the_shipped_month_is_simulated_and_reported() throws Exception {
        Path directory = temp.resolve("run");

        assertThat(run(Map.of("ANTHROPIC_API_KEY", "sk-ant-unused"), "--directory", directory.toString()))
                .isZero();

        assertThat(out.toString())
                .contains("SIMULATOR: no answer below comes from Claude")
                .contains("400 expenses in expenses-2026-10.csv")
                .containsPattern("Estimated for claude-haiku-5-5: .*; in batches half of that")
                .contains("399 items are taken in, 1 can't be sent")
                .containsPattern("travel +\\d+ +\\$0\\.\\d+")
                .containsPattern("answers +399\n")
                .containsPattern("dead-letter +1 in ")
                .containsPattern("cost +\\$[\\d.]+, not in batches it would be \\$[\\d.]+; if it had been Claude");
        assertThat(Expenses.ids(directory)).hasSize(399).doesNotHaveDuplicates();
        assertThat(directory.resolve("dead-letter/unanswered.jsonl"))
                .content()
                .contains("\"id\":\"X-0137\"", "\"reason\":\"malformed\"");
    }

    @Test
    void a_month_that_was_paid_is_reported_again_and_not_paid_again() throws Exception {
        Path month = Expenses.write(temp.resolve("october.csv"), 20);
        String[] arguments = {
            "--live",
            "--input",
            month.toString(),
            "--directory",
            temp.resolve("run").toString()
        };
        try (ClaudeSimulator real = quick()) {
            assertThat(run(live(real), arguments)).isZero();
            assertThat(run(live(real), arguments)).isZero();

            assertThat(real.accounting().totals().answered()).isEqualTo(20);
            assertThat(out.toString())
                    .contains("LIVE: calls go to " + real.baseUrl())
                    .contains("20 items are taken in since an earlier run, 0 can't be sent")
                    .doesNotContain("sk-ant-live");
        }
    }

    @Test
    void what_is_no_month_is_named() throws Exception {
        Path other = Files.writeString(temp.resolve("other.csv"), "number,text\n1,Taxi\n");

        assertThat(run(Map.of(), "--input", "nowhere")).isEqualTo(2);
        assertThat(run(
                        Map.of(),
                        "--input",
                        other.toString(),
                        "--directory",
                        temp.resolve("run").toString()))
                .isEqualTo(1);

        assertThat(err.toString())
                .contains("--input=nowhere")
                .contains("other.csv needs the columns id, text and cost_centre; there are [number, text]");
    }

    private int run(Map<String, String> environment, String... arguments) {
        return new CommandLine(new MonthEnd(environment))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    line.getErr().println(failure.getMessage());
                    return 1;
                })
                .execute(arguments);
    }

    private static ClaudeSimulator quick() {
        return ClaudeSimulator.builder()
                .port(0)
                .latency(Duration.ZERO)
                .batches(BatchRules.USUAL.doneAfter(Duration.ofMillis(500)))
                .start();
    }

    private static Map<String, String> live(ClaudeSimulator real) {
        return Map.of("ANTHROPIC_API_KEY", "sk-ant-live", "ANTHROPIC_BASE_URL", real.baseUrl());
    }
}
