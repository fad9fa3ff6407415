/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

/**
 * How much two buckets hold: the one that headers describe ({@link ShownDepth}), and the one that counts, which may be a shallower
 * one behind it ({@link HiddenDepth}). What is missing is missing from both. Amounts are in the dimension's unit.
 */
final class Depth {

    /** A bucket that has held this part of the limit holds all of it. */
    private static final double NEARLY_ALL = 0.9;
    /** No bucket is believed to be shallower, in seconds. */
    private static final double LEAST = 0.5;
    /** So much of what headers are rounded to is surely not nothing. */
    private static final double SURELY_MISSING = 3;

    private final ShownDepth shown = new ShownDepth();
    private final HiddenDepth hidden = new HiddenDepth();
    private double amount;
    private double perSecond;
    private double secondsPer;
    /** By headers, and when they came. */
    private double missing;

    private long missingAt = Long.MIN_VALUE;
    /** Something that was larger than a bucket may still be missing from it. */
    private long indebtedUntil = Long.MIN_VALUE;

    void limit(Limit limit) {
        amount = limit.amount();
        perSecond = limit.perSecond();
        secondsPer = limit.per().toNanos() / 1e9;
    }

    /** What the bucket of the headers holds when it is full. */
    double ofShown() {
        return isMinuteShown() ? amount : Math.min(amount, shown.seconds() * perSecond);
    }

    /** What the bucket that counts holds when it is full. */
    double ofWhatCounts() {
        return Math.min(ofShown(), hidden.seconds() * perSecond);
    }

    /** What the bucket of the headers has held once. */
    double surelyShown() {
        return Math.min(amount, shown.surely() * perSecond);
    }

    /** Of the bucket that counts, in seconds of refill; infinite while nothing is known. */
    double seconds() {
        return Math.min(shown.seconds(), hidden.seconds());
    }

    /** Whether headers describe a bucket that holds all of the limit's amount. */
    private boolean isMinuteShown() {
        return shown.surely() >= NEARLY_ALL * secondsPer;
    }

    /** More is taken than a bucket holds: it goes into a full one and leaves a debt. */
    void owes(double taken, long now) {
        indebtedUntil = now + (long) (taken / perSecond * 1e9);
    }

    /**
     * A header has come.
     *
     * @return whether it tells anything about the bucket that it describes
     */
    boolean observe(Report.Entry told, double rounding, Sight sight, ServerClock clock) {
        // Nothing left may be less than nothing: then it takes longer to be full than it takes from empty.
        boolean tells = sight.isSharp() && told.resetAt() != Report.UNKNOWN && told.remaining() > 0;
        if (tells) {
            double untilFull = (clock.ours(told.resetAt()) - sight.earliest() + clock.uncertainty()) / 1e9;
            double fromFull = (clock.ours(told.resetAt()) - sight.latest() - clock.uncertainty()) / 1e9 - 1;
            shown.observe(
                    told.remaining() / perSecond, rounding / perSecond, fromFull, untilFull, secondsPer, sight.now());
        }
        missing = ofShown() - told.remaining();
        missingAt = sight.now();
        return tells;
    }

    /**
     * The last header was made when a call was let in that took so much: what was missing then was borne. But into a full bucket
     * goes what is larger than it, too.
     *
     * @return whether that tells anything about the bucket that counts
     */
    boolean letIn(double taken, double rounding, Sight sight) {
        boolean wasFull = missing - taken <= SURELY_MISSING * rounding;
        boolean isEmpty = missing >= ofShown();
        boolean tells = isMinuteShown() && sight.isSharp() && !wasFull && !isEmpty && sight.now() >= indebtedUntil;
        if (tells) {
            hidden.bore((missing - rounding) / perSecond);
        }
        return tells;
    }

    /**
     * A call was refused now that asked for so much, and nothing explains it.
     *
     * @return whether that tells anything about the bucket that counts: not without headers
     */
    boolean refused(double asked, long now) {
        boolean tells = missingAt == now && isMinuteShown();
        if (tells) {
            hidden.refused((missing + asked) / perSecond, LEAST);
        }
        return tells;
    }
}
