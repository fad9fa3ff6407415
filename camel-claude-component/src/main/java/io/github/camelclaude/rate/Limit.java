/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

import java.time.Duration;

/**
 * How much of a dimension there is.
 *
 * @param dimension what is limited
 * @param amount    how much of it per {@code per}, in the dimension's unit; for {@link Dimension.Refill#RETURNED} at the same
 *                  time; at least 0
 * @param per       over how long; a day means a day in UTC and 30 days mean a month in UTC where the refill is a fixed window;
 *                  ignored for {@link Dimension.Refill#RETURNED}
 * @param source    who says so
 */
public record Limit(Dimension dimension, long amount, Duration per, Source source) {

    /** Who says how much there is, from the strongest to the weakest. */
    public enum Source {
        CONFIGURED,
        FILE,
        ADMIN_API,
        HEADERS,
        TIER,
        /** Nobody: a careful guess that grows into what the headers say. */
        DEFAULT
    }

    public static final Duration MINUTE = Duration.ofMinutes(1);
    public static final Duration DAY = Duration.ofDays(1);
    public static final Duration MONTH = Duration.ofDays(30);

    public Limit {
        if (amount < 0) {
            throw new IllegalArgumentException("A limit of %,d %s must be at least 0".formatted(amount, dimension));
        }
        if (per.isZero() || per.isNegative()) {
            throw new IllegalArgumentException("A limit of %s per %s needs a time above 0".formatted(dimension, per));
        }
    }

    public static Limit perMinute(Dimension dimension, long amount, Source source) {
        return new Limit(dimension, amount, MINUTE, source);
    }

    /** Of the dimension's unit per second. */
    public double perSecond() {
        return amount * 1e9 / per.toNanos();
    }
}
