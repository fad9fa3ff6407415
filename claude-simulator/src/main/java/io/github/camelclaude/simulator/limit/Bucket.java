/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.limit;

/**
 * A token bucket that refills continuously, in integers only.
 *
 * <p>The level is kept in "token nano-minutes": one token is 60,000,000,000 units, so that a bucket of {@code n} tokens per
 * minute gains exactly {@code n} units every nanosecond. Nothing is ever lost to rounding, however often it is asked. With
 * at most a hundred million tokens per minute and a debt of at most half of that, every sum stays below 2^63.
 *
 * <p>The level may fall below zero: output tokens are charged while they are produced, after the request was let in.
 */
final class Bucket {

    static final long MOST_PER_MINUTE = 100_000_000;
    private static final long UNITS_PER_TOKEN = 60_000_000_000L;
    private static final long DEEPEST_DEBT = -MOST_PER_MINUTE / 2 * UNITS_PER_TOKEN;

    private final long perMinute;
    private final long capacity;
    private long level;
    private long updatedAt;

    Bucket(long perMinute, long capacity, long now) {
        if (perMinute < 0 || perMinute > MOST_PER_MINUTE || capacity < 0 || capacity > MOST_PER_MINUTE) {
            throw new IllegalArgumentException(
                    "A bucket of %,d tokens filled by %,d per minute; both must be from 0 to %,d"
                            .formatted(capacity, perMinute, MOST_PER_MINUTE));
        }
        this.perMinute = perMinute;
        this.capacity = capacity;
        this.level = capacity * UNITS_PER_TOKEN;
        this.updatedAt = now;
    }

    long perMinute() {
        return perMinute;
    }

    long capacity() {
        return capacity;
    }

    /** Whole tokens that could be taken now; negative while in debt. */
    long available(long now) {
        refill(now);
        return Math.floorDiv(level, UNITS_PER_TOKEN);
    }

    void take(long tokens, long now) {
        refill(now);
        long units = Math.min(tokens, MOST_PER_MINUTE) * UNITS_PER_TOKEN;
        level = level < DEEPEST_DEBT + units ? DEEPEST_DEBT : level - units;
    }

    void giveBack(long tokens, long now) {
        refill(now);
        long full = capacity * UNITS_PER_TOKEN;
        long units = Math.min(tokens, MOST_PER_MINUTE) * UNITS_PER_TOKEN;
        level = level > full - units ? full : level + units;
    }

    /**
     * Nanoseconds until so many tokens are there; 0 if they are. More than the bucket holds never comes: then the time until
     * it is full. {@link Long#MAX_VALUE} if it does not refill.
     */
    long nanosUntil(long tokens, long now) {
        refill(now);
        long missing = Math.min(tokens, capacity) * UNITS_PER_TOKEN - level;
        if (missing <= 0) {
            return 0;
        }
        return perMinute == 0 ? Long.MAX_VALUE : -Math.floorDiv(-missing, perMinute);
    }

    long nanosUntilFull(long now) {
        return nanosUntil(capacity, now);
    }

    void fill(long now) {
        level = capacity * UNITS_PER_TOKEN;
        updatedAt = Math.max(updatedAt, now);
    }

    private void refill(long now) {
        long elapsed = now - updatedAt;
        if (elapsed <= 0) {
            return;
        }
        updatedAt = now;
        long missing = capacity * UNITS_PER_TOKEN - level;
        if (missing <= 0 || perMinute == 0) {
            return;
        }
        level = elapsed >= missing / perMinute + 1
                ? capacity * UNITS_PER_TOKEN
                : level + Math.min(missing, elapsed * perMinute);
    }
}
