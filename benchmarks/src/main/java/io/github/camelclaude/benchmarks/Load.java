/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks;

import io.github.camelclaude.benchmarks.load.Figures;
import io.github.camelclaude.benchmarks.load.HeapLoad;
import io.github.camelclaude.benchmarks.load.InFlightLoad;
import io.github.camelclaude.benchmarks.load.OpenLoad;
import io.github.camelclaude.benchmarks.server.ServerControl;
import io.github.camelclaude.benchmarks.subject.Caller;
import io.github.camelclaude.benchmarks.subject.Subject;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The loads with their sizes, as options of a command. */
final class Load {

    /** Which one. */
    enum Kind {
        IN_FLIGHT,
        LATENCY,
        HEAP
    }

    @Option(names = "--in-flight", defaultValue = "1000", description = "Calls in flight: ${DEFAULT-VALUE}")
    int inFlight;

    @Option(
            names = "--delay",
            defaultValue = "500",
            description = "The server's delay in ms, calls in flight: ${DEFAULT-VALUE}")
    long delayMillis;

    @Option(names = "--rate", defaultValue = "1000", description = "Calls per second, added latency: ${DEFAULT-VALUE}")
    int rate;

    @Option(
            names = "--latency-delay",
            defaultValue = "0",
            description = "The server's delay in ms, added latency: ${DEFAULT-VALUE}")
    long latencyDelayMillis;

    @Option(names = "--held", defaultValue = "2000", description = "Calls in flight, heap: ${DEFAULT-VALUE}")
    int held;

    @Option(names = "--warm-up", defaultValue = "8000", description = "Calls before it counts: ${DEFAULT-VALUE}")
    int warmUp;

    @Option(
            names = "--seconds",
            defaultValue = "5",
            description = "How long calls in flight are measured: ${DEFAULT-VALUE}")
    int seconds;

    @Option(
            names = "--latency-seconds",
            defaultValue = "10",
            description = "How long latency is measured: ${DEFAULT-VALUE}")
    int latencySeconds;

    /** The same sizes, for another process. */
    List<String> arguments() {
        return Stream.of(
                        "--in-flight", inFlight,
                        "--delay", delayMillis,
                        "--rate", rate,
                        "--latency-delay", latencyDelayMillis,
                        "--held", held,
                        "--warm-up", warmUp,
                        "--seconds", seconds,
                        "--latency-seconds", latencySeconds)
                .map(String::valueOf)
                .toList();
    }

    Figures run(Kind kind, Subject subject, String baseUrl) throws Exception {
        ServerControl server = new ServerControl(baseUrl);
        try (Caller caller = subject.open(baseUrl, kind == Kind.HEAP ? held : inFlight)) {
            return switch (kind) {
                case IN_FLIGHT ->
                    new InFlightLoad(
                                    inFlight,
                                    Duration.ofMillis(delayMillis),
                                    warmUp,
                                    Duration.ofSeconds(1),
                                    Duration.ofSeconds(seconds))
                            .run(caller, server);
                case LATENCY ->
                    new OpenLoad(
                                    rate,
                                    Duration.ofMillis(latencyDelayMillis),
                                    2 * warmUp,
                                    Duration.ofSeconds(2),
                                    Duration.ofSeconds(latencySeconds))
                            .run(caller, server);
                case HEAP -> new HeapLoad(held, warmUp / 4).run(caller, server);
            };
        }
    }
}
