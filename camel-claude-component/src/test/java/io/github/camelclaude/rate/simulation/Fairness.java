/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import static io.github.camelclaude.rate.simulation.VirtualTimeline.SECOND;
import static io.github.camelclaude.rate.simulation.VirtualTimeline.START;

import io.github.camelclaude.rate.Demand;
import io.github.camelclaude.rate.Outcome;
import io.github.camelclaude.simulator.limit.Limits;

/** Who is served, when, and what was foretold. */
final class Fairness {

    private static final long SETTLED = START + 60 * SECOND;

    private final Surroundings around;

    Fairness(Surroundings around) {
        this.around = around;
    }

    void asked(Call call, Demand demand) {}

    void ended(Call call, Demand demand, Outcome.End end, long asked, long quoted) {
        if (!(end instanceof Outcome.Granted)) {
            return;
        }
        long now = around.timeline().now();
        if (now >= SETTLED && now < START + around.scenario().seconds * SECOND) {
            around.measurements().dominantByPriority[call.priority().ordinal()] += dominant(demand);
        }
    }

    /** The largest part of a second's refill that a demand takes of any dimension. */
    private double dominant(Demand demand) {
        Limits limits = around.scenario().limits;
        return Math.max(
                60.0 / limits.requests(),
                Math.max(
                        60.0 * demand.cost().input() / limits.inputTokens(),
                        60.0 * demand.cost().output() / limits.outputTokens()));
    }
}
