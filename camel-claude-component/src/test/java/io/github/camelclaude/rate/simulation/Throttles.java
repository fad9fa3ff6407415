/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import static io.github.camelclaude.rate.simulation.VirtualTimeline.MILLI;
import static io.github.camelclaude.rate.simulation.VirtualTimeline.SECOND;

import java.util.Arrays;
import java.util.function.LongSupplier;

/** What people use today. */
final class Throttles {

    private static final long SOON = 20 * MILLI;
    private static final long MINUTE = 60 * SECOND;

    private Throttles() {}

    /** Nothing: the SDK's two retries are all there is. */
    static Throttle none(LongSupplier clock, long[] limits) {
        return ask -> 0;
    }

    /** A token bucket of a minute on requests. */
    static Throttle requests(LongSupplier clock, long[] limits) {
        TokenBucket bucket = new TokenBucket(clock, limits[0]);
        return ask -> TokenBucket.takeAll(new TokenBucket[] {bucket}, 1);
    }

    /** Buckets of a minute on all three, each call with its prompt and {@code max_tokens}, corrected when it ends. */
    static Throttle maxTokens(LongSupplier clock, long[] limits) {
        TokenBucket[] buckets = new TokenBucket[3];
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] = new TokenBucket(clock, limits[i]);
        }
        return new Throttle() {
            @Override
            public long take(Ask ask) {
                return TokenBucket.takeAll(buckets, 1, ask.inputTokens(), ask.maxTokens());
            }

            @Override
            public void ended(Ask ask, long outputTokens, boolean refused) {
                buckets[2].giveBack(ask.maxTokens() - outputTokens);
            }
        };
    }

    /** Calls at the same time: a little more after each success, a tenth less after each refusal. */
    static Throttle additiveIncrease(LongSupplier clock, long[] limits) {
        return new Throttle() {
            private double allowed = 20;
            private int running;

            @Override
            public long take(Ask ask) {
                if (running >= (int) allowed) {
                    return SOON;
                }
                running++;
                return 0;
            }

            @Override
            public void ended(Ask ask, long outputTokens, boolean refused) {
                running--;
                allowed = refused ? Math.max(1, allowed * 0.9) : Math.min(1_000, allowed + 1 / allowed);
            }

            @Override
            public boolean seesRetries() {
                return true;
            }
        };
    }

    /** Camel's Throttler: a fixed number of calls in any minute. */
    static Throttle perPeriod(LongSupplier clock, long[] limits) {
        long[] sent = new long[(int) limits[0]];
        Arrays.fill(sent, Long.MIN_VALUE);
        int[] next = new int[1];
        return ask -> {
            long now = clock.getAsLong();
            long oldest = sent[next[0]];
            if (oldest != Long.MIN_VALUE && now - oldest < MINUTE) {
                return oldest + MINUTE - now;
            }
            sent[next[0]] = now;
            next[0] = (next[0] + 1) % sent.length;
            return 0;
        };
    }

    /** Fills continuously, holds a minute, starts full. */
    private static final class TokenBucket {
        private final LongSupplier clock;
        private final double perMinute;
        private double level;
        private long at;

        TokenBucket(LongSupplier clock, double perMinute) {
            this.clock = clock;
            this.perMinute = perMinute;
            this.level = perMinute;
            this.at = clock.getAsLong();
        }

        static long takeAll(TokenBucket[] buckets, double... amounts) {
            long wait = 0;
            for (int i = 0; i < buckets.length; i++) {
                wait = Math.max(wait, buckets[i].nanosUntil(amounts[i]));
            }
            for (int i = 0; i < buckets.length && wait == 0; i++) {
                buckets[i].level -= amounts[i];
            }
            return wait;
        }

        void giveBack(double amount) {
            level = Math.min(perMinute, level + amount);
        }

        private long nanosUntil(double amount) {
            long now = clock.getAsLong();
            level = Math.min(perMinute, level + (now - at) * perMinute / MINUTE);
            at = now;
            double missing = Math.min(amount, perMinute) - level;
            return missing <= 1e-6 ? 0 : 1 + (long) (missing / perMinute * MINUTE);
        }
    }
}
