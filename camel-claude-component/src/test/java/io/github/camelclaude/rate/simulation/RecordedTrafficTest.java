/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class RecordedTrafficTest {

    @TestFactory
    Stream<DynamicTest> atMostOneInAThousandIsRefusedOfTheCallsThatFit() {
        return Promise.of(
                "recorded traffic",
                Loads.traces(),
                any -> true,
                (scenario, run) -> assertThat(run.refusedPerThousand())
                        .as(() -> Promise.again(scenario, run))
                        .isLessThanOrEqualTo(1));
    }

    @TestFactory
    Stream<DynamicTest> whatDoesNotFitIsRefusedOnce() {
        return Promise.of(
                "recorded oversize",
                Loads.traces().stream()
                        .map(load -> load.with(scenario -> scenario.strict = true))
                        .toList(),
                any -> true,
                (scenario, run) -> {
                    assertThat(run.refusals.mostOfOne())
                            .as(() -> Promise.again(scenario, run))
                            .isLessThanOrEqualTo(1);
                    assertThat(run.completed() + run.failed())
                            .as(() -> Promise.again(scenario, run))
                            .isEqualTo(run.offered());
                });
    }
}
