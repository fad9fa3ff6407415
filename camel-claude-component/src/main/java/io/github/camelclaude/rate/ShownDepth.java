/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

/**
 * How deep the bucket is that headers describe, in seconds of refill: what is left, and the time until it is full again. That
 * time is told in whole seconds, so each header only puts the depth between two bounds; the bounds of many headers together
 * are narrow. Every minute the search begins anew, for the service may have changed.
 */
final class ShownDepth {

    private static final long MINUTE = 60_000_000_000L;
    /** Too shallow to be true, or to be of use. */
    private static final double LEAST = 0.5;

    private double least = Double.NEGATIVE_INFINITY;
    private double most = Double.POSITIVE_INFINITY;
    private double largest;
    private double surely = LEAST;
    private long since = Long.MIN_VALUE;
    private double depth = Double.POSITIVE_INFINITY;

    /**
     * @param left      what is left, in seconds of refill
     * @param error     how far that may be wrong
     * @param fromFull  it is full again not before so many seconds
     * @param untilFull it is full again after at most so many seconds
     * @param whole     the deepest it can be
     */
    void observe(double left, double error, double fromFull, double untilFull, double whole, long now) {
        double newLeast = left - error + Math.max(0, fromFull);
        double newMost = left + error + Math.max(0, untilFull);
        if (newMost < LEAST / 2 || newLeast > 2 * whole) {
            return;
        }
        if (now - since > MINUTE || since == Long.MIN_VALUE || newLeast > most || newMost < least) {
            since = now;
            least = newLeast;
            most = newMost;
            surely = Math.max(LEAST, Math.max(left, largest));
            largest = left;
        } else {
            least = Math.max(least, newLeast);
            most = Math.min(most, newMost);
            largest = Math.max(largest, left);
        }
        surely = Math.max(surely, largest);
        boolean isNarrow = most - least < 0.5;
        if (isNarrow || depth == Double.POSITIVE_INFINITY) {
            // What is taken for deeper than it is, is refused; what is taken for shallower costs little.
            depth = Math.max(LEAST, Math.min(whole, Math.max(least, largest)));
        }
    }

    /** It is at least so deep, in seconds: so much was left once. */
    double surely() {
        return surely;
    }

    /** In seconds; infinite until a header has shown it. */
    double seconds() {
        return depth;
    }
}
