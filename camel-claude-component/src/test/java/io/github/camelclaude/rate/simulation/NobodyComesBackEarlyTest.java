/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class NobodyComesBackEarlyTest {

    static final double STEEPEST = 0.35;

    @Test
    void afterARefusalNobodyCallsBeforeTheTimeThatTheServiceGave() {
        ShortRuns.assertNone("early calls, short runs", any -> true, run -> run.gate.early() > 0);
    }

    @Test
    void theFirstSecondAfterThatIsACautiousOne() {
        // Where limits change in mid-run, a third of which limit depends on when that becomes known.
        ShortRuns.assertNone(
                "re-entry, short runs", scenario -> scenario.changeAt == 0, run -> run.gate.steepest() > STEEPEST);
    }

    @TestFactory
    Stream<DynamicTest> notEvenWhereOthersTakeWhatWasThere() {
        // Not at tiny limits: a first call there is more than a second's worth.
        List<Scenario> loads = Promise.named(Loads.neighbours(), "4 [RIO] .*");
        return Promise.of("re-entry beside neighbours", loads, any -> true, (scenario, run) -> {
            assertThat(run.gate.early()).as(() -> Promise.again(scenario, run)).isZero();
            assertThat(run.gate.steepest())
                    .as(() -> Promise.again(scenario, run))
                    .isLessThanOrEqualTo(STEEPEST);
        });
    }
}
