/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks;

import io.github.camelclaude.benchmarks.outage.Outage;
import io.github.camelclaude.benchmarks.outage.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The load in an outage with its sizes, as options of a command. */
final class OutageLoad {

    @Option(names = "--rate", defaultValue = "20", description = "Calls per second: ${DEFAULT-VALUE}")
    int rate;

    @Option(names = "--before", defaultValue = "10", description = "Seconds before the fault: ${DEFAULT-VALUE}")
    int before;

    @Option(names = "--fault", description = "Seconds of the fault; by default as the scenario says")
    Integer fault;

    @Option(names = "--seconds", defaultValue = "60", description = "Seconds of the load: ${DEFAULT-VALUE}")
    int seconds;

    @Option(
            names = "--answer",
            defaultValue = "200",
            description = "How long the service takes for an answer, in ms: ${DEFAULT-VALUE}")
    long answerMillis;

    /** The same sizes, for another process. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of(
                "--rate", Integer.toString(rate),
                "--before", Integer.toString(before),
                "--seconds", Integer.toString(seconds),
                "--answer", Long.toString(answerMillis)));
        if (fault != null) {
            arguments.addAll(List.of("--fault", Integer.toString(fault)));
        }
        return arguments;
    }

    Duration fault(Scenario scenario) {
        return fault == null ? scenario.duration() : Duration.ofSeconds(fault);
    }

    Outage outage(Scenario scenario) {
        return new Outage(
                scenario,
                rate,
                Duration.ofSeconds(before),
                fault(scenario),
                Duration.ofSeconds(seconds),
                Duration.ofMillis(answerMillis));
    }
}
