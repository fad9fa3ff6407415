/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelclaude.rate.simulation.ShortRuns.Played;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EveryPermitEndsOnceTest {

    private static final int LEAST = 20;

    @Test
    void nothingIsThrown() {
        assertThat(ShortRuns.all().stream()
                        .filter(played -> played.thrown() != null)
                        .limit(5))
                .isEmpty();
    }

    @Test
    void nothingIsUnderWayAtRestAndNobodyIsForgotten() {
        ShortRuns.assertNone("permits", any -> true, run -> run.violated() > 0);
    }

    @Test
    void everyCallEndsOnce() {
        ShortRuns.assertNone(
                "permits",
                scenario -> scenario.crashEverySeconds == 0,
                run -> run.offered() != run.completed() + run.failed());
    }

    @Test
    void everyFaultIsMetWithEveryDimensionAtEveryTime() {
        Map<Cell, Integer> runs = new LinkedHashMap<>();
        for (Played played : ShortRuns.all()) {
            runs.merge(Cell.of(played.scenario().seed), 1, Integer::sum);
        }
        System.out.println(Coverage.table(runs));
        if (Seeds.areAll()) {
            assertThat(runs)
                    .hasSize(Cell.COUNT)
                    .allSatisfy((cell, count) ->
                            assertThat(count).as(cell.toString()).isGreaterThanOrEqualTo(LEAST));
        }
    }
}
