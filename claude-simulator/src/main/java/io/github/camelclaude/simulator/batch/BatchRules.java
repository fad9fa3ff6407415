/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.batch;

import java.time.Duration;

/**
 * How batches behave where the service leaves it open.
 *
 * @param shortest when the first item of a batch may be done, after its creation
 * @param longest when its last item is done; more than 24 hours lets items expire
 * @param canceling how long a batch is {@code canceling} before it has ended
 * @param visibleAfter how long a new batch answers 404; zero normally
 * @param cacheMissPercent how many items miss cache entries that they could have read; caching in batches is best effort
 */
public record BatchRules(
        Duration shortest, Duration longest, Duration canceling, Duration visibleAfter, int cacheMissPercent) {

    /** A batch is done after five seconds, so that a local run does not wait; the service takes minutes to an hour. */
    public static final BatchRules USUAL =
            new BatchRules(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ZERO, 30);

    static final Duration EXPIRY = Duration.ofHours(24);
    static final Duration RETENTION = Duration.ofDays(29);

    public BatchRules {
        if (shortest.isNegative()
                || longest.compareTo(shortest) < 0
                || canceling.isNegative()
                || visibleAfter.isNegative()) {
            throw new IllegalArgumentException(
                    "Batches done after %s to %s, canceling for %s, visible after %s; times are not negative and the longest is not below the shortest"
                            .formatted(shortest, longest, canceling, visibleAfter));
        }
        if (cacheMissPercent < 0 || cacheMissPercent > 100) {
            throw new IllegalArgumentException(cacheMissPercent + " percent of cache misses; it must be from 0 to 100");
        }
    }

    /** Every item of a batch is done after this time. */
    public BatchRules doneAfter(Duration time) {
        return new BatchRules(time, time, canceling, visibleAfter, cacheMissPercent);
    }

    /** Items of a batch are done between these times. */
    public BatchRules doneBetween(Duration first, Duration last) {
        return new BatchRules(first, last, canceling, visibleAfter, cacheMissPercent);
    }

    public BatchRules visibleAfter(Duration time) {
        return new BatchRules(shortest, longest, canceling, time, cacheMissPercent);
    }

    public BatchRules cacheMisses(int percent) {
        return new BatchRules(shortest, longest, canceling, visibleAfter, percent);
    }
}
