/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import static io.github.camelclaude.rate.simulation.VirtualTimeline.MILLI;

import io.github.camelclaude.rate.Limit;
import io.github.camelclaude.rate.LimiterSettings.Burst;
import io.github.camelclaude.simulator.limit.Acceleration;
import io.github.camelclaude.simulator.limit.Limits;
import java.util.function.Consumer;

/** Everything that decides a run. */
final class Scenario implements Cloneable {

    /** As most accounts begin. */
    static final Limits START = Limits.perMinute(1_000, 2_000_000, 400_000);
    /** Large in requests and input, so that output decides. */
    static final Limits WIDE = Limits.perMinute(4_000, 8_000_000, 400_000);
    /** As accounts once began. */
    static final Limits TINY = Limits.perMinute(50, 30_000, 8_000);

    String name;
    long seed = 1;
    int seconds = 600;
    Limits limits = START;
    /** Who told the limiter its limits; null for nobody. */
    Limit.Source source = Limit.Source.TIER;

    Enforced enforced = Enforced.MINUTE;
    /** Whether what is larger than a bucket never passes. */
    boolean strict;

    Acceleration acceleration;
    Workload workload = Workload.saturation(1);
    Lengths lengths = Lengths.logNormal(300, 60, 0.8);
    Binding binding = Binding.REQUESTS;
    double streamed = 0.5;
    boolean priorities;
    /** Calls have a deadline of up to so many seconds; 0 for none. */
    double deadlineSeconds;

    /** Which part of the calls is given up while it waits. */
    double impatient;

    /** How many calls may be under way, which only the client knows; 0 for any. */
    int concurrency;
    /** Every so many calls one is large; 0 for none. */
    int largeEvery;

    int largeInput;

    /** Seconds until limits, lengths or the binding dimension change; 0 for never. */
    int changeAt;

    Limits limitsAfter;
    Lengths lengthsAfter;
    Binding bindingAfter;
    int graceSeconds;

    Fault fault = Fault.NONE;
    double faultFrom;
    double faultUntil = Double.MAX_VALUE;
    long skewNanos;
    double neighbour;
    boolean neighbourComesAndGoes;
    /** Whether its calls come by chance; otherwise each waits until the one before is paid for. */
    boolean neighbourByChance;

    int crashEverySeconds;

    long leastLatency = 10 * MILLI;
    long mostLatency = 100 * MILLI;
    long leastFirstToken = 400 * MILLI;
    long mostFirstToken = 1_000 * MILLI;
    double tokensPerSecond = 60;
    /** Whether a plain call's headers tell how things were when its answer was complete, or when it was let in. */
    boolean headersOfTheEnd = true;

    /** Seconds between which each second is printed; for looking at one run. */
    int watchFrom;

    int watchUntil;

    boolean exact;
    double reserve = 1;
    /** What each call is expected to write while none has ended, in tokens; 0 for something near the mean. */
    int firstGuess;

    Burst burst = Burst.LEARN;
    int maxQueueSize = 1_000_000;

    Scenario(String name) {
        this.name = name;
    }

    /** The same, but for this. */
    Scenario with(Consumer<Scenario> change) {
        try {
            Scenario copy = (Scenario) clone();
            change.accept(copy);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    /** Everything but the name as in another one. */
    Scenario like(Scenario other) {
        String own = name;
        return other.with(copy -> copy.name = own);
    }

    Scenario seed(long newSeed) {
        return with(scenario -> scenario.seed = newSeed);
    }

    Scenario enforced(Enforced newEnforced) {
        return with(scenario -> scenario.enforced = newEnforced);
    }

    /** Some seconds pass between a change and its full effect. */
    Scenario changing(int at, int grace, Consumer<Scenario> after) {
        return with(scenario -> {
            scenario.changeAt = at;
            scenario.graceSeconds = grace;
            scenario.limitsAfter = scenario.limits;
            scenario.lengthsAfter = scenario.lengths;
            scenario.bindingAfter = scenario.binding;
            after.accept(scenario);
        });
    }

    Lengths lengthsAt(long elapsedNanos) {
        return changeAt > 0 && elapsedNanos >= changeAt * VirtualTimeline.SECOND ? lengthsAfter : lengths;
    }

    @Override
    public String toString() {
        return "%s, %s%s, %s%s, %s estimates, seed %d"
                .formatted(
                        name,
                        enforced.label(),
                        strict ? " strict" : "",
                        fault,
                        neighbour == 0 ? "" : neighbourComesAndGoes ? ", neighbour comes and goes" : ", neighbour",
                        exact ? "exact" : "learned",
                        seed);
    }
}
