/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class AloneNothingIsRefusedTest {

    @TestFactory
    Stream<DynamicTest> withACarefulBurstNothingIsRefusedHoweverCallsArrive() {
        return Promise.of(
                "careful burst",
                Promise.named(Loads.alone(), ".* careful"),
                any -> true,
                (scenario, run) -> assertThat(run.refusals.buckets())
                        .as(() -> Promise.again(scenario, run))
                        .isZero());
    }

    @TestFactory
    Stream<DynamicTest> learningACapacityCostsOneEpisodeOfRefusalsPerDimension() {
        return Promise.of("learning", Promise.named(Loads.alone(), ".* learn"), any -> true, (scenario, run) -> {
            for (Binding each : Binding.all()) {
                assertThat(run.refusals.episodes(each))
                        .as(() -> each + ": " + Promise.again(scenario, run))
                        .isLessThanOrEqualTo(1);
            }
        });
    }

    @Test
    void noFaultMakesTheServiceRefuseWhoIsCareful() {
        ShortRuns.assertNone(
                "careful burst, short runs",
                scenario -> scenario.exact
                        && !scenario.burst.grows()
                        && scenario.neighbour == 0
                        && scenario.crashEverySeconds == 0
                        && scenario.changeAt == 0
                        // What a cut connection has cost is not known.
                        && scenario.fault != Fault.CUT,
                run -> run.refusals.buckets() > 0);
    }
}
