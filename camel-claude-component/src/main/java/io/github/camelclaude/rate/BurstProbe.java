/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

/**
 * How much may be taken at once after a rest, in seconds of refill. Begins carefully; each call that was let in proves that
 * the bucket is at least as deep as was drawn when it was sent, and allows a tenth more. The first refusal that nothing else
 * explains ends the search, and each further one takes a tenth off what was found. What headers show of the bucket's depth bounds it from the start.
 *
 * <p>Drawn down is counted on its own, from sends alone: a level that headers pulled down proves nothing.
 */
final class BurstProbe {

    private static final double STEP = 1.1;
    private static final double KEEP = 0.9;
    private static final double CAREFUL = 0.8;
    private static final double OF_SHOWN = 0.9;
    private static final double WHOLE = 0.5;
    private static final double SHALLOW = 30;
    private static final double WHOLE_MINUTE = 60;
    private static final long HOURS = 6 * 3_600_000_000_000L;

    private final double least;
    private final boolean grows;
    private double seconds;
    private double proven;
    private double drawn;
    private long fullSince = Long.MIN_VALUE / 2;
    private double shown = WHOLE_MINUTE;
    private double ceiling = Double.POSITIVE_INFINITY;
    private long ceilingUntil;
    private boolean isFound;

    BurstProbe(LimiterSettings.Burst burst) {
        this.least = Math.min(0.5, burst.seconds());
        this.seconds = burst.seconds();
        this.grows = burst.grows();
    }

    double seconds() {
        return seconds;
    }

    void take(double amount) {
        drawn += amount;
    }

    /** So much has come back, or is missing as well where it is negative. */
    void giveBack(double amount, long now) {
        if (drawn > 0 || amount < 0) {
            drawn = Amounts.max(0, drawn - amount);
            fullSince = now;
        }
    }

    /** When a bucket is full from which nobody but us takes, all that is on the wire included. */
    long fullAt(double perSecond, long now) {
        long back = drawn > 0 ? now + (long) Math.ceil(drawn / perSecond * 1e9) : fullSince;
        return back + Sight.SLOWEST;
    }

    double drawdown() {
        return drawn;
    }

    /** {@link #acknowledged} changes nothing if no more has been drawn down. */
    double provesNothingUpTo(double perSecond, double reserve) {
        if (perSecond <= 0) {
            return Double.POSITIVE_INFINITY;
        }
        double known = proven * perSecond;
        return grows && !isFound ? Math.min(known, (seconds * perSecond - reserve) / STEP) : known;
    }

    /** @return the seconds that it has grown by */
    double acknowledged(double drawdown, double perSecond, double reserve, boolean mayGrow) {
        if (drawdown > proven * perSecond && perSecond > 0) {
            proven = drawdown / perSecond;
        }
        if (!grows || !mayGrow || isFound || perSecond <= 0) {
            return 0;
        }
        double most = Amounts.min(WHOLE_MINUTE, OF_SHOWN * shown);
        double wanted = Amounts.min(most, (drawdown * STEP + reserve) / perSecond);
        if (wanted <= seconds) {
            return 0;
        }
        double grown = wanted - seconds;
        seconds = wanted;
        return grown;
    }

    /** @return whether it ended the search */
    boolean refused(double perSecond, double reserve, long now) {
        if (!grows) {
            return false;
        }
        if (isFound) {
            // What was found was too much, or the service has changed: without this only the rate would ever give way.
            seconds = Math.min(seconds, Math.max(CAREFUL, KEEP * seconds));
            return false;
        }
        isFound = true;
        seconds = Math.max(least, Math.min(seconds, KEEP * proven + (perSecond > 0 ? reserve / perSecond : 0)));
        return true;
    }

    /** Headers show a bucket that holds so many seconds: no more is tried. */
    void shown(double bucketSeconds) {
        shown = bucketSeconds;
        if (grows) {
            double most = Math.max(least, OF_SHOWN * shown);
            seconds = isShallow() ? most : Math.min(seconds, most);
        }
    }

    /** Whether all that headers show may be taken at once: then there is no slice behind it. */
    boolean isWhole() {
        return isShallow() || seconds >= WHOLE * Math.min(WHOLE_MINUTE, shown);
    }

    /** Headers show a bucket that is no minute's worth: it is the one that counts. */
    private boolean isShallow() {
        return shown < SHALLOW;
    }

    /** Whether nothing is left to find out. */
    boolean isKnown() {
        return !grows || isFound;
    }

    /** Whether the search is on. */
    boolean isSearching() {
        return grows && !isFound && !isWhole();
    }

    void ceilingBelow(double amount, long now) {
        ceiling = Math.min(now < ceilingUntil ? ceiling : Double.POSITIVE_INFINITY, amount - 1);
        ceilingUntil = now + HOURS;
    }

    /** The most that passes at once for all that is known, be it known for long. */
    double lastCeiling() {
        return ceiling;
    }

    /** The most that ever passes at once. */
    double ceiling(long now) {
        return now < ceilingUntil ? ceiling : Double.POSITIVE_INFINITY;
    }
}
