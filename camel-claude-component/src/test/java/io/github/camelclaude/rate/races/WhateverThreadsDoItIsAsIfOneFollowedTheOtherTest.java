/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.races;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelclaude.rate.races.RacyLimiter.Race;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class WhateverThreadsDoItIsAsIfOneFollowedTheOtherTest {

    private static final int SEEDS = 3_000;

    @Test
    void theLimiterBehavesAsIfOneOperationFollowedTheOther() {
        assertThat(new Interleavings(SharedLimiter::new).firstUnexplained(SEEDS))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void anOperationThatGoesPastTheLockIsFound(Race race) {
        assertThat(new Interleavings(turns -> new RacyLimiter(race, turns)).firstUnexplained(SEEDS))
                .isPresent();
    }

    @Test
    void aLimiterWhoseLockIsNeverPassedIsNotAccused() {
        Optional<String> accused =
                new Interleavings(turns -> new RacyLimiter(Race.NONE, turns)).firstUnexplained(SEEDS);

        assertThat(accused).isEmpty();
    }
}
