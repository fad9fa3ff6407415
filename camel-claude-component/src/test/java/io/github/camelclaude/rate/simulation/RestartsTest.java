/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The process dies every 20 seconds; what it had under way goes on at the service. */
class RestartsTest {

    @TestFactory
    Stream<DynamicTest> costAtMostOneRefusalEach() {
        return Promise.of(
                "restarts",
                Promise.named(Loads.others(), "9 .*"),
                any -> true,
                (scenario, run) -> assertThat(run.refusals.mostInOneLife())
                        .as(() -> Promise.again(scenario, run))
                        .isLessThanOrEqualTo(1));
    }
}
