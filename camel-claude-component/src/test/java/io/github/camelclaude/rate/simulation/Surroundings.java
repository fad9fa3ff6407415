/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import io.github.camelclaude.rate.Dimension;
import io.github.camelclaude.rate.Limit;
import io.github.camelclaude.simulator.limit.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * What a client lives in.
 *
 * @param done   to be told the end of each call
 * @param random of its own
 */
record Surroundings(
        Scenario scenario,
        VirtualTimeline timeline,
        Network network,
        Measurements measurements,
        Consumer<Call> done,
        SplittableRandom random) {

    /** What the client is told of its limits. */
    List<Limit> known() {
        return known(scenario.limits);
    }

    private List<Limit> known(Limits limits) {
        List<Limit> known = new ArrayList<>();
        if (scenario.concurrency > 0) {
            known.add(Limit.perMinute(Dimension.CONCURRENCY, scenario.concurrency, Limit.Source.CONFIGURED));
        }
        if (scenario.source != null) {
            for (Binding each : Binding.all()) {
                known.add(Limit.perMinute(each.ours, each.perMinute(limits), scenario.source));
            }
        }
        return known;
    }

    Estimates estimates() {
        return scenario.exact ? new ExactEstimates() : LearningEstimates.of(scenario, random.split());
    }
}
