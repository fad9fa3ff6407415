/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.resilience;

/**
 * Keeps retries a share of the traffic, so that they never make an outage worse: each first attempt pays in a part of a retry,
 * and a few come with time, for those who call seldom. A retry that finds nothing waits for its turn instead of failing.
 * Safe for use by several threads.
 */
public final class RetryBudget {

    private static final double NANOS = 1e9;
    private static final double LOOKS_BACK_SECONDS = 10;

    private final double share;
    private final double perSecond;
    private final double most;
    private double saved;
    private double recent;
    private long at;

    /**
     * @param share     retries for each first attempt, such as 0.2
     * @param perSecond retries that come with each second
     * @param most      how many can be saved up
     * @param now       nanoseconds
     */
    public RetryBudget(double share, double perSecond, double most, long now) {
        this.share = share;
        this.perSecond = perSecond;
        this.most = most;
        this.saved = most;
        this.at = now;
    }

    /** A first attempt is made. */
    public synchronized void attempted(long now) {
        refill(now);
        saved = Math.min(most, saved + share);
        recent++;
    }

    /**
     * Takes a retry.
     *
     * @return when it may be made: now, or later; those who come after it get later times
     */
    public synchronized long take(long now) {
        refill(now);
        saved -= 1;
        return saved >= 0 ? now : now + (long) Math.ceil(-saved / refillPerSecond() * NANOS);
    }

    /** A retry that was taken is not made. */
    public synchronized void giveBack() {
        saved = Math.min(most, saved + 1);
    }

    /** As far as traffic goes on as it is. */
    private double refillPerSecond() {
        return perSecond + share * recent / LOOKS_BACK_SECONDS;
    }

    private void refill(long now) {
        if (now > at) {
            double seconds = (now - at) / NANOS;
            saved = Math.min(most, saved + seconds * perSecond);
            recent *= Math.exp(-seconds / LOOKS_BACK_SECONDS);
            at = now;
        }
    }
}
