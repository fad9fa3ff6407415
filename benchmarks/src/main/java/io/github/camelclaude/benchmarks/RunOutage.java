/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks;

import io.github.camelclaude.benchmarks.load.Figures;
import io.github.camelclaude.benchmarks.outage.Client;
import io.github.camelclaude.benchmarks.outage.Contender;
import io.github.camelclaude.benchmarks.outage.Scenario;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The same outages for everybody, and a report of them. In each round all go through an outage side by side, each in a process
 * of its own with a simulator of its own, so that what a machine does in that minute hits all alike.
 */
@Command(name = "outage", description = "Puts clients through outages and prints what belongs into docs/benchmarks.md.")
final class RunOutage implements Callable<Integer> {

    /** Nobody is measured by what it logs, and in an outage some log much. */
    private static final List<String> JVM =
            List.of("-Xms384m", "-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Dlog.level=OFF");

    private static final int SECONDS_TO_START = 180;

    @Option(names = "--rounds", defaultValue = "1", description = "Rounds of each outage: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(names = "--only", split = ",", description = "Contenders, all by default: ${COMPLETION-CANDIDATES}")
    private List<Contender> contenders = List.of(Contender.values());

    @Option(names = "--scenario", split = ",", description = "Outages, all by default: ${COMPLETION-CANDIDATES}")
    private List<Scenario> scenarios = List.of(Scenario.values());

    @Mixin
    private OutageLoad load;

    @Override
    public Integer call() throws Exception {
        Machine machine = new Machine();
        Map<Scenario, Rounds<Contender>> measured = new EnumMap<>(Scenario.class);
        for (int round = 1; round <= rounds; round++) {
            for (Scenario scenario : scenarios) {
                System.err.printf("%s, round %d of %d%n", scenario, round, rounds);
                measure(scenario, measured.computeIfAbsent(scenario, key -> new Rounds<>()));
            }
        }
        System.out.println(new OutageReport(load, measured, machine).markdown());
        return 0;
    }

    private void measure(Scenario scenario, Rounds<Contender> figures) throws Exception {
        // Here a mistake in the sizes is found before anything starts.
        load.outage(scenario);
        long atMost = Client.DEADLINE.plusSeconds(load.seconds).plusSeconds(30).toSeconds();
        Map<Contender, Fork> forks = new EnumMap<>(Contender.class);
        try {
            for (Contender contender : contenders) {
                forks.put(contender, Fork.start(JVM, arguments(scenario, contender)));
            }
            for (Fork fork : forks.values()) {
                fork.awaitLine(MeasureOutage.READY, SECONDS_TO_START);
            }
            for (Fork fork : forks.values()) {
                fork.say("begin");
            }
            for (Map.Entry<Contender, Fork> fork : forks.entrySet()) {
                Figures measured = Figures.ofLine(fork.getValue().awaitLine(Figures.MARK, (int) atMost));
                System.err.printf("  %s: %s%n", fork.getKey(), measured.toLine());
                figures.add(fork.getKey(), measured);
            }
        } finally {
            forks.values().forEach(Fork::close);
        }
    }

    private List<String> arguments(Scenario scenario, Contender contender) {
        return Stream.concat(
                        Stream.of("measure-outage", scenario.name(), contender.name(), "--wait"),
                        load.arguments().stream())
                .toList();
    }
}
