/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FaultPlanTest {

    @Test
    void faultsComeAsOftenAsAsked() {
        FaultPlan plan = FaultPlan.seeded(11).with(Fault.RATE_LIMIT, 0.01).with(Fault.OVERLOADED, 0.02);
        long limited = count(plan, Fault.RATE_LIMIT);
        long overloaded = count(plan, Fault.OVERLOADED);
        assertThat(limited).isBetween(800L, 1_200L);
        assertThat(overloaded).isBetween(1_700L, 2_300L);
    }

    @Test
    void aRepeatedRequestMeetsFreshLuck() {
        FaultPlan plan = FaultPlan.seeded(11).with(Fault.OVERLOADED, 0.5);
        assertThat(IntStream.rangeClosed(1, 50)
                        .filter(attempt -> plan.decide("same", attempt).isEmpty())
                        .count())
                .isBetween(10L, 40L);
    }

    @Test
    void impossibleProbabilitiesAreNamed() {
        assertThatThrownBy(() -> FaultPlan.seeded(1).with(Fault.OVERLOADED, 1.2))
                .hasMessageContaining("1.2 of overloaded");
        assertThatThrownBy(() -> FaultPlan.seeded(1).with(Fault.OVERLOADED, 0.6).with(Fault.RATE_LIMIT, 0.6))
                .hasMessageContaining("all together 1.2");
        assertThatThrownBy(() -> Fault.named("nonesuch")).hasMessageContaining("overloaded");
    }

    private static long count(FaultPlan plan, Fault fault) {
        return IntStream.range(0, 100_000)
                .filter(i ->
                        plan.decide("content " + i, 1).filter(fault::equals).isPresent())
                .count();
    }
}
