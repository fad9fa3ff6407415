/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ChangedLimitsTest {

    /** Their own headers may be the last that another dimension's are missing from. */
    private static final double AT_ONCE = 0.001;

    private static final LongRuns CHANGES = new LongRuns(Loads.changes());

    @TestFactory
    Stream<DynamicTest> areAdoptedWithTheFirstResponseThatCarriesThem() {
        return Promise.of(
                "adoption",
                CHANGES,
                any -> true,
                (scenario, run) -> assertThat(run.adoption())
                        .as(() -> Promise.again(scenario, run))
                        .isLessThan(AT_ONCE));
    }

    @TestFactory
    Stream<DynamicTest> makeNoStormOfRefusals() {
        return Promise.of(
                "no storm",
                CHANGES,
                any -> true,
                (scenario, run) -> assertThat(run.refusals.inThisLife() * 1_000.0 / run.completed())
                        .as(() -> Promise.again(scenario, run))
                        .isLessThanOrEqualTo(
                                scenario.enforced.seconds() == 1 && scenario.binding == Binding.OUTPUT ? 5 : 1));
    }

    @TestFactory
    Stream<DynamicTest> areUsedUpAsTheOnesBefore() {
        return Promise.of(
                "use after a change",
                CHANGES,
                Promise::isDeep,
                (scenario, run) -> assertThat(run.ledger.mean())
                        .as(() -> Promise.again(scenario, run))
                        .isGreaterThanOrEqualTo(0.98));
    }

    @TestFactory
    Stream<DynamicTest> makeOversizeWhatNoLongerFitsAndItHoldsNobodyElse() {
        Scenario large = Loads.saturated(Binding.INPUT)
                .with(scenario -> {
                    scenario.largeEvery = 50;
                    scenario.largeInput = 200_000;
                    scenario.strict = true;
                })
                .changing(240, 10, after -> after.limitsAfter = Loads.times(after.limits, 1 / 3.0));
        return Promise.of(
                "oversize after a change",
                java.util.List.of(Loads.named("large ones", large)),
                enforced -> enforced.seconds() == 10,
                (scenario, run) -> {
                    // What is missing after a cut may look like the use of others at first: then once more.
                    assertThat(run.refusals.mostOfOne())
                            .as(() -> Promise.again(scenario, run))
                            .isLessThanOrEqualTo(2);
                    assertThat(run.ledger.mean())
                            .as(() -> Promise.again(scenario, run))
                            .isGreaterThanOrEqualTo(0.85);
                });
    }
}
