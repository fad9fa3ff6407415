/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks;

import io.github.camelclaude.benchmarks.decision.DecisionBenchmark;
import io.github.camelclaude.benchmarks.decision.Waiters;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.openjdk.jmh.results.Result;
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

    @Option(names = "--forks", defaultValue = "3", description = "Processes per figure: ${DEFAULT-VALUE}")
    private int forks;

    @Option(names = "--seconds", defaultValue = "5", description = "Measured seconds per process: ${DEFAULT-VALUE}")
    private int seconds;

    @Override
    public Integer call() throws Exception {
        Machine machine = new Machine();
        List<Waiters.Count> counts = List.of(Waiters.count(1_000), Waiters.count(10_000), Waiters.count(100_000));
        System.out.printf("### Decisions of the limiter%n%n");
        System.out.println("| | 1 thread, ns | times ours | 2 threads, ns | times ours |");
        System.out.println("| --- | --- | --- | --- | --- |");
        Map<String, Result<?>> alone = decisions(1);
        Map<String, Result<?>> two = decisions(2);
        for (String name : alone.keySet()) {
            System.out.printf(
                    "| %s | %s | %.2f | %s | %.2f |%n",
                    name,
                    show(alone.get(name)),
                    alone.get(name).getScore() / alone.get("ours").getScore(),
                    show(two.get(name)),
                    two.get(name).getScore() / two.get("ours").getScore());
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

    private Map<String, Result<?>> decisions(int threads) throws Exception {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(DecisionBenchmark.class.getSimpleName())
                        .threads(threads)
                        .forks(forks)
                        .warmupIterations(3)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(seconds)
                        .measurementTime(TimeValue.seconds(1))
                        .output(System.getProperty("java.io.tmpdir") + "/limiter-benchmark-" + threads + ".log")
                        .build())
                .run();
        Map<String, Result<?>> byName = new TreeMap<>();
        for (RunResult result : results) {
            byName.put(result.getPrimaryResult().getLabel(), result.getPrimaryResult());
        }
        return byName;
    }

    private static String show(Result<?> result) {
        return "%,.0f ± %,.0f".formatted(result.getScore(), result.getScoreError());
    }
}
