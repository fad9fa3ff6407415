/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BucketTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long START = 1_700_000_000L * SECOND;

    @Test
    void itBeginsFullAndRefillsByTheNanosecond() {
        Bucket bucket = new Bucket(60, 60, START);
        bucket.take(60, START);
        assertThat(bucket.available(START)).isZero();
        assertThat(bucket.available(START + SECOND - 1)).isZero();
        assertThat(bucket.available(START + SECOND)).isEqualTo(1);
        assertThat(bucket.available(START + 3600 * SECOND)).isEqualTo(60);
    }

    @Test
    void itNeverHoldsMoreThanItsCapacity() {
        Bucket bucket = new Bucket(1000, 100, START);
        assertThat(bucket.available(START + 3600 * SECOND)).isEqualTo(100);
        bucket.giveBack(50, START + 3600 * SECOND);
        assertThat(bucket.available(START + 3600 * SECOND)).isEqualTo(100);
    }

    @Test
    void itMayRunIntoDebtAndComesOutOfItAtTheSameRate() {
        Bucket bucket = new Bucket(60, 60, START);
        bucket.take(120, START);
        assertThat(bucket.available(START)).isEqualTo(-60);
        assertThat(bucket.nanosUntil(1, START)).isEqualTo(61 * SECOND);
    }

    @Test
    void theLargestBucketDoesNotOverflow() {
        Bucket bucket = new Bucket(Bucket.MOST_PER_MINUTE, Bucket.MOST_PER_MINUTE, START);
        for (int i = 0; i < 5; i++) {
            bucket.take(Long.MAX_VALUE, START);
        }
        assertThat(bucket.available(START)).isEqualTo(-Bucket.MOST_PER_MINUTE / 2);
        assertThat(bucket.nanosUntilFull(START)).isEqualTo(90 * SECOND);
        bucket.giveBack(Long.MAX_VALUE, START);
        assertThat(bucket.available(START + 10_000_000 * SECOND)).isEqualTo(Bucket.MOST_PER_MINUTE);
    }

    @Test
    void aBucketThatIsNotFilledNeverHasAnything() {
        assertThat(new Bucket(0, 0, START).nanosUntil(1, START)).isZero();
        Bucket bucket = new Bucket(0, 10, START);
        bucket.take(10, START);
        assertThat(bucket.nanosUntil(1, START + 3600 * SECOND)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void wrongSizesAreNamed() {
        assertThatThrownBy(() -> new Bucket(-1, 5, START))
                .hasMessageContaining("-1")
                .hasMessageContaining("100,000,000");
    }

    @Property
    void askingOftenChangesNothing(
            @ForAll @LongRange(min = 1, max = 10_000_000) long perMinute,
            @ForAll @Size(max = 50) List<@LongRange(min = 0, max = 2_000_000_000L) Long> gaps) {
        Bucket asked = new Bucket(perMinute, perMinute, START);
        Bucket left = new Bucket(perMinute, perMinute, START);
        asked.take(perMinute, START);
        left.take(perMinute, START);
        long now = START;
        for (long gap : gaps) {
            now += gap;
            asked.available(now);
        }
        assertThat(asked.nanosUntilFull(now)).isEqualTo(left.nanosUntilFull(now));
    }

    @Property
    void theWaitIsExact(
            @ForAll @LongRange(min = 1, max = 10_000_000) long perMinute,
            @ForAll @LongRange(min = 0, max = 10_000_000) long taken,
            @ForAll @LongRange(min = 1, max = 10_000_000) long wanted) {
        Bucket bucket = new Bucket(perMinute, perMinute, START);
        bucket.take(taken, START);
        long want = Math.min(wanted, perMinute);
        long wait = bucket.nanosUntil(want, START);
        if (wait > 0) {
            assertThat(bucket.available(START + wait - 1)).isLessThan(want);
        }
        assertThat(bucket.available(START + wait)).isGreaterThanOrEqualTo(want);
    }
}
