/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.monthend;

import io.github.camelclaude.examples.run.Forecast;
import io.github.camelclaude.examples.run.JobOptions;
import io.github.camelclaude.examples.run.RunDirectory;
import io.github.camelclaude.examples.run.WhoAnswers;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Callable;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A month's expenses in, a row of a table with its category for each out, in batches at half the price. */
@Command(
        name = "month-end",
        mixinStandardHelpOptions = true,
        description = "Gives each expense of a CSV a category, in batches at half the price; goes on after a crash.")
public final class MonthEnd implements Callable<Integer> {

    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    @Mixin
    private JobOptions options;

    @Option(
            names = "--input",
            paramLabel = "CSV",
            description =
                    "The expenses, with the columns id, text and cost_centre. Its name is the job: the same name is"
                            + " not paid twice. Default: the 400 that are shipped.")
    private Path input;

    public MonthEnd() {
        this(System.getenv());
    }

    /** @param environment where the key for {@code --live} is looked up */
    MonthEnd(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        if (input != null && !Files.isRegularFile(input)) {
            throw new ParameterException(spec.commandLine(), "--input=" + input + " is not a file");
        }
        Properties properties = MonthRun.EXAMPLE.properties();
        try (WhoAnswers whoAnswers = options.choose(properties, environment)) {
            RunDirectory run = RunDirectory.open(options.directory(), whoAnswers.isLive(), MonthRun.FOLDERS);
            MonthInput month = MonthInput.fill(run, Optional.ofNullable(input));
            PrintWriter out = spec.commandLine().getOut();
            out.println(whoAnswers.announcement());
            out.printf(Locale.ROOT, "%,d expenses in %s%n", month.rows(), month.job());
            if (month.rows() > 0) {
                out.println(month.forecast().inBatches(properties.getProperty("camel.component.claude.model")));
            }
            out.flush();
            return month.rows() == 0 ? 0 : work(whoAnswers, month, run);
        }
    }

    private int work(WhoAnswers whoAnswers, MonthInput month, RunDirectory run) throws Exception {
        long started = System.nanoTime();
        MonthRun.Outcome outcome;
        try (Progress progress = new Progress(spec.commandLine().getOut())) {
            outcome = new MonthRun(run, whoAnswers).run(month.job(), Map.of(), progress);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        report(whoAnswers, outcome, took, run);
        return outcome.sums().ended() + outcome.rejected() == month.rows() ? 0 : 1;
    }

    private void report(WhoAnswers whoAnswers, MonthRun.Outcome outcome, Duration took, RunDirectory run) {
        ExpenseTable.Sums sums = outcome.sums();
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%ncategory       expenses        cost%n");
        outcome.categories()
                .forEach(category -> out.printf(
                        Locale.ROOT,
                        "%-14s %,8d  %10s%n",
                        category.name(),
                        category.expenses(),
                        Forecast.usd(category.usd())));
        out.printf(
                Locale.ROOT,
                """

                items        %,d
                answers      %,d
                dead-letter  %,d in %s
                resubmitted  %,d
                tokens       %,d input, %,d output
                cost         %s, not in batches it would be %s%s
                time         %.1f s
                """,
                sums.ended() + outcome.rejected(),
                sums.answered(),
                sums.ended() - sums.answered() + outcome.rejected(),
                run.folder("dead-letter"),
                sums.resubmitted(),
                sums.inputTokens(),
                sums.outputTokens(),
                Forecast.usd(sums.usd()),
                Forecast.usd(sums.usd().multiply(TWO)),
                whoAnswers.isLive() ? "" : "; if it had been Claude: nothing is paid",
                took.toMillis() / 1000.0);
        out.flush();
    }

    /** Shows how far it is: items, how many a second, when it will probably end, what it has cost. */
    private static final class Progress implements MonthRun.Watcher, AutoCloseable {

        private final PrintWriter out;
        private ProgressBar bar;
        private long items;
        private boolean begun;

        Progress(PrintWriter out) {
            this.out = out;
        }

        @Override
        public void handedIn(long taken, long rejected, boolean knownBefore) {
            items = taken;
            out.printf(
                    Locale.ROOT,
                    "%,d items are taken in%s, %,d can't be sent%n",
                    taken,
                    knownBefore ? " since an earlier run" : "",
                    rejected);
            out.flush();
        }

        @Override
        public void at(ExpenseTable.Sums sums) {
            if (bar == null) {
                bar = new ProgressBarBuilder()
                        .setTaskName("expenses")
                        .setInitialMax(items)
                        // What was there before says nothing about how fast this run is.
                        .startsFrom(sums.ended(), Duration.ZERO)
                        .showSpeed()
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(System.console() == null ? 5_000 : 250)
                        .setMaxRenderedLength(140)
                        .build();
            }
            if (!begun && sums.ended() > 0) {
                begun = true;
                out.println("Results come in");
                out.flush();
            }
            bar.setExtraMessage(" " + Forecast.usd(sums.usd()) + " so far");
            bar.stepTo(sums.ended());
        }

        @Override
        public void close() {
            if (bar != null) {
                bar.close();
            }
        }
    }
}
