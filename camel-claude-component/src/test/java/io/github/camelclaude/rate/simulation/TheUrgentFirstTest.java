/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.camelclaude.rate.Priority;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class TheUrgentFirstTest {

    @TestFactory
    Stream<DynamicTest> everyPriorityHasItsFloorInFullOverload() {
        return Promise.of("floors", Promise.named(Loads.others(), "7 priorities"), any -> true, (scenario, run) -> {
            for (Priority each : Priority.values()) {
                assertThat(run.share(each))
                        .as(() -> each + ": " + Promise.again(scenario, run))
                        .isCloseTo(each.floor(), within(0.02));
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> aLargeCallThatIsNextWaitsNoLongerThanItsRefill() {
        return Promise.of(
                "large calls",
                Promise.named(Loads.others(), "7 large ones"),
                Promise::isDeep,
                (scenario, run) -> assertThat(run.longestHead())
                        .as(() -> Promise.again(scenario, run))
                        .isPositive()
                        // What it needs is an estimate, and what is kept free for others comes on top.
                        .isLessThanOrEqualTo(1.15));
    }

    @TestFactory
    Stream<DynamicTest> aDeadlineIsKeptOrRefusedAndNeverBoth() {
        List<Scenario> loads = Stream.of(Binding.all())
                .map(each -> Loads.named("deadlines " + each, Loads.saturated(each))
                        .with(scenario -> {
                            scenario.deadlineSeconds = 15;
                            scenario.seconds = 180;
                        }))
                .toList();
        return Promise.of("deadlines", loads, any -> true, (scenario, run) -> {
            assertThat(run.violations()).as(() -> Promise.again(scenario, run)).isEmpty();
            assertThat(run.failures()).as(() -> Promise.again(scenario, run)).containsKey("DEADLINE");
            assertThat(run.completed() + run.failed())
                    .as(() -> Promise.again(scenario, run))
                    .isEqualTo(run.offered());
        });
    }
}
