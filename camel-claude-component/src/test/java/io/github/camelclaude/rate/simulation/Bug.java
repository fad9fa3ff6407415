/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import io.github.camelclaude.rate.LimiterSettings.Burst;
import io.github.camelclaude.rate.Priority;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/** A mistake that a limiter could have, where it is looked for, and which promise it breaks. */
enum Bug {
    IGNORES_RETRY_AFTER(Bug::neighbourly, run -> run.gate.early() > 0),
    TAKES_SECONDS_FOR_MILLISECONDS(Bug::neighbourly, run -> run.gate.early() > 0),
    SETTLES_TWICE(Draw::of, Bug::breaksAContract),
    ENDS_A_WAIT_TWICE(Draw::of, Bug::breaksAContract),
    FORGETS_A_WAITER(Draw::of, Bug::breaksAContract),
    LOSES_A_RELEASE(Draw::of, Bug::breaksAContract),
    LEAKS_CONCURRENCY(Draw::of, Bug::breaksAContract),
    GRANTS_PAST_THE_DEADLINE(Draw::of, Bug::breaksAContract),
    KEEPS_REFUNDS(seed -> blind(seed, Binding.OUTPUT), Bug::wastes),
    COUNTS_A_CALL_TWICE(seed -> blind(seed, Binding.INPUT), Bug::wastes),
    RESERVES_MAX_TOKENS(seed -> saturated(seed, Binding.OUTPUT), Bug::wastes),
    ROUNDS_REMAINING_UP(Bug::neighbourly, run -> run.refusedPerThousand() > 10),
    TRUSTS_A_FULL_BUCKET(Bug::careful, run -> run.refusals.buckets() > 0),
    IGNORES_CHANGED_LIMITS(Bug::changing, run -> run.adoption() > 1),
    SERVES_IN_ORDER_OF_ARRIVAL(
            seed -> saturated(seed, Binding.INPUT).with(scenario -> scenario.priorities = true),
            run -> Math.abs(run.share(Priority.CRITICAL) - Priority.CRITICAL.floor()) > 0.02);

    private final LongFunction<Scenario> ground;
    private final Predicate<Measurements> broken;

    Bug(LongFunction<Scenario> ground, Predicate<Measurements> broken) {
        this.ground = ground;
        this.broken = broken;
    }

    /** Where it is looked for. */
    Scenario scenario(long seed) {
        return ground.apply(seed);
    }

    /** Whether its promise is broken in this run. */
    boolean shows(Measurements run) {
        return broken.test(run);
    }

    private static boolean breaksAContract(Measurements run) {
        return run.violated() > 0;
    }

    private static boolean wastes(Measurements run) {
        return run.ledger.worst() < 0.98;
    }

    private static Scenario saturated(long seed, Binding binding) {
        return Loads.saturated(binding)
                .enforced(Enforced.TEN_SECONDS_SHOWN)
                .with(scenario -> scenario.seconds = 400)
                .seed(seed);
    }

    /** Where no headers put right what is counted wrongly. */
    private static Scenario blind(long seed, Binding binding) {
        return saturated(seed, binding).enforced(Enforced.TEN_SECONDS_HIDDEN).with(scenario -> {
            scenario.fault = Fault.NO_HEADERS;
            scenario.burst = Burst.CAREFUL;
        });
    }

    private static Scenario neighbourly(long seed) {
        return saturated(seed, Binding.INPUT).with(scenario -> {
            scenario.neighbour = 0.3;
            scenario.neighbourComesAndGoes = true;
        });
    }

    private static Scenario careful(long seed) {
        return saturated(seed, Binding.REQUESTS)
                .enforced(Enforced.SECOND_HIDDEN)
                .with(scenario -> {
                    scenario.exact = true;
                    scenario.burst = Burst.CAREFUL;
                    scenario.seconds = 70;
                    scenario.workload = Workload.bursts(1_000, 300);
                });
    }

    private static Scenario changing(long seed) {
        Scenario before = saturated(seed, Binding.REQUESTS).with(scenario -> scenario.seconds = 100);
        return before.changing(50, 0, after -> after.limitsAfter = Loads.times(before.limits, 1 / 3.0));
    }
}
