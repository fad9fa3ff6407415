/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks.limiter;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.camelclaude.rate.simulation.Throttle;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * Bucket4j as somebody would use it who knows the limits: one bucket of a minute per dimension, charged with the estimated
 * input and the expected output, corrected at the end; after a refusal nothing leaves until the service's time has passed.
 */
final class Bucket4jThrottle implements Throttle {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Bucket[] buckets;
    private final long[] limits;
    private final LongSupplier clock;
    private long closedUntil = Long.MIN_VALUE;

    Bucket4jThrottle(LongSupplier clock, long[] limits) {
        this.limits = limits.clone();
        this.clock = clock;
        TimeMeter meter = new Clock(clock);
        buckets = Arrays.stream(limits)
                .mapToObj(limit -> Bucket.builder()
                        .addLimit(Bandwidth.builder()
                                .capacity(limit)
                                .refillGreedy(limit, MINUTE)
                                .build())
                        .withCustomTimePrecision(meter)
                        .build())
                .toArray(Bucket[]::new);
    }

    @Override
    public long take(Ask ask) {
        long now = clock.getAsLong();
        if (now < closedUntil) {
            return closedUntil - now;
        }
        long[] amounts = amounts(ask);
        for (int i = 0; i < buckets.length; i++) {
            ConsumptionProbe probe = buckets[i].tryConsumeAndReturnRemaining(amounts[i]);
            if (!probe.isConsumed()) {
                giveBack(amounts, i);
                return Math.max(1, probe.getNanosToWaitForRefill());
            }
        }
        return 0;
    }

    @Override
    public void ended(Ask ask, long outputTokens, boolean refused) {
        if (refused) {
            // What was taken stays taken: the service has less than was believed.
            return;
        }
        long more = outputTokens - ask.outputTokens();
        if (more > 0) {
            buckets[2].consumeIgnoringRateLimits(more);
        } else if (more < 0) {
            buckets[2].addTokens(-more);
        }
    }

    private long[] amounts(Ask ask) {
        return new long[] {1, Math.min(ask.inputTokens(), limits[1]), Math.min(ask.outputTokens(), limits[2])};
    }

    private void giveBack(long[] amounts, int count) {
        for (int i = 0; i < count; i++) {
            buckets[i].addTokens(amounts[i]);
        }
    }

    @Override
    public void refused(long retryAfterNanos) {
        closedUntil = Math.max(closedUntil, clock.getAsLong() + retryAfterNanos);
    }

    @Override
    public boolean seesRetries() {
        return true;
    }

    private record Clock(LongSupplier nanos) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return nanos.getAsLong();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
