/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.invoices;

import io.github.camelclaude.estimate.TokenEstimator;
import io.github.camelclaude.examples.run.Forecast;
import io.github.camelclaude.examples.run.JobOptions;
import io.github.camelclaude.examples.run.RunDirectory;
import io.github.camelclaude.examples.run.RunResult;
import io.github.camelclaude.examples.run.WhoAnswers;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A folder of invoices in, one JSON document for each out. */
@Command(
        name = "extract-invoices",
        mixinStandardHelpOptions = true,
        description = "Reads invoices, PDF or text, into JSON of one schema; puts aside what can't be read.")
public final class ExtractInvoices implements Callable<Integer> {

    /** Seen with this schema and a few lines. */
    private static final long OUTPUT_TOKENS_PER_INVOICE = 250;

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    @Mixin
    private JobOptions options;

    @Option(
            names = "--input",
            paramLabel = "DIR",
            description =
                    "Where the invoices lie (*.pdf, *.txt); they stay there. Default: the seven that are shipped.")
    private Path input;

    public ExtractInvoices() {
        this(System.getenv());
    }

    /** @param environment where the key for {@code --live} is looked up */
    ExtractInvoices(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        if (input != null && !Files.isDirectory(input)) {
            throw new ParameterException(spec.commandLine(), "--input=" + input + " is not a folder");
        }
        Properties properties = InvoiceRun.EXAMPLE.properties();
        try (WhoAnswers whoAnswers = options.choose(properties, environment)) {
            RunDirectory run = RunDirectory.open(options.directory(), whoAnswers.isLive(), InvoiceRun.FOLDERS);
            InvoiceInput invoices = InvoiceInput.fill(run, Optional.ofNullable(input));
            announce(whoAnswers, properties, invoices, run);
            return invoices.invoices() == 0 ? 0 : work(whoAnswers, invoices, run);
        }
    }

    private void announce(WhoAnswers whoAnswers, Properties properties, InvoiceInput invoices, RunDirectory run)
            throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        out.println(whoAnswers.announcement());
        if (invoices.answeredEarlier() > 0) {
            out.printf(
                    Locale.ROOT,
                    "%,d invoices have their answer in %s already%n",
                    invoices.answeredEarlier(),
                    run.folder("answers"));
        }
        if (invoices.leftOut() > 0) {
            out.printf(
                    Locale.ROOT,
                    "%,d files are left out: their names are not those of a *.pdf or *.txt%n",
                    invoices.leftOut());
        }
        out.printf(Locale.ROOT, "%,d invoices to do%n", invoices.invoices());
        if (whoAnswers.isLive() && invoices.invoices() > 0) {
            long around = TokenEstimator.estimate(
                    InvoiceRun.EXAMPLE.text("system.txt") + InvoiceRun.EXAMPLE.text("invoice-schema.json"));
            Forecast forecast = new Forecast(
                    invoices.invoices(),
                    invoices.promptTokens() + invoices.invoices() * around,
                    invoices.invoices() * OUTPUT_TOKENS_PER_INVOICE);
            out.println(forecast.of(properties.getProperty("camel.component.claude.model")));
        }
        out.flush();
    }

    private int work(WhoAnswers whoAnswers, InvoiceInput invoices, RunDirectory run) throws Exception {
        long started = System.nanoTime();
        RunResult result = new InvoiceRun(run, whoAnswers).run(invoices.invoices(), Map.of());
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                """

                invoices     %,d
                answers      %,d in %s
                dead-letter  %,d in %s%s
                tokens       %,d input, %,d output
                cost         %s%s
                time         %.1f s
                """,
                invoices.invoices(),
                result.answers(),
                run.folder("answers"),
                result.rejected(),
                run.folder("dead-letter"),
                result.rejects().isEmpty() ? "" : " " + result.rejects(),
                result.inputTokens(),
                result.outputTokens(),
                Forecast.usd(result.cost()),
                whoAnswers.isLive() ? "" : " if it had been Claude; nothing is paid",
                took.toMillis() / 1000.0);
        whoAnswers
                .simulator()
                .ifPresent(
                        simulator -> out.println("\n" + simulator.accounting().picture()));
        out.flush();
        return 0;
    }
}
