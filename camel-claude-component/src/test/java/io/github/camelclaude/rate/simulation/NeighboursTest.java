/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Somebody else takes 30 %, steadily or coming and going. */
class NeighboursTest {

    private static final List<Scenario> USUAL = Promise.named(Loads.neighbours(), "4 [RIO] .*");

    @TestFactory
    Stream<DynamicTest> nearlyAllOfTheRestIsUsedAndOnePercentRefused() {
        return Promise.of("neighbours", USUAL, Promise::isDeep, (scenario, run) -> {
            boolean shown = scenario.enforced.isShown();
            assertThat(shown ? run.ledger.worst() : run.ledger.mean())
                    .as(() -> Promise.again(scenario, run))
                    .isGreaterThanOrEqualTo(0.97);
            assertThat(run.refusedPerThousand())
                    .as(() -> Promise.again(scenario, run))
                    .isLessThanOrEqualTo(10);
        });
    }

    @TestFactory
    Stream<DynamicTest> inSlicesOfASecondAsMuchAsAClientCanKnow() {
        return Promise.of("neighbours by the second", USUAL, enforced -> enforced.seconds() == 1, (scenario, run) -> {
            assertThat(run.ledger.worst())
                    .as(() -> Promise.again(scenario, run))
                    .isGreaterThanOrEqualTo(leastUse(scenario));
            assertThat(run.refusedPerThousand())
                    .as(() -> Promise.again(scenario, run))
                    .isLessThanOrEqualTo(scenario.enforced.isShown() && scenario.binding != Binding.OUTPUT ? 1 : 10);
        });
    }

    private static double leastUse(Scenario scenario) {
        boolean steady = !scenario.neighbourComesAndGoes;
        if (scenario.enforced.isShown()) {
            return switch (scenario.binding) {
                case REQUESTS -> steady ? 0.98 : 0.97;
                case INPUT -> steady ? 0.97 : 0.94;
                case OUTPUT -> steady ? 0.84 : 0.71;
            };
        }
        return switch (scenario.binding) {
            case REQUESTS -> steady ? 0.90 : 0.74;
            case INPUT -> steady ? 0.92 : 0.75;
            case OUTPUT -> steady ? 0.87 : 0.71;
        };
    }

    @TestFactory
    Stream<DynamicTest> ninetyPercentOfTheRestOfTinyLimits() {
        return Promise.of(
                "neighbours at tiny limits",
                Promise.named(Loads.neighbours(), "4 tiny .*"),
                Promise::isDeep,
                (scenario, run) -> {
                    assertThat(run.ledger.mean())
                            .as(() -> Promise.again(scenario, run))
                            .isGreaterThanOrEqualTo(0.9);
                    assertThat(run.refusedPerThousand())
                            .as(() -> Promise.again(scenario, run))
                            .isLessThanOrEqualTo(20);
                });
    }
}
