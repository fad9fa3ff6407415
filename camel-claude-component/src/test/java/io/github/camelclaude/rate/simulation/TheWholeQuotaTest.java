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

class TheWholeQuotaTest {

    private static final List<Scenario> OUTPUT = Promise.named(Loads.quota(), "3 (O.*|I then O)");

    @TestFactory
    Stream<DynamicTest> ofRequestsAndInputOverAnyFiveMinutes() {
        return Promise.of(
                "requests and input",
                Promise.named(Loads.quota(), "3 (R|I|I plain.*)"),
                any -> true,
                (scenario, run) -> assertThat(run.ledger.worst())
                        .as(() -> Promise.again(scenario, run))
                        .isGreaterThanOrEqualTo(0.99));
    }

    @TestFactory
    Stream<DynamicTest> ofOutputFromTenSecondsUpOnAverage() {
        return Promise.of("output", OUTPUT, Promise::isDeep, (scenario, run) -> {
            assertThat(run.ledger.mean())
                    .as(() -> "mean: " + Promise.again(scenario, run))
                    .isGreaterThanOrEqualTo(0.99);
            assertThat(run.ledger.worst())
                    .as(() -> "worst: " + Promise.again(scenario, run))
                    .isGreaterThanOrEqualTo(0.98);
        });
    }

    @TestFactory
    Stream<DynamicTest> nearlyOfOutputInSlicesOfASecond() {
        return Promise.of(
                "output by the second",
                OUTPUT,
                enforced -> enforced.seconds() == 1,
                (scenario, run) -> assertThat(run.ledger.worst())
                        .as(() -> Promise.again(scenario, run))
                        .isGreaterThanOrEqualTo(scenario.enforced.isShown() ? 0.96 : 0.85));
    }

    @TestFactory
    Stream<DynamicTest> ninetyPercentOfTinyLimits() {
        return Promise.of("tiny limits", Promise.named(Loads.quota(), "3 tiny"), Promise::isDeep, (scenario, run) -> {
            assertThat(run.ledger.mean()).as(() -> Promise.again(scenario, run)).isGreaterThanOrEqualTo(0.9);
            assertThat(run.refusedPerThousand())
                    .as(() -> Promise.again(scenario, run))
                    .isLessThanOrEqualTo(20);
        });
    }
}
