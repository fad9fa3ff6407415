/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.triage;

import io.github.camelclaude.estimate.TokenEstimator;
import io.github.camelclaude.examples.run.Forecast;
import io.github.camelclaude.examples.run.RunDirectory;
import io.github.camelclaude.examples.run.RunResult;
import io.github.camelclaude.examples.run.WhoAnswers;
import io.github.camelclaude.simulator.ClaudeSimulator;
import java.io.IOException;
import java.io.PrintWriter;
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
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The main job: a CSV of complaints in, one JSON answer per complaint out. */
@Command(
        name = "file-triage",
        mixinStandardHelpOptions = true,
        description = "Gives each complaint of a CSV a category, an urgency and a one-line summary.")
public final class FileTriage implements Callable<Integer> {

    /** Seen with this schema: some ten tokens of JSON around a line of summary. */
    private static final long OUTPUT_TOKENS_PER_ROW = 60;

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--live",
            description = "Call the real API with the key in ANTHROPIC_API_KEY, after printing the estimated cost."
                    + " Rows that an earlier live run has answered are not paid again.")
    private boolean live;

    @Option(
            names = "--input",
            paramLabel = "CSV",
            description = "The complaints, with the columns id and narrative; default: the 1,000 that are shipped.")
    private Path input;

    @Option(
            names = "--rows",
            paramLabel = "N",
            description = "Only the first N rows.",
            defaultValue = "9223372036854775807",
            showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER)
    private long rows;

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "Where answers/ and rejects/ go; default: target/file-triage/simulated or .../live.")
    private Path directory;

    @Option(
            names = "--dsl",
            description = "Which of the two equal routes runs: ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.",
            defaultValue = "yaml")
    private TriageRun.Dsl dsl;

    @Option(names = "--calls-in-flight", paramLabel = "N", description = "How many calls are under way at most.")
    private Integer callsInFlight;

    public FileTriage() {
        this(System.getenv());
    }

    /** @param environment where the key for {@code --live} is looked up */
    FileTriage(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        validate();
        Properties properties = TriageRun.EXAMPLE.properties();
        try (WhoAnswers whoAnswers = choose(properties)) {
            RunDirectory run = RunDirectory.open(directoryOf(whoAnswers), whoAnswers.isLive(), TriageInput.FOLDERS);
            TriageInput triage = TriageInput.fill(run, Optional.ofNullable(input), rows);
            announce(whoAnswers, properties, triage, run);
            return triage.rows() == 0 ? 0 : work(whoAnswers, triage, run);
        }
    }

    private void validate() {
        if (rows < 1) {
            throw new ParameterException(spec.commandLine(), "--rows=" + rows + " must be at least 1");
        }
        if (callsInFlight != null && callsInFlight < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--calls-in-flight=" + callsInFlight + " must be at least 1");
        }
    }

    private WhoAnswers choose(Properties properties) {
        try {
            return WhoAnswers.choose(live, properties, environment);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private Path directoryOf(WhoAnswers whoAnswers) {
        return directory != null
                ? directory
                : Path.of("target", "file-triage", whoAnswers.isLive() ? "live" : "simulated");
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
        if (callsInFlight != null) {
            settings.put("triage.callsInFlight", callsInFlight.toString());
        }
        long started = System.nanoTime();
        RunResult result;
        try (ProgressBar bar = progressBar(triage.rows())) {
            result = new TriageRun(run, dsl, whoAnswers).run(settings, bar::step);
        }
        Duration took = Duration.ofNanos(System.nanoTime() - started);
        PrintWriter out = spec.commandLine().getOut();
        out.println(summary(triage, result, took, whoAnswers, run));
        out.flush();
        return result.answers() + result.rejected() == triage.rows() ? 0 : 1;
    }

    private static ProgressBar progressBar(long rows) {
        return new ProgressBarBuilder()
                .setTaskName("complaints")
                .setInitialMax(rows)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(System.console() == null ? 5_000 : 250)
                .showSpeed()
                .build();
    }

    private static String summary(
            TriageInput triage, RunResult result, Duration took, WhoAnswers whoAnswers, RunDirectory run) {
        String text = String.format(
                Locale.ROOT,
                """

                rows      %,d
                answers   %,d in %s
                rejects   %,d in %s%s
                tokens    %,d input, %,d output
                cost      %s%s
                time      %.1f s""",
                triage.rows(),
                result.answers(),
                run.folder("answers"),
                result.rejected(),
                run.folder("rejects"),
                result.rejects().isEmpty() ? "" : " " + result.rejects(),
                result.inputTokens(),
                result.outputTokens(),
                Forecast.usd(result.cost()),
                whoAnswers.isLive() ? "" : " if it had been Claude; nothing is paid",
                took.toMillis() / 1000.0);
        return text + whoAnswers.simulator().map(FileTriage::seenBySimulator).orElse("");
    }

    private static String seenBySimulator(ClaudeSimulator simulator) {
        return "\n\n" + simulator.accounting().picture();
    }
}
