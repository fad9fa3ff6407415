/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks.decision;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WaitersTest {

    @ParameterizedTest
    @ValueSource(ints = {1_000, 10_000})
    void nobodyIsWokenForNothing(int waiters) {
        Waiters.Count count = Waiters.count(waiters);

        assertThat(count.grants()).isEqualTo(waiters);
        assertThat(count.set()).isLessThanOrEqualTo(waiters);
        assertThat(count.woken()).isLessThanOrEqualTo(waiters);
    }
}
