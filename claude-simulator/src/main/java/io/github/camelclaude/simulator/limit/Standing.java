/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.limit;

/**
 * How a dimension stands.
 *
 * @param limit the amount per minute
 * @param remaining exactly what is left, negative while in debt
 * @param nanosUntilFull until everything has been replenished
 */
public record Standing(long limit, long remaining, long nanosUntilFull) {

    /** To the nearest thousand and never below zero, as headers give token counts. */
    public long remainingRounded() {
        return Math.min(limit, (Math.max(0, remaining) + 500) / 1000 * 1000);
    }

    /** Two limits added together, as the combined figure does. */
    public Standing plus(Standing other) {
        return new Standing(
                limit + other.limit,
                Math.max(0, remaining) + Math.max(0, other.remaining),
                Math.max(nanosUntilFull, other.nanosUntilFull));
    }
}
