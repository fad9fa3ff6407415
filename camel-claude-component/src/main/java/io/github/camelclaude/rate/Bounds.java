/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

/**
 * What a header proves about a level: it is at least this and at most that.
 *
 * @param least {@link Double#NEGATIVE_INFINITY} if nothing is sure
 * @param most  not less than {@code least}
 */
record Bounds(double least, double most) {

    private static final double NEARLY_FULL = 0.9;

    /**
     * @param remaining      what the header tells
     * @param error          how far that may be wrong by rounding
     * @param sight          when it was true
     * @param perSecond      what comes back per second
     * @param leftPerSecond  what of that others leave to us
     * @param capacity       what the bucket holds
     * @param unseen         what of ours it surely does not know of
     * @param perhapsUnseen  what of ours it may not know of, {@code unseen} included
     * @param spread         how far those two may be wrong
     */
    static Bounds of(
            double remaining,
            double error,
            Sight sight,
            double perSecond,
            double leftPerSecond,
            double capacity,
            double unseen,
            double perhapsUnseen,
            double spread) {
        double most = remaining + error + perSecond * sight.secondsSinceEarliest() - unseen + spread;
        // A bucket that may have been full in between has lost what would have come.
        boolean mayHaveOverflown =
                !sight.isFresh() && remaining + perSecond * sight.secondsSinceLatest() > NEARLY_FULL * capacity;
        if (remaining <= 0 || mayHaveOverflown) {
            return new Bounds(Double.NEGATIVE_INFINITY, most);
        }
        // More than full it never was, whenever what it does not know of was taken.
        double filled = Math.min(capacity, remaining - error + leftPerSecond * sight.secondsSinceLatest());
        double least = filled - perhapsUnseen - spread;
        return new Bounds(Math.min(least, most), most);
    }

    /** What is neither the most nor the least. */
    double middle() {
        return least == Double.NEGATIVE_INFINITY ? least : (least + most) / 2;
    }

    /** The nearest that is possible. */
    double project(double level) {
        return Math.max(least, Math.min(level, most));
    }
}
