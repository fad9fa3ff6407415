/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

/**
 * How deep a bucket is, in seconds of refill, that stands behind the one that headers describe. Both are drawn on by the same
 * calls and filled at the same rate, so what is missing from the one is missing from the other: what headers show as missing
 * when a call is let in, the hidden bucket can bear, and what is missing when one is refused is too much for it.
 */
final class HiddenDepth {

    /** What of the least that was refused is taken for the depth while less than that has been borne. */
    private static final double KEEP = 0.85;
    /** By how much the older of two observations gives way that contradict each other. */
    private static final double GIVES_WAY = 1.05;

    private double borne;
    private double refusedAt = Double.POSITIVE_INFINITY;

    /** A call was let in that left so many seconds' worth missing. */
    void bore(double seconds) {
        borne = Math.max(borne, seconds);
        if (borne >= refusedAt) {
            refusedAt = borne * GIVES_WAY;
        }
    }

    /**
     * A call was refused that would have left so many seconds' worth missing.
     *
     * @param least it is at least so deep whatever is refused
     */
    void refused(double seconds, double least) {
        refusedAt = Math.min(refusedAt, Math.max(seconds, least));
        borne = Math.min(borne, refusedAt / GIVES_WAY);
    }

    boolean isFound() {
        return refusedAt < Double.POSITIVE_INFINITY;
    }

    /** Infinite while nothing has been refused. */
    double seconds() {
        return isFound() ? Math.max(borne, KEEP * refusedAt) : refusedAt;
    }
}
