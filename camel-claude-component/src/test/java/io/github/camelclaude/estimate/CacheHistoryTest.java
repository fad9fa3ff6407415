/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelclaude.catalog.TokenUsage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CacheHistoryTest {

    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    private final CacheHistory cache = new CacheHistory();

    @Test
    void nothing_is_read_before_a_read_has_been_seen() {
        assertThat(cache.safeRead(10_000, 0)).isZero();
        assertThat(cache.written(10_000)).isEqualTo(10_000);
    }

    @Test
    void the_least_of_the_last_eight_is_safe() {
        for (int i = 0; i < 20; i++) {
            cache.observed(call(500, 8_000 + 100L * (i % 4)), 0);
        }

        assertThat(cache.safeRead(9_000, MINUTE)).isEqualTo(8_000);
    }

    @Test
    void one_call_that_missed_holds_for_eight() {
        for (int i = 0; i < 20; i++) {
            cache.observed(call(500, 8_000), 0);
        }
        cache.observed(call(8_500, 0), 0);
        for (int i = 0; i < CacheHistory.RECENT - 1; i++) {
            assertThat(cache.safeRead(9_000, 0)).isZero();
            cache.observed(call(500, 8_000), 0);
        }
        assertThat(cache.safeRead(9_000, 0)).isZero();

        cache.observed(call(500, 8_000), 0);

        assertThat(cache.safeRead(9_000, 0)).isEqualTo(8_000);
    }

    @Test
    void a_short_prompt_does_not_read_more_than_its_share() {
        cache.observed(call(2_000, 8_000), 0);

        assertThat(cache.safeRead(1_000, 0)).isEqualTo(800);
    }

    @Test
    void an_entry_that_may_have_expired_is_not_counted_on() {
        cache.observed(call(500, 8_000), 0);

        assertThat(cache.safeRead(8_500, 4 * MINUTE)).isEqualTo(8_000);
        assertThat(cache.safeRead(8_500, 4 * MINUTE + 1)).isZero();
    }

    @Test
    void what_is_not_read_is_written_as_far_as_it_was_before() {
        for (int i = 0; i < 100; i++) {
            cache.observed(new TokenUsage(600, 8_000, 200, 0, 50), 0);
        }

        assertThat(cache.written(1_000)).isBetween(245L, 255L);
    }

    private static TokenUsage call(long input, long read) {
        return new TokenUsage(input, read, 0, 0, 50);
    }
}
