/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks;

import io.github.camelclaude.benchmarks.load.Figures;
import io.github.camelclaude.benchmarks.subject.Subject;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Everything, and a report of it. The server has a process of its own for the whole run, each measurement another. Within
 * a round the subjects follow each other, and so do the rounds, so that what a machine does over minutes hits all alike;
 * what is compared is compared within a round.
 */
@Command(name = "run", description = "Measures everything and prints what belongs into docs/benchmarks.md.")
final class Run implements Callable<Integer> {

    private static final List<String> CLIENT_JVM = List.of("-Xms512m", "-Xmx512m", "-XX:+UseG1GC");
    /** Collects everything when told to, and knows to the byte what is used. */
    private static final List<String> HEAP_JVM = List.of("-Xms512m", "-Xmx512m", "-XX:+UseSerialGC");

    private static final List<String> SERVER_JVM = List.of("-Xms256m", "-Xmx256m", "-XX:+UseSerialGC");
    private static final int FORK_SECONDS = 120;

    private final Map<Load.Kind, Rounds<Subject>> measured = new EnumMap<>(Load.Kind.class);

    @Option(names = "--rounds", defaultValue = "3", description = "Rounds with calls in flight: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(names = "--latency-rounds", defaultValue = "4", description = "Rounds of added latency: ${DEFAULT-VALUE}")
    private int latencyRounds;

    @Option(names = "--heap-rounds", defaultValue = "2", description = "Rounds of heap: ${DEFAULT-VALUE}")
    private int heapRounds;

    @Mixin
    private Load load;

    @Override
    public Integer call() throws Exception {
        Machine machine = new Machine();
        try (Fork server = Fork.start(SERVER_JVM, List.of("serve"))) {
            String url = server.awaitLine(Serve.MARK, 30).substring(Serve.MARK.length());
            measure(Load.Kind.IN_FLIGHT, rounds, List.of(Subject.values()), url);
            measure(Load.Kind.LATENCY, latencyRounds, List.of(Subject.CAMEL, Subject.TRANSPORT), url);
            measure(Load.Kind.HEAP, heapRounds, List.of(Subject.CAMEL, Subject.TRANSPORT), url);
        }
        System.out.println(new Report(load, measured, machine).markdown());
        return 0;
    }

    private void measure(Load.Kind kind, int times, List<Subject> subjects, String url) throws Exception {
        for (int round = 1; round <= times; round++) {
            for (Subject subject : subjects) {
                Figures figures = measure(kind, subject, url);
                System.err.printf("%s %d/%d %s: %s%n", kind, round, times, subject, figures.toLine());
                measured.computeIfAbsent(kind, key -> new Rounds<>()).add(subject, figures);
            }
        }
    }

    private Figures measure(Load.Kind kind, Subject subject, String url) throws Exception {
        List<String> arguments = Stream.concat(
                        Stream.of("measure", kind.name(), subject.name(), "--url", url), load.arguments().stream())
                .toList();
        try (Fork client = Fork.start(kind == Load.Kind.HEAP ? HEAP_JVM : CLIENT_JVM, arguments)) {
            return Figures.ofLine(client.awaitLine(Figures.MARK, FORK_SECONDS));
        }
    }
}
