/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Loads with each way of enforcing; played when first asked for, and once for all the promises that are held to them. */
final class LongRuns {

    record Played(Scenario scenario, Measurements run) {}

    private final List<Scenario> loads;
    private final Map<String, List<Played>> played = new HashMap<>();

    /** @param loads no two of one name */
    LongRuns(List<Scenario> loads) {
        this.loads = loads;
    }

    Stream<Scenario> where(Predicate<Enforced> where) {
        return loads.stream()
                .flatMap(load -> Arrays.stream(Enforced.values()).filter(where).map(load::enforced));
    }

    /** A load and a way of enforcing. */
    static String cell(Scenario scenario) {
        return scenario.name + ", " + scenario.enforced.label();
    }

    /** With each seed. */
    List<Played> of(Scenario scenario) {
        return played.computeIfAbsent(cell(scenario), any -> play(scenario));
    }

    private static List<Played> play(Scenario scenario) {
        return Seeds.ofLongRuns().mapToObj(scenario::seed).toList().parallelStream()
                .map(seeded -> new Played(seeded, Simulation.play(seeded)))
                .toList();
    }
}
