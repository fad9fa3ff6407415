/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Measures: {@code java -jar benchmarks/target/camel-claude-benchmarks.jar run}. */
@Command(
        name = "camel-claude-benchmarks",
        mixinStandardHelpOptions = true,
        version = "Camel Claude benchmarks",
        description = "Measures what a call costs, beside others in the same run. Everything stays on loopback.",
        subcommands = {Run.class, Serve.class, Measure.class, RunDecisions.class, RunOutage.class, MeasureOutage.class})
public final class Benchmarks {

    private Benchmarks() {}

    public static void main(String[] arguments) {
        // Clients may leave threads behind that never end.
        System.exit(new CommandLine(new Benchmarks())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }
}
