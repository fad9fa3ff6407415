/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

/**
 * What a call has while it is under way and returns when it ends: concurrency. When it is there again is a guess, from how
 * often calls end; nobody is woken for it, for the end of a call wakes.
 */
final class ReturnedLane extends Lane {

    private static final double LEARNING = 0.1;
    private static final double LONGEST_SECONDS = 60;

    private final double share;
    private final double perCall;
    private double out;
    /** Calls under way that took nothing. */
    private int without;

    private double secondsBetweenReturns = 1;
    private long returnedAt = Long.MIN_VALUE;

    ReturnedLane(GroupName group, Reservation.Rule rule, double share) {
        super(group, rule);
        this.share = share;
        this.perCall = rule.held().calls();
    }

    @Override
    void limitChanged(Limit before, long now) {
        // What is out stays out and returns.
    }

    /** It will be limited from now on; so many calls are under way that took nothing, because it was not. */
    void tookNothing(int calls) {
        without = calls;
        out = calls * perCall;
    }

    @Override
    long readyAt(double need, long now) {
        if (out + need <= most(now) + EPSILON) {
            return now;
        }
        double missing = out + need - most(now);
        return need > most(now) + EPSILON ? NEVER : now + (long) (missing * secondsBetweenReturns * 1e9);
    }

    /** Of a shared limit everybody gets at least one. */
    @Override
    double most(long now) {
        return limit().amount() == 0 ? 0 : Math.max(1, Math.floor(limit().amount() * share));
    }

    @Override
    void take(double amount, long now) {
        if (isLimited()) {
            out += amount;
        }
    }

    @Override
    void giveBack(double amount, long now) {
        if (!isLimited()) {
            return;
        }
        if (returnedAt != Long.MIN_VALUE) {
            double seconds = Amounts.min(LONGEST_SECONDS, (now - returnedAt) / 1e9);
            secondsBetweenReturns += LEARNING * (seconds - secondsBetweenReturns);
        }
        returnedAt = now;
        double back = amount;
        if (amount == 0 && without > 0) {
            without--;
            back = perCall;
        }
        out = Amounts.max(0, out - back);
    }

    @Override
    void settle(double taken, double actual, long now) {
        giveBack(taken, now);
        used(actual);
    }

    @Override
    Picture.DimensionPicture picture(long now) {
        double left = isLimited() ? most(now) - out : 0;
        return new Picture.DimensionPicture(limit(), left, left, 0, 0, used(), offered(now), backlog());
    }
}
