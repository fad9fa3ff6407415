/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.run;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options of examples that take files and leave files. */
public final class JobOptions {

    @Spec(Target.MIXEE)
    private CommandSpec command;

    @Mixin
    private LiveOption live;

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "Where the run keeps its files; default: target/${COMMAND-NAME}/simulated or .../live.")
    private Path directory;

    public boolean isLive() {
        return live.isLive();
    }

    /**
     * Chooses who answers; the caller closes it.
     *
     * @throws ParameterException if that can't be
     */
    public WhoAnswers choose(Properties properties, Map<String, String> environment) {
        return live.choose(properties, environment);
    }

    /** Where the run keeps its files. */
    public Path directory() {
        return directory != null ? directory : Path.of("target", command.name(), live.isLive() ? "live" : "simulated");
    }
}
