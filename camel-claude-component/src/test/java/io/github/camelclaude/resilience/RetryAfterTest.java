/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2026-11-24T08:00:00Z");

    @ParameterizedTest
    @CsvSource({"1,1000", "0.2,200", "0.0001,1", " 30 ,30000", "86400,86400000"})
    void seconds_are_read_and_rounded_up_to_milliseconds(String value, long millis) {
        assertThat(RetryAfter.parse(value, NOW)).hasValue(Duration.ofMillis(millis));
    }

    @Test
    void a_date_is_read_against_the_instant_of_receipt() {
        assertThat(RetryAfter.parse("Tue, 24 Nov 2026 08:00:05 GMT", NOW)).hasValue(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "0",
                "-1",
                "soon",
                "NaN",
                "1e9",
                "86401",
                "99999999999999999999999",
                "Tue, 24 Nov 2026 07:59:59 GMT"
            })
    void what_is_unreadable_past_or_absurd_is_no_answer(String value) {
        assertThat(RetryAfter.parse(value, NOW)).isEmpty();
    }
}
