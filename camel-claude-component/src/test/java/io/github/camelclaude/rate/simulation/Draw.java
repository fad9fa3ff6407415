/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import static io.github.camelclaude.rate.simulation.VirtualTimeline.SECOND;

import io.github.camelclaude.rate.Limit;
import io.github.camelclaude.rate.LimiterSettings.Burst;
import java.util.SplittableRandom;

/** A short run that is decided by its seed alone. */
final class Draw {

    private static final int SECONDS = 75;
    private static final int ON = 20;
    private static final int OFF = 25;

    private final SplittableRandom random;
    private final Cell cell;

    private Draw(long seed) {
        random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L);
        cell = Cell.of(seed);
    }

    static Scenario of(long seed) {
        return new Draw(seed).scenario().seed(seed);
    }

    private Scenario scenario() {
        Scenario drawn = Loads.named(cell.toString(), Loads.saturated(cell.binding()));
        drawn.seconds = SECONDS;
        drawn.fault = cell.fault();
        drawn.enforced = Enforced.values()[random.nextInt(Enforced.values().length)];
        drawn.strict = chance(0.3);
        drawn.streamed = random.nextInt(3) / 2.0;
        drawn.headersOfTheEnd = random.nextBoolean();
        drawn.exact = random.nextBoolean();
        drawn.burst = random.nextBoolean() ? Burst.CAREFUL : Burst.LEARN;
        drawn.reserve = 1 + random.nextDouble();
        drawn.source = Limit.Source.values()[random.nextInt(Limit.Source.values().length - 1)];
        drawn.neighbour = chance(0.25) ? 0.3 : 0;
        drawn.neighbourComesAndGoes = random.nextBoolean();
        drawn.priorities = chance(0.3);
        drawn.deadlineSeconds = chance(0.3) ? 5 + 30 * random.nextDouble() : 0;
        drawn.impatient = chance(0.2) ? 0.3 : 0;
        drawn.concurrency = chance(0.2) ? 20 + random.nextInt(100) : 0;
        drawn.maxQueueSize = chance(0.2) ? 1 + random.nextInt(50) : 1_000_000;
        drawn.skewNanos = cell.fault() == Fault.CLOCK_SKEW ? (random.nextLong(7_200) - 3_600) * SECOND / 7 : 0;
        if (chance(0.15)) {
            drawn.crashEverySeconds = 20;
        }
        if (chance(0.15)) {
            drawn.largeEvery = 40;
            drawn.largeInput = 60_000;
        }
        phase(drawn);
        return drawn;
    }

    private void phase(Scenario drawn) {
        switch (cell.phase()) {
            case START -> {
                drawn.faultUntil = 15;
                if (random.nextBoolean()) {
                    drawn.workload = Workload.bursts(1_000, SECONDS);
                }
            }
            case STEADY -> {
                drawn.faultFrom = 20;
                drawn.faultUntil = 60;
            }
            case CHANGE -> {
                drawn.faultFrom = 25;
                drawn.faultUntil = 60;
                drawn.changeAt = 30;
                drawn.lengthsAfter = drawn.lengths;
                drawn.bindingAfter = drawn.binding;
                drawn.limitsAfter = Loads.times(drawn.limits, random.nextBoolean() ? 1 / 3.0 : 3);
            }
            case REST -> {
                drawn.faultFrom = ON + OFF / 2.0;
                drawn.workload = Workload.onOff(2 * Loads.callsPerSecond(drawn), ON, OFF);
            }
        }
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }
}
