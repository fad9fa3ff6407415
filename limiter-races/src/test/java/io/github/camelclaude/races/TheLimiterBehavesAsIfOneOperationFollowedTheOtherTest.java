/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.races;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jetbrains.lincheck.LincheckAssertionError;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TheLimiterBehavesAsIfOneOperationFollowedTheOtherTest {

    @ParameterizedTest
    @EnumSource
    void whoeverGetsThePlaces(Lincheck lincheck) {
        assertThatCode(() -> lincheck.check(Places.class)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource
    void whateverKeepsThemBack(Lincheck lincheck) {
        assertThatCode(() -> lincheck.check(Gates.class)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Places.AcquiredPastTheLock.class,
                Places.AnsweredPastTheLock.class,
                Places.ReleasedPastTheLock.class,
                Places.ReconfiguredPastTheLock.class,
                Gates.RefusedPastTheLock.class
            })
    void anOperationThatGoesPastTheLockIsFound(Class<?> racy) {
        assertThatThrownBy(() -> Lincheck.MODEL.check(racy))
                .isInstanceOf(LincheckAssertionError.class)
                .hasMessageContaining("Invalid execution results");
    }
}
