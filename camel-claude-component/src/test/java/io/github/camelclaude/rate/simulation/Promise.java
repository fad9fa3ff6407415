/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** Holds long runs to a promise, one test for each load and each way of enforcing. */
final class Promise {

    private Promise() {}

    /** What must be true of a run. */
    @FunctionalInterface
    interface Check extends BiConsumer<Scenario, Measurements> {}

    static Stream<DynamicTest> of(String promise, List<Scenario> loads, Predicate<Enforced> where, Check check) {
        return of(promise, new LongRuns(loads), where, check);
    }

    static Stream<DynamicTest> of(String promise, LongRuns runs, Predicate<Enforced> where, Check check) {
        return runs.where(where).map(scenario -> {
            String cell = LongRuns.cell(scenario);
            Optional<KnownBound> bound = KnownBound.of(promise, cell);
            return DynamicTest.dynamicTest(
                    cell,
                    () -> runs.of(scenario).forEach(played -> check(played.scenario(), played.run(), check, bound)));
        });
    }

    private static void check(Scenario scenario, Measurements run, Check check, Optional<KnownBound> bound) {
        try {
            check.accept(scenario, run);
        } catch (AssertionError broken) {
            bound.orElseThrow(() -> broken).check(again(scenario, run), run);
        }
    }

    /** For a message: everything that is needed to play it again. */
    static String again(Scenario scenario, Measurements run) {
        return "%s (again with -Dsimulation.seed=%d)%n%s".formatted(scenario, scenario.seed, run);
    }

    static List<Scenario> named(List<Scenario> loads, String pattern) {
        return loads.stream().filter(load -> load.name.matches(pattern)).toList();
    }

    /** Where buckets hold ten seconds and more. */
    static boolean isDeep(Enforced enforced) {
        return enforced.seconds() >= 10;
    }
}
