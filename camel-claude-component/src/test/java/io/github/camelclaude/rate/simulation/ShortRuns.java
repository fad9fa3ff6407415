/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/** Short runs of every kind, played once for all the promises that are held to them. */
final class ShortRuns {

    /** A run, or what it threw. */
    record Played(Scenario scenario, Measurements run, Throwable thrown) {

        boolean breaks(Predicate<Measurements> broken) {
            return run != null && broken.test(run);
        }

        @Override
        public String toString() {
            return "%s (again with -Dsimulation.seed=%d)%n    %s"
                    .formatted(scenario, scenario.seed, run == null ? thrown : run);
        }
    }

    /** Played when first asked for. */
    private static final class Once {
        private static final List<Played> ALL = play();
    }

    private ShortRuns() {}

    private static List<Played> play() {
        List<Played> all = Collections.synchronizedList(new ArrayList<>());
        Seeds.ofShortRuns().parallel().forEach(seed -> all.add(play(Draw.of(seed), LimiterClient::local)));
        return List.copyOf(all);
    }

    static Played play(Scenario scenario, Clients clients) {
        try {
            return new Played(scenario, Simulation.play(scenario, clients), null);
        } catch (RuntimeException | AssertionError | StackOverflowError e) {
            return new Played(scenario, null, e);
        }
    }

    static List<Played> all() {
        return Once.ALL;
    }

    /** None of those runs may be like this. */
    static void assertNone(String promise, Predicate<Scenario> among, Predicate<Measurements> broken) {
        List<Played> bad = all().stream()
                .filter(played -> among.test(played.scenario()) && played.breaks(broken))
                .limit(5)
                .toList();
        assertThat(bad).as(promise).isEmpty();
    }
}
