/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.truth;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Runs the suite against the real API and the simulator, and tells where they differ. Costs at most a dollar. */
final class LiveTruth {

    private static final double MOST_DOLLARS = 1;
    private double spent;

    List<String> compare(Target live, Target simulated) {
        List<String> differences = new ArrayList<>();
        Stream.concat(Checks.all().stream(), ErrorChecks.all().stream())
                .filter(check -> !check.onlySimulated())
                .forEach(check -> {
                    spend(check.mostDollars(), check.name());
                    try {
                        check.body().accept(live);
                    } catch (RuntimeException | AssertionError e) {
                        differences.add(check.name() + ": does not hold of the service: " + e.getMessage());
                    }
                });
        for (RawProbe probe : RawProbe.all()) {
            spend(probe.mostDollars(), probe.name());
            differences(probe.ask(simulated), probe.ask(live))
                    .forEach(difference -> differences.add(probe.name() + ": " + difference));
        }
        return differences;
    }

    private void spend(double dollars, String what) {
        spent += dollars;
        if (spent > MOST_DOLLARS) {
            throw new IllegalStateException(
                    "Stopped before '" + what + "': more than $" + MOST_DOLLARS + " might be spent");
        }
    }

    static List<String> differences(Map<String, String> simulated, Map<String, String> live) {
        TreeSet<String> names = new TreeSet<>(simulated.keySet());
        names.addAll(live.keySet());
        return names.stream()
                .filter(name -> !simulated.getOrDefault(name, "").equals(live.getOrDefault(name, "")))
                .map(name -> "%s: simulator %s, service %s"
                        .formatted(name, simulated.getOrDefault(name, "nothing"), live.getOrDefault(name, "nothing")))
                .toList();
    }
}
