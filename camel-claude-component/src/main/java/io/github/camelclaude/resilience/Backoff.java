/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.resilience;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before a retry where the service does not say: anything from nothing to a bound that doubles with each
 * retry. Full jitter spreads those who failed together over the whole time, which no fixed part does (Brooker, Exponential
 * backoff and jitter, 2015).
 *
 * @param first the bound before the first retry
 * @param most  the largest bound
 */
public record Backoff(Duration first, Duration most) {

    private static final int MOST_DOUBLINGS = 30;

    /** @param retry 1 for the first one */
    public Duration before(int retry, RandomGenerator random) {
        return Duration.ofNanos(random.nextLong(bound(retry).toNanos() + 1));
    }

    Duration bound(int retry) {
        Duration doubled = first.multipliedBy(1L << Math.min(MOST_DOUBLINGS, Math.max(0, retry - 1)));
        return doubled.compareTo(most) < 0 ? doubled : most;
    }
}
