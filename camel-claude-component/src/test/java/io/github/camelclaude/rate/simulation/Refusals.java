/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

/** Refusals by the service. */
final class Refusals {

    private final long[] byBinding = new long[Binding.all().length];
    private final long[] episodes = new long[Binding.all().length];
    private final long[] lastReceipt = new long[Binding.all().length];
    private long ramp;
    private long large;
    private long lastAt = Long.MIN_VALUE;

    Refusals() {
        java.util.Arrays.fill(lastReceipt, Long.MIN_VALUE);
    }

    /**
     * A refusal arrives.
     *
     * @param binding which bucket was empty; null if usage rose too steeply
     * @param tooLarge whether the call needs more than a full bucket holds
     * @param sentAt when the refused attempt left
     */
    void arrived(Binding binding, boolean tooLarge, long sentAt, long now) {
        if (binding == null) {
            ramp++;
        } else if (tooLarge) {
            large++;
        } else {
            byBinding[binding.ordinal()]++;
            if (sentAt > lastReceipt[binding.ordinal()]) {
                episodes[binding.ordinal()]++;
            }
            lastReceipt[binding.ordinal()] = now;
            lastAt = now;
        }
    }

    /** By an empty bucket, of calls that fit a full one. */
    long buckets() {
        return byBinding[0] + byBinding[1] + byBinding[2];
    }

    long of(Binding binding) {
        return byBinding[binding.ordinal()];
    }

    /** Refusals that were not on the wire already when the one before arrived. */
    long episodes(Binding binding) {
        return episodes[binding.ordinal()];
    }

    /** For rising too steeply. */
    long ramp() {
        return ramp;
    }

    /** Of calls that are larger than a full bucket. */
    long large() {
        return large;
    }

    /** When the last one of {@link #buckets()} arrived. */
    long lastAt() {
        return lastAt;
    }

    @Override
    public String toString() {
        return "R%d I%d O%d ramp%d large%d".formatted(byBinding[0], byBinding[1], byBinding[2], ramp, large);
    }
}
