/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.triage;

import io.github.camelclaude.examples.run.ExampleFolder;
import io.github.camelclaude.examples.run.RunDirectory;
import io.github.camelclaude.examples.run.RunResult;
import io.github.camelclaude.examples.run.RunningCamel;
import io.github.camelclaude.examples.run.WhoAnswers;
import io.github.camelclaude.rate.Picture;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** One run of the route in a Camel of its own, over the file that lies in the inbox. */
final class TriageRun {

    static final ExampleFolder EXAMPLE = new ExampleFolder("file-triage");

    /** Which of the two equal routes runs. */
    enum Dsl {
        yaml,
        java
    }

    /**
     * What a run has come to.
     *
     * @param result  how the rows ended
     * @param limits  how the limits stood at the end; null if there was nothing to do
     * @param working from before the first call until after the last answer
     */
    record Outcome(RunResult result, Picture limits, Duration working) {}

    private final RunDirectory directory;
    private final Dsl dsl;
    private final WhoAnswers whoAnswers;

    TriageRun(RunDirectory directory, Dsl dsl, WhoAnswers whoAnswers) {
        this.directory = directory;
        this.dsl = dsl;
        this.whoAnswers = whoAnswers;
    }

    /**
     * Runs until each row of the file has ended.
     *
     * @param settings properties that beat the example's own
     * @param onRow    called each time a row has ended, with how the limits stand
     * @throws IllegalStateException if the file itself can't be worked on; it lies in failed then
     */
    Outcome run(Map<String, String> settings, Consumer<Picture> onRow) throws Exception {
        Map<String, String> overrides = new HashMap<>(settings);
        overrides.put("triage.directory", directory.root().toString());
        overrides.putAll(whoAnswers.overrides());
        TriageReport report = new TriageReport(onRow);
        // Camel adds the event notifiers that it finds in its registry.
        RunningCamel.Builder camel = RunningCamel.of(EXAMPLE, overrides).bind("report", report);
        if (dsl == Dsl.java) {
            camel.routes(new FileTriageRoutes());
        }
        try {
            camel.runUntil(report.fileDone());
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "The file could not be worked on and lies in " + directory.folder("failed") + ": "
                            + e.getCause().getMessage(),
                    e.getCause());
        }
        return new Outcome(report.result(), report.limits(), report.working());
    }
}
