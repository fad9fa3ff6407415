/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks;

import io.github.camelclaude.benchmarks.decision.DecisionBenchmark;
import io.github.camelclaude.benchmarks.decision.Waiters;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The limiter alone, beside rate limiters of others in the same run. */
@Command(
        name = "decisions",
        description = "Measures decisions of the limiter and prints what belongs into docs/benchmarks.md.")
final class RunDecisions implements Callable<Integer> {

    /** Nanoseconds by name, one for each round. */
    private final Map<String, List<Double>> alone = new TreeMap<>();

    private final Map<String, List<Double>> two = new TreeMap<>();

    @Option(
            names = "--rounds",
            defaultValue = "5",
            description = "Rounds, in each of which each has a process of its own: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "3", description = "Measured seconds per process: ${DEFAULT-VALUE}")
    private int seconds;

    @Override
    public Integer call() throws Exception {
        Machine machine = new Machine();
        List<Waiters.Count> counts = List.of(Waiters.count(1_000), Waiters.count(10_000), Waiters.count(100_000));
        for (int round = 0; round < rounds; round++) {
            decide(1, alone);
            decide(2, two);
        }
        System.out.printf("### Decisions of the limiter%n%n");
        System.out.println("| | 1 thread, ns | times ours | 2 threads, ns | times ours |");
        System.out.println("| --- | --- | --- | --- | --- |");
        for (String name : alone.keySet()) {
            System.out.printf(
                    "| %s | %s | %s | %s | %s |%n",
                    name,
                    new Series(alone.get(name)).show(0),
                    timesOurs(alone, name).show(2),
                    new Series(two.get(name)).show(0),
                    timesOurs(two, name).show(2));
        }
        System.out.printf("%n| waiters | bytes each | alarms set | alarms that went off | grants |%n");
        System.out.println("| --- | --- | --- | --- | --- |");
        for (Waiters.Count count : counts) {
            System.out.printf(
                    "| %,d | %,d | %,d | %,d | %,d |%n",
                    count.waiters(), count.bytes(), count.set(), count.woken(), count.grants());
        }
        System.out.printf("%n%s%n", machine.describe());
        return 0;
    }

    /** Of each round by itself: what else the machine does meanwhile then concerns both. */
    private static Series timesOurs(Map<String, List<Double>> nanos, String name) {
        return new Series(nanos.get(name)).over(new Series(nanos.get("ours")));
    }

    private void decide(int threads, Map<String, List<Double>> nanos) throws Exception {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(DecisionBenchmark.class.getSimpleName())
                        .threads(threads)
                        .forks(1)
                        .warmupIterations(3)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(seconds)
                        .measurementTime(TimeValue.seconds(1))
                        .output(System.getProperty("java.io.tmpdir") + "/limiter-benchmark-" + threads + ".log")
                        .build())
                .run();
        for (RunResult result : results) {
            nanos.computeIfAbsent(result.getPrimaryResult().getLabel(), name -> new ArrayList<>())
                    .add(result.getPrimaryResult().getScore());
        }
    }
}
