/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.limit;

import io.github.camelclaude.simulator.limit.Acceleration.Ramp;

/** What shares one set of buckets: an organization's model class, or a workspace's cap on it. */
public final class LimitGroup {

    private static final long MINUTE = 60_000_000_000L;

    private final String name;
    private final Limits limits;
    private final Burst burst;
    private final Bucket[] minutes = new Bucket[Dimension.buckets().length];
    private final Bucket[] slices = new Bucket[Dimension.buckets().length];
    private final Ramp ramp;
    private long running;

    public LimitGroup(String name, Limits limits, Burst burst, Acceleration acceleration, long now) {
        this.name = name;
        this.limits = limits;
        this.burst = burst;
        this.ramp = acceleration == null ? null : new Ramp(acceleration);
        for (Dimension dimension : Dimension.buckets()) {
            long perMinute = limits.of(dimension);
            if (perMinute == Limits.UNLIMITED) {
                continue;
            }
            minutes[dimension.ordinal()] = new Bucket(perMinute, burst.capacity(perMinute), now);
            if (burst.slicesPerMinute() > 0) {
                slices[dimension.ordinal()] = new Bucket(perMinute, burst.sliceCapacity(perMinute), now);
            }
        }
    }

    public LimitGroup(String name, Limits limits, long now) {
        this(name, limits, Burst.WHOLE_MINUTE, null, now);
    }

    public String name() {
        return name;
    }

    public Limits limits() {
        return limits;
    }

    public long running() {
        return running;
    }

    /**
     * What headers show of a dimension, or null where it is not limited. The limit is the amount per minute, also where a slice
     * is what is left.
     */
    public Standing standing(Dimension dimension, long now) {
        Bucket minute = minutes[dimension.ordinal()];
        if (minute == null) {
            return null;
        }
        Bucket slice = slices[dimension.ordinal()];
        if (slice != null && burst.slicesVisible() && slice.available(now) < minute.available(now)) {
            return new Standing(minute.perMinute(), slice.available(now), slice.nanosUntilFull(now));
        }
        return new Standing(minute.perMinute(), minute.available(now), minute.nanosUntilFull(now));
    }

    /** Nanoseconds until the charge fits a dimension; 0 if it does now. */
    long nanosUntil(Dimension dimension, Charge charge, long now) {
        return switch (dimension) {
            case REQUESTS, INPUT_TOKENS, OUTPUT_TOKENS, TOKENS ->
                nanosUntilBuckets(dimension, charge.of(dimension), now);
            case CONCURRENCY -> limits.concurrency() != Limits.UNLIMITED && running >= limits.concurrency() ? 1 : 0;
            case ACCELERATION -> ramp == null ? 0 : ramp.nanosUntil(charge.inputTokens(), now);
        };
    }

    void take(Charge charge, long now) {
        for (Dimension dimension : Dimension.buckets()) {
            take(dimension, charge.of(dimension), now);
        }
        running++;
        if (ramp != null) {
            ramp.take(charge.inputTokens(), now);
        }
    }

    void take(Dimension dimension, long amount, long now) {
        if (amount > 0 && minutes[dimension.ordinal()] != null) {
            minutes[dimension.ordinal()].take(amount, now);
            if (slices[dimension.ordinal()] != null) {
                slices[dimension.ordinal()].take(amount, now);
            }
        }
    }

    void giveBack(Dimension dimension, long amount, long now) {
        if (amount > 0 && minutes[dimension.ordinal()] != null) {
            minutes[dimension.ordinal()].giveBack(amount, now);
            if (slices[dimension.ordinal()] != null) {
                slices[dimension.ordinal()].giveBack(amount, now);
            }
        }
    }

    void finish() {
        running = Math.max(0, running - 1);
    }

    /** Output lets a request in while anything is left: how much it will be is not known yet. */
    private long nanosUntilBuckets(Dimension dimension, long amount, long now) {
        long least = dimension == Dimension.OUTPUT_TOKENS ? Math.max(1, amount) : amount;
        return Math.max(
                nanosUntil(minutes[dimension.ordinal()], least, now),
                nanosUntil(slices[dimension.ordinal()], least, now));
    }

    /**
     * What is larger than a bucket but not than a minute's amount passes when the bucket is full and leaves a debt. What is
     * larger than a minute's amount never passes; it is told to wait a minute.
     */
    private static long nanosUntil(Bucket bucket, long amount, long now) {
        if (bucket == null || amount == 0) {
            return 0;
        }
        if (bucket.perMinute() == 0) {
            return Long.MAX_VALUE;
        }
        return amount > bucket.perMinute() ? MINUTE : bucket.nanosUntil(amount, now);
    }
}
