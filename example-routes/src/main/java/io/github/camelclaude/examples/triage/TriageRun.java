/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.triage;

import io.github.camelclaude.examples.WhoAnswers;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.camel.main.Main;

/** One run of the route in a Camel of its own, over the file that lies in the inbox. */
final class TriageRun {

    private static final String HOME = "classpath:file-triage/";

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
    TriageResult run(Map<String, String> settings, Runnable onRow) throws Exception {
        TriageReport report = new TriageReport(onRow);
        Main main = new Main();
        main.setPropertyPlaceholderLocations(HOME + "application.properties");
        main.addOverrideProperty("triage.directory", directory.root().toString());
        whoAnswers.overrides().forEach(main::addOverrideProperty);
        settings.forEach(main::addOverrideProperty);
        switch (dsl) {
            case yaml -> main.configure().withRoutesIncludePattern(HOME + "file-triage.camel.yaml");
            case java -> main.configure().addRoutesBuilder(new FileTriageRoutes());
        }
        // Camel adds the event notifiers that it finds in its registry.
        main.bind("report", report);
        Thread stopper = new Thread(main::stop, "stop-triage");
        Runtime.getRuntime().addShutdownHook(stopper);
        try {
            main.start();
            report.fileDone().get();
        } catch (ExecutionException | CompletionException e) {
            throw new IllegalStateException(
                    "The file could not be worked on and lies in "
                            + directory.root().resolve("failed") + ": "
                            + e.getCause().getMessage(),
                    e.getCause());
        } finally {
            main.stop();
            if (!isStopping(stopper)) {
                Runtime.getRuntime().removeShutdownHook(stopper);
            }
        }
        return report.result();
    }

    private static boolean isStopping(Thread stopper) {
        return stopper.getState() != Thread.State.NEW;
    }
}
