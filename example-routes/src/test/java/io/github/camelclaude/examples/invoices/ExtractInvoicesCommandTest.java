/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.invoices;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelclaude.simulator.ClaudeSimulator;
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

/** What a person at the terminal meets. */
@Timeout(60)
class ExtractInvoicesCommandTest {

    @TempDir
    private Path temp;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void a_run_ends_with_a_summary() throws Exception {
        int exit = run(Map.of(), "--directory", temp.resolve("run").toString());

        assertThat(exit).isZero();
        assertThat(out.toString())
                .contains("SIMULATOR: no answer below comes from Claude")
                .contains("7 invoices to do")
                .containsPattern("answers +6 in ")
                .containsPattern("dead-letter +1 in .*dead-letter \\{invalid=1}")
                .contains("nothing is paid");
    }

    @Test
    void a_live_run_tells_its_price_and_goes_on_where_the_last_one_ended() throws Exception {
        try (ClaudeSimulator real =
                ClaudeSimulator.builder().port(0).latency(Duration.ZERO).start()) {
            Map<String, String> environment =
                    Map.of("ANTHROPIC_API_KEY", "sk-ant-live", "ANTHROPIC_BASE_URL", real.baseUrl());
            Path input = Files.createDirectories(temp.resolve("in"));
            Files.writeString(input.resolve("a.txt"), "Invoice 1, total 5.00");
            Files.writeString(input.resolve("b.txt"), "  ");
            Files.writeString(input.resolve("notes.md"), "not an invoice");
            String[] arguments = {
                "--live",
                "--input",
                input.toString(),
                "--directory",
                temp.resolve("run").toString()
            };

            assertThat(run(environment, arguments)).isZero();
            assertThat(out.toString())
                    .contains("LIVE: calls go to " + real.baseUrl())
                    .containsPattern("Estimated for claude-haiku-5-5: [\\d,]+ input and 500 output tokens; cost about")
                    .contains("1 files are left out")
                    .doesNotContain("SIMULATOR", "sk-ant-live");

            Files.writeString(input.resolve("b.txt"), "Invoice 2, total 7.00");
            assertThat(run(environment, arguments)).isZero();
            assertThat(InvoiceFiles.in(temp.resolve("run")).answers()).containsOnlyKeys("a.txt", "b.txt");
            assertThat(InvoiceFiles.in(temp.resolve("run")).deadLetters()).isEmpty();
            assertThat(real.accounting().totals().arrived()).isEqualTo(2);
            assertThat(run(environment, arguments)).as("nothing left to do").isZero();
            assertThat(real.accounting().totals().arrived()).isEqualTo(2);
            assertThat(input.resolve("a.txt")).exists();
        }
    }

    @Test
    void wrong_options_are_named_with_their_value() {
        assertThat(run(Map.of(), "--live")).isEqualTo(2);
        assertThat(run(Map.of(), "--input", "nowhere")).isEqualTo(2);

        assertThat(err.toString()).contains("ANTHROPIC_API_KEY").contains("--input=nowhere");
    }

    private int run(Map<String, String> environment, String... arguments) {
        return new CommandLine(new ExtractInvoices(environment))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
