/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelclaude.simulator.seed.Seed;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AnswerLengthTest {

    private static long[] lengths(AnswerLength length) {
        return LongStream.range(0, 10_001)
                .map(i -> length.of(Seed.of(42).with(i)))
                .sorted()
                .toArray();
    }

    @Test
    void theTailIsHeavyAndTheMiddleIsWhereItShouldBe() {
        long[] lengths = lengths(AnswerLength.around(200, 0.8));
        assertThat(lengths[5_000]).isBetween(190L, 210L);
        assertThat(lengths[9_900]).isBetween(1_000L, 1_700L);
        assertThat(lengths[10_000]).isGreaterThan(2_000L);
    }

    @Test
    void theSameSeedGivesTheSameLengths() {
        assertThat(lengths(AnswerLength.around(200, 0.8))).isEqualTo(lengths(AnswerLength.around(200, 0.8)));
        assertThat(lengths(AnswerLength.always(7))).containsOnly(7);
    }

    @Test
    void impossibleLengthsAreNamed() {
        assertThatThrownBy(() -> AnswerLength.around(0, 1)).hasMessageContaining("0 tokens");
        assertThatThrownBy(() -> AnswerLength.around(10, 9)).hasMessageContaining("spread 9");
    }
}
