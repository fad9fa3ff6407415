/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import io.github.camelclaude.simulator.limit.Limits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What people use today and this limiter, in the same simulation, as a Markdown table per load. */
public final class Comparison {

    private final Map<String, Clients> clients = new LinkedHashMap<>();
    private final int seeds;

    /** @param seeds how many runs of each; seeds 1 and following */
    public Comparison(int seeds) {
        this.seeds = seeds;
        add("SDK's retries only", Throttles::none);
        add("bucket on requests", Throttles::requests);
        add("prompt + max_tokens reserved", Throttles::maxTokens);
        add("AIMD on 429", Throttles::additiveIncrease);
        add("Camel's Throttler", Throttles::perPeriod);
    }

    /** Somebody else. */
    public Comparison add(String name, Throttle.Maker maker) {
        clients.put(name, around -> {
            Limits limits = around.scenario().limits;
            long[] perMinute = {limits.requests(), limits.inputTokens(), limits.outputTokens()};
            return new PeerClient(around, maker.make(around.timeline()::now, perMinute));
        });
        return this;
    }

    /** All tables. */
    public String tables() {
        Map<String, Clients> all = new LinkedHashMap<>(clients);
        all.put("Camel Claude", LimiterClient::local);
        StringBuilder text = new StringBuilder(
                "Seeds 1 to %d. Use means something only where work never ends. Wait: until the last attempt left.%n%n"
                        .formatted(seeds));
        for (Scenario load : loads()) {
            text.append("%n%s, buckets of %s%n%n".formatted(load.name, load.enforced.label()));
            text.append("| | refused per 1,000 | used (worst 5 min) | calls failed | wait p50 | p99 |\n");
            text.append("| --- | --- | --- | --- | --- | --- |\n");
            all.forEach((name, client) -> text.append(row(name, load, client)));
        }
        return text.toString();
    }

    private static List<Scenario> loads() {
        Scenario chat = Loads.named("Recorded chat at four times its speed", only(Loads.traces(), "2 chat x4"));
        return List.of(
                chat.enforced(Enforced.MINUTE),
                chat.enforced(Enforced.TEN_SECONDS_HIDDEN),
                Loads.named("A thousand calls at once", only(Loads.alone(), "1 R 1000 at once learn"))
                        .with(scenario -> scenario.exact = false)
                        .enforced(Enforced.TEN_SECONDS_HIDDEN),
                Loads.named("Requests decide", Loads.saturated(Binding.REQUESTS))
                        .enforced(Enforced.SECOND_SHOWN),
                Loads.named("Input decides", Loads.saturated(Binding.INPUT)).enforced(Enforced.TEN_SECONDS_HIDDEN),
                Loads.named("Output decides", Loads.saturated(Binding.OUTPUT)).enforced(Enforced.TEN_SECONDS_SHOWN),
                Loads.named("Another process takes 30 % of the input", only(Loads.neighbours(), "4 I steady"))
                        .enforced(Enforced.SECOND_HIDDEN));
    }

    private static Scenario only(List<Scenario> loads, String name) {
        return loads.stream().filter(load -> load.name.equals(name)).findFirst().orElseThrow();
    }

    private String row(String name, Scenario load, Clients client) {
        List<Measurements> runs = IntStream.rangeClosed(1, seeds)
                .parallel()
                .mapToObj(seed -> Simulation.play(load.seed(seed), client))
                .toList();
        long completed = runs.stream().mapToLong(Measurements::completed).sum();
        long failed = runs.stream().mapToLong(Measurements::failed).sum();
        long refused = runs.stream().mapToLong(run -> run.refusals.buckets()).sum();
        return "| %s | %,.1f | %.1f %% | %.1f %% | %.1f s | %.1f s |%n"
                .formatted(
                        name,
                        refused * 1000.0 / Math.max(1, completed),
                        100
                                * runs.stream()
                                        .mapToDouble(run -> run.ledger.worst())
                                        .min()
                                        .orElse(0),
                        100.0 * failed / Math.max(1, failed + completed),
                        runs.stream()
                                .mapToDouble(run -> run.waits.quantile(0.5))
                                .average()
                                .orElse(0),
                        runs.stream()
                                .mapToDouble(run -> run.waits.quantile(0.99))
                                .average()
                                .orElse(0));
    }
}
