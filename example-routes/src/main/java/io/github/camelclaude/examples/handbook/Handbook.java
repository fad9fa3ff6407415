/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.handbook;

import io.github.camelclaude.estimate.TokenEstimator;
import io.github.camelclaude.examples.run.Forecast;
import io.github.camelclaude.examples.run.JobOptions;
import io.github.camelclaude.examples.run.RunDirectory;
import io.github.camelclaude.examples.run.WhoAnswers;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A long handbook and many questions about it: each question pays for the handbook's first reading, or for next to nothing. */
@Command(
        name = "handbook",
        mixinStandardHelpOptions = true,
        description =
                "Asks a 60-page handbook 500 questions, with the handbook in the prompt cache; tells what that saves.")
public final class Handbook implements Callable<Integer> {

    private static final String QUESTIONS = "questions.csv";

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    @Mixin
    private JobOptions options;

    @Option(
            names = "--input",
            paramLabel = "CSV",
            description = "Questions with the columns id and question. Default: the 500 that are shipped.")
    private Path input;

    public Handbook() {
        this(System.getenv());
    }

    /** @param environment where the key for {@code --live} is looked up */
    Handbook(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws Exception {
        if (input != null && !Files.isRegularFile(input)) {
            throw new ParameterException(spec.commandLine(), "--input=" + input + " is not a file");
        }
        Properties properties = HandbookRun.EXAMPLE.properties();
        try (WhoAnswers whoAnswers = options.choose(properties, environment)) {
            RunDirectory run = RunDirectory.open(options.directory(), whoAnswers.isLive(), HandbookRun.FOLDERS);
            try (InputStream in = input == null ? HandbookRun.EXAMPLE.open(QUESTIONS) : Files.newInputStream(input)) {
                Path part = run.inbox().resolve(QUESTIONS + ".part");
                Files.copy(in, part);
                Files.move(part, run.inbox().resolve(QUESTIONS));
            }
            PrintWriter out = spec.commandLine().getOut();
            out.println(whoAnswers.announcement());
            out.printf(
                    Locale.ROOT,
                    "The handbook is of about %,d tokens, and each question begins with all of them%n",
                    TokenEstimator.estimate(HandbookRun.EXAMPLE.text("handbook.txt")));
            out.flush();
            long started = System.nanoTime();
            HandbookRun.Outcome outcome = new HandbookRun(run, whoAnswers).run(Map.of());
            report(whoAnswers, run, outcome, Duration.ofNanos(System.nanoTime() - started));
            return 0;
        }
    }

    private void report(WhoAnswers whoAnswers, RunDirectory run, HandbookRun.Outcome outcome, Duration took) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                """

                answers      %,d in %s
                rejects      %,d
                calls        %,d; the other questions had been asked before
                input        %,d tokens: %.1f %% read from the prompt cache, %,d tokens written to it
                limit        %,d input tokens count against it, one of %.0f
                cost         %s%s
                saved        %s: without the cache it would be %s
                time         %.1f s
                """,
                outcome.answers(),
                run.folder("answers"),
                outcome.rejects(),
                outcome.calls(),
                outcome.prompt(),
                100.0 * outcome.cacheRead() / Math.max(1, outcome.prompt()),
                outcome.cacheWritten(),
                outcome.cacheWritten() + outcome.uncached(),
                (double) outcome.prompt() / Math.max(1, outcome.cacheWritten() + outcome.uncached()),
                Forecast.usd(outcome.usd()),
                whoAnswers.isLive() ? "" : " if it had been Claude; nothing is paid",
                Forecast.usd(outcome.saved()),
                Forecast.usd(outcome.usd().add(outcome.saved())),
                took.toMillis() / 1000.0);
        out.flush();
    }
}
