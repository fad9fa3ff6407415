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
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/** One run of the route in a Camel of its own, over the file that lies in the inbox. */
final class TriageRun {

    static final ExampleFolder EXAMPLE = new ExampleFolder("file-triage");

    /** Which of the two equal routes runs. */
    enum Dsl {
        yaml,
        java
    }

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
     * @param onRow    called each time a row has ended
     * @throws IllegalStateException if the file itself can't be worked on; it lies in failed then
     */
    RunResult run(Map<String, String> settings, Runnable onRow) throws Exception {
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
        return report.result();
    }
}
