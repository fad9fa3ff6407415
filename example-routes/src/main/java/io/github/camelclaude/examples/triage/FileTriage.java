/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.triage;

import io.github.camelclaude.catalog.LimitCatalog;
import io.github.camelclaude.estimate.TokenEstimator;
import io.github.camelclaude.examples.run.Forecast;
import io.github.camelclaude.examples.run.JobOptions;
import io.github.camelclaude.examples.run.QuotaUse;
import io.github.camelclaude.examples.run.RunDirectory;
import io.github.camelclaude.examples.run.WhoAnswers;
import io.github.camelclaude.rate.Picture;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
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

/** The main job: a CSV of complaints in, one JSON answer per complaint out, within the limits and the urgent first. */
@Command(
        name = "file-triage",
        mixinStandardHelpOptions = true,
        description = "Gives each complaint of a CSV a category, an urgency and a one-line summary.")
public final class FileTriage implements Callable<Integer> {

    /** Seen with this schema: some ten tokens of JSON around a line of summary. */
    private static final long OUTPUT_TOKENS_PER_ROW = 60;
    /** The limits of this tier are so small that the whole file would take twenty minutes. */
    private static final String SMALLEST = "legacy-1";

    private static final long ROWS_FOR_SMALLEST = 100;

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    @Mixin
    private JobOptions options;

    @Option(
            names = "--input",
            paramLabel = "CSV",
            description = "The complaints, with the columns id and narrative; default: the 1,000 that are shipped.")
    private Path input;

    @Option(
            names = "--rows",
            paramLabel = "N",
            description = "Only the first N rows; default: all, with --limits " + SMALLEST + " the first 100.")
    private Long rows;

    @Option(
            names = "--limits",
            paramLabel = "TIER",
            description = "The limits that the simulator holds calls to, those of a tier: start, build, scale, "
                    + "evaluation, " + SMALLEST
                    + " (to 4). Default: as in application.properties, for about a minute of"
                    + " work. With --live: the tier of your organization, to begin with; headers tell the rest.")
    private String limits;

    @Option(
            names = "--dsl",
            description = "Which of the two equal routes runs: ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.",
            defaultValue = "yaml")
    private TriageRun.Dsl dsl;

    public FileTriage() {
        this(System.getenv());
    }

    /** @param environment where the key for {@code --live} is looked up */
    FileTriage(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        if (rows != null && rows < 1) {
            throw new ParameterException(spec.commandLine(), "--rows=" + rows + " must be at least 1");
        }
        if (input != null && !Files.isRegularFile(input)) {
            throw new ParameterException(spec.commandLine(), "--input=" + input + " is not a file");
        }
        Properties properties = TriageRun.EXAMPLE.properties();
        if (limits != null) {
            checkLimits();
            SimulatorLimits.ofTier(limits, properties);
        }
        try (WhoAnswers whoAnswers = options.choose(properties, environment)) {
            RunDirectory run = RunDirectory.open(options.directory(), whoAnswers.isLive(), TriageInput.FOLDERS);
            TriageInput triage = TriageInput.fill(run, Optional.ofNullable(input), most());
            announce(whoAnswers, properties, triage, run);
            return triage.rows() == 0 ? 0 : work(whoAnswers, triage, run);
        }
    }

    /** The simulator knows the tiers as well, but whoever calls the real API should hear it before anything starts. */
    private void checkLimits() {
        try {
            LimitCatalog.load().tier(limits);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--limits=%s is no tier; there are start, build, scale, evaluation and %s to legacy-4"
                            .formatted(limits, SMALLEST));
        }
    }

    private long most() {
        if (rows != null) {
            return rows;
        }
        return SMALLEST.equals(limits) && input == null ? ROWS_FOR_SMALLEST : Long.MAX_VALUE;
    }

    private void announce(WhoAnswers whoAnswers, Properties properties, TriageInput triage, RunDirectory run)
            throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        out.println(whoAnswers.announcement());
        if (triage.answeredEarlier() > 0) {
            out.printf(
                    Locale.ROOT,
                    "%,d rows have their answer in %s already%n",
                    triage.answeredEarlier(),
                    run.folder("answers"));
        }
        out.printf(Locale.ROOT, "%,d rows to do%n", triage.rows());
        if (whoAnswers.isLive() && triage.rows() > 0) {
            out.println(forecast(triage).of(properties.getProperty("camel.component.claude.model")));
        }
        out.flush();
    }

    private static Forecast forecast(TriageInput triage) throws IOException {
        long around = TokenEstimator.estimate(
                TriageRun.EXAMPLE.text("system.txt") + TriageRun.EXAMPLE.text("complaint-schema.json"));
        return new Forecast(
                triage.rows(), triage.promptTokens() + triage.rows() * around, triage.rows() * OUTPUT_TOKENS_PER_ROW);
    }

    private int work(WhoAnswers whoAnswers, TriageInput triage, RunDirectory run) throws Exception {
        Map<String, String> settings = new HashMap<>();
        if (limits != null) {
            settings.put("camel.component.claude.tier", limits);
        }
        long started = System.nanoTime();
        TriageRun.Outcome outcome;
        try (ProgressBar bar = progressBar(triage.rows())) {
            outcome = new TriageRun(run, dsl, whoAnswers).run(settings, picture -> show(bar, picture));
        }
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        PrintWriter out = spec.commandLine().getOut();
        out.println(new TriageSummary(triage, outcome, took, whoAnswers, run).text());
        out.flush();
        return outcome.result().answers() + outcome.result().rejected() == triage.rows() ? 0 : 1;
    }

    private static void show(ProgressBar bar, Picture picture) {
        bar.setExtraMessage(QuotaUse.levels(picture));
        bar.step();
    }

    private static ProgressBar progressBar(long rows) {
        return new ProgressBarBuilder()
                .setTaskName("complaints")
                .setInitialMax(rows)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(System.console() == null ? 5_000 : 250)
                .setMaxRenderedLength(140)
                .build();
    }
}
