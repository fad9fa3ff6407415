/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelclaude.rate.simulation.ShortRuns.Played;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What the promises are worth: a limiter that has a mistake breaks the one that names it. */
class PlantedBugsTest {

    private static final long MOST_SEEDS = 200;

    @TestFactory
    Stream<DynamicTest> eachIsFoundByThePromiseThatNamesIt() {
        return Arrays.stream(Bug.values())
                .map(bug -> DynamicTest.dynamicTest(
                        bug.name(), () -> assertThat(found(bug)).as(bug.name()).isTrue()));
    }

    /** Whether a run breaks its promise that holds without the mistake. */
    private static boolean found(Bug bug) {
        for (long seed = 1; seed <= MOST_SEEDS; seed++) {
            Scenario scenario = bug.scenario(seed);
            Played wrong = ShortRuns.play(
                    scenario,
                    around -> new LimiterClient(
                            around, new BuggyLimiter(LimiterClient.localLimiter(around), bug, around.timeline())));
            if (wrong.breaks(bug::shows) && !bug.shows(Simulation.play(scenario))) {
                System.out.println(bug + " found with seed " + seed);
                return true;
            }
        }
        return false;
    }
}
