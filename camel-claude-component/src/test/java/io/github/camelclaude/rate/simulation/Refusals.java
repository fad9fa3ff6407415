/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import io.github.camelclaude.rate.simulation.Service.Decision;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Refusals by the service. */
final class Refusals {

    private final long[] byBinding = new long[Binding.all().length];
    private final long[] episodes = new long[Binding.all().length];
    private final long[] lastReceipt = new long[Binding.all().length];
    private long ramp;
    private long large;
    private final Map<Long, Integer> ofLarge = new HashMap<>();
    private int mostOfOne;
    private int inThisLife;
    private int mostInOneLife;
    private long lastAt = Long.MIN_VALUE;

    Refusals() {
        Arrays.fill(lastReceipt, Long.MIN_VALUE);
    }

    /**
     * A refusal arrives.
     *
     * @param sentAt when the refused attempt left
     */
    void arrived(Call call, Decision decision, long sentAt, long now) {
        Binding binding = decision.binding();
        if (binding == null) {
            ramp++;
        } else if (decision.tooLarge()) {
            large++;
            mostOfOne = Math.max(mostOfOne, ofLarge.merge(call.id(), 1, Integer::sum));
        } else {
            inThisLife++;
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

    /** How often one and the same call was refused that is larger than a full bucket. */
    int mostOfOne() {
        return mostOfOne;
    }

    /** The process begins anew, or limits change. */
    void newLife() {
        mostInOneLife = Math.max(mostInOneLife, inThisLife);
        inThisLife = 0;
    }

    /** Since the last death or change of limits. */
    int inThisLife() {
        return inThisLife;
    }

    /** The most refusals in a life that has ended; the last one goes on and may learn. */
    int mostInOneLife() {
        return mostInOneLife;
    }

    /** When the last one of {@link #buckets()} arrived. */
    long lastAt() {
        return lastAt;
    }

    @Override
    public String toString() {
        return "R%d/%d I%d/%d O%d/%d ramp%d large%d"
                .formatted(
                        byBinding[0], episodes[0], byBinding[1], episodes[1], byBinding[2], episodes[2], ramp, large);
    }
}
