/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.http;

import io.github.camelclaude.simulator.limit.Dimension;
import io.github.camelclaude.simulator.limit.LimitPath;
import io.github.camelclaude.simulator.limit.Standing;
import io.github.camelclaude.simulator.time.SimulatorClock;
import io.vertx.core.MultiMap;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * {@code anthropic-ratelimit-*}: limits as configured, what remains (tokens to the nearest thousand), and when everything
 * will have been replenished, as an instant in whole seconds, rounded up.
 */
final class RateLimitHeaders {

    private static final String PREFIX = "anthropic-ratelimit-";

    private RateLimitHeaders() {}

    static void write(MultiMap headers, LimitPath path, long now) {
        write(headers, Dimension.REQUESTS, path.tightest(Dimension.REQUESTS, now), now);
        write(headers, Dimension.INPUT_TOKENS, path.tightest(Dimension.INPUT_TOKENS, now), now);
        write(headers, Dimension.OUTPUT_TOKENS, path.tightest(Dimension.OUTPUT_TOKENS, now), now);
        write(headers, Dimension.TOKENS, path.combined(now), now);
    }

    private static void write(MultiMap headers, Dimension dimension, Standing standing, long now) {
        if (standing == null) {
            return;
        }
        String prefix = PREFIX + dimension.headerName();
        long remaining = dimension.isRounded() ? standing.remainingRounded() : Math.max(0, standing.remaining());
        headers.set(prefix + "-limit", Long.toString(standing.limit()));
        headers.set(prefix + "-remaining", Long.toString(remaining));
        headers.set(prefix + "-reset", reset(standing, now).toString());
    }

    private static Instant reset(Standing standing, long now) {
        long until = standing.nanosUntilFull() == Long.MAX_VALUE ? 0 : standing.nanosUntilFull();
        return SimulatorClock.toInstant(now + until + 999_999_999L).truncatedTo(ChronoUnit.SECONDS);
    }
}
