/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

/**
 * A bucket that is charged while output is written, long after the call was let in; a call is let in as long as anything is
 * left. Its level is what is left minus what calls under way have yet to write ({@link UnderWay}), and where the bucket is too
 * shallow to hold all of that, the part that a steady state has under way anyway is not held against it.
 *
 * <p>What is on its way varies by itself; a bucket that is shallower than about six times that variation can't be used fully
 * and never be found empty as well. Which of the two it is aimed at is the difference between a burst that grows and one that
 * is fixed.
 */
final class ProducedLane extends BucketLane {

    /** Parts of a shallow bucket: what is aimed at, and what is kept beyond. */
    private static final double AIM = 0.2;

    private static final double RESERVE_PART = 0.1;
    private static final double CAREFUL_AIM = 0.3;
    private static final double CAREFUL_RESERVE_PART = 0.3;

    private static final double TESTED_PART = 0.2;
    private static final double AT_FIRST = 0.75;
    private static final double NEIGHBOURS_MEMORY_SECONDS = 20;
    private static final double DEEPEST_DEBT_SECONDS = 0.2;
    private static final double PLENTY_SECONDS = 2;

    private final UnderWay underWay;

    ProducedLane(GroupName group, Reservation.Rule rule, LimiterSettings settings, Gate gate, UnderWay underWay) {
        super(group, rule, settings, gate, NEIGHBOURS_MEMORY_SECONDS);
        this.underWay = underWay;
    }

    private boolean isCareful() {
        return !settings.burst().grows();
    }

    /** That calls are let in proves nothing of what they will write. */
    @Override
    boolean mayGrow(long now) {
        return false;
    }

    /** Calls that a killed process left under way write on, and those are the long ones. */
    @Override
    double rateAtFirst() {
        return burst.isWhole() ? 1 : AT_FIRST;
    }

    @Override
    double tested(double need) {
        return Amounts.min(need, TESTED_PART * sliceCapacity());
    }

    @Override
    double reservePart() {
        return isCareful() ? CAREFUL_RESERVE_PART : RESERVE_PART;
    }

    @Override
    double credit() {
        return Math.max(0, underWay.steady(levelRate()) - (isCareful() ? CAREFUL_AIM : AIM) * capacity());
    }

    @Override
    boolean isUnusual(long now) {
        return false;
    }

    @Override
    double mostOfUsual() {
        return sliceCapacity();
    }

    /** What is under way may be more than a steady state has: then the bucket itself is what is short. */
    @Override
    double missing(long now) {
        return level() >= 0 ? 0 : rounding() - level() - underWay.unproducedAround(now);
    }

    @Override
    double most(long now) {
        return limit().amount();
    }

    @Override
    boolean isTooMuch(double need, long now) {
        return false;
    }

    @Override
    void giveBack(double amount, long now) {
        double before = slice();
        super.giveBack(amount, now);
        if (isLimited() && amount < 0 && level() > PLENTY_SECONDS * perSecond()) {
            // The minute can bear it: a longer answer than expected does not stop everything that is under way.
            raiseSliceTo(Math.min(before, -DEEPEST_DEBT_SECONDS * ownPerSecond()));
        }
    }

    @Override
    Bounds bounds(double remaining, double error, Sight sight) {
        if (!sight.isFresh()) {
            return null;
        }
        double unproduced = underWay.unproduced(sight.now());
        return Bounds.of(
                remaining,
                error,
                sight,
                perSecond(),
                levelRate(),
                capacity(),
                unproduced,
                unproduced,
                underWay.spread(unproduced));
    }

    @Override
    void moveSlice(Bounds bounds, boolean isNarrow, long now) {
        if (credit() == 0) {
            super.moveSlice(bounds, isNarrow, now);
        }
    }

    /** A call is let in as long as anything is left. */
    @Override
    double testedByService(double need) {
        return 1;
    }

    @Override
    boolean isChargedAtOnce() {
        return false;
    }

    @Override
    boolean tellsNeighbours() {
        return underWay.isKnown();
    }

    @Override
    boolean explains(double need, long now) {
        refill(now);
        return level() < 1 + rounding();
    }

    @Override
    void wasShort(double need, double waitSeconds) {
        // How much is under way says more than one refusal.
    }
}
