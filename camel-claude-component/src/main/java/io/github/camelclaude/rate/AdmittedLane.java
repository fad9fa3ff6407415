/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

/** A bucket that is charged when a call is let in: requests, input tokens. */
final class AdmittedLane extends BucketLane {

    private static final double RESERVE_PART = 0.35;
    private static final double NEIGHBOURS_MEMORY_SECONDS = 5;
    /** From this part of a bucket on, a single call finds it short if it comes a little early. */
    private static final double SMALL_BUCKET = 0.7;

    private final SendLog sends = new SendLog();
    private final Acceleration acceleration = new Acceleration();
    private final Surcharge surcharge = new Surcharge();
    private final boolean isEstimated;

    AdmittedLane(GroupName group, Reservation.Rule rule, LimiterSettings settings, Gate gate) {
        super(group, rule, settings, gate, NEIGHBOURS_MEMORY_SECONDS);
        isEstimated = !rule.dimension().equals(Dimension.REQUESTS);
        if (isEstimated) {
            heldPerUnit(surcharge.factor());
        }
    }

    @Override
    void answered(double estimated, double taken, double actual, double beyond, long sentAt, long now) {
        if (taken != actual) {
            known(taken, actual, sentAt, now);
        }
        used(actual);
        surchargeSpent(beyond);
        if (isEstimated) {
            surcharge.learn(estimated, actual);
            heldPerUnit(surcharge.factor());
        }
    }

    @Override
    void known(double taken, double need, long sentAt, long now) {
        if (need != taken) {
            correctSent(need - taken, sentAt);
        }
        if (isLimited() && need > taken) {
            chargeMore(taken, need - taken, sentAt, now);
        } else {
            giveBack(taken - need, now);
        }
    }

    @Override
    double rateAtFirst() {
        return 1;
    }

    @Override
    double tested(double need) {
        return charge(need);
    }

    @Override
    double reservePart() {
        return RESERVE_PART;
    }

    @Override
    double credit() {
        return 0;
    }

    @Override
    double missing(long now) {
        return 0;
    }

    @Override
    double most(long now) {
        return Amounts.min(limit().amount(), burst.ceiling(now));
    }

    @Override
    boolean isTooMuch(double need, long now) {
        // A guess refuses nothing for good: what is more than it goes when everything else is back, and the answer
        // tells.
        return need > burst.ceiling(now) || need > limit().amount() && limit().source() != Limit.Source.DEFAULT;
    }

    /** So much can never pass: the service has said so. */
    void tooLarge(double need, long now) {
        burst.ceilingBelow(need, now);
        reckonIfLimited();
    }

    /** Whether the service has said before what never passes. */
    boolean isCeilingKnown(long now) {
        return burst.ceiling(now) < Double.POSITIVE_INFINITY;
    }

    @Override
    long readyAt(double need, long now) {
        long fits = super.readyAt(need, now);
        if (fits == NEVER) {
            return NEVER;
        }
        if (isLarge(need) && burst.isKnown()) {
            // Passes only when the bucket is full, which it surely is when all that we took has come back.
            fits = Math.max(fits, burst.fullAt(ownPerSecond(), now));
        }
        return Math.max(fits, acceleration.readyAt(need, perSecond(), now));
    }

    private void reckonIfLimited() {
        if (isLimited()) {
            reckon();
        }
    }

    @Override
    boolean isUnusual(long now) {
        return acceleration.holds(now);
    }

    @Override
    double mostOfUsual() {
        return Math.min(SMALL_BUCKET * sliceCapacity(), Math.min(limit().amount(), burst.lastCeiling()));
    }

    @Override
    void takesMuch(double amount, long now) {
        super.takesMuch(amount, now);
        if (amount > SMALL_BUCKET * sliceCapacity() && !isLarge(amount)) {
            // The service's bucket may be as small as one call: what comes late fills nothing, so what comes early
            // would find it short. The jitter of the wire is kept between calls.
            takeSlice(Sight.SLOWEST / 1e9 * sliceRate());
        }
    }

    /** So much has been taken, and will be sent. */
    void log(double amount, long now) {
        sends.hold(amount);
        if (acceleration.holds(now)) {
            acceleration.take(amount, now);
        }
    }

    /**
     * While it was held the service's bucket may have been full and have lost what would have come: the level learns that from
     * headers, a slice that is never tried must not count on it.
     */
    @Override
    void surchargeSpent(double beyond) {
        if (beyond != 0 && isLimited() && !settings.burst().grows()) {
            takeSlice(beyond);
        }
    }

    @Override
    void sent(double amount, long now) {
        sends.unhold(amount);
        sends.add(amount, now);
    }

    @Override
    void unsent(double amount) {
        sends.unhold(amount);
    }

    @Override
    void correctSent(double more, long sentAt) {
        sends.add(more, sentAt);
    }

    @Override
    Bounds bounds(double remaining, double error, Sight sight) {
        return Bounds.of(
                remaining,
                error,
                sight,
                perSecond(),
                levelRate(),
                capacity(),
                sends.after(sight.latest() - Sight.FASTEST),
                sends.after(sight.earliest() - Sight.SLOWEST),
                0);
    }

    @Override
    void moveSlice(Bounds bounds, boolean isNarrow, long now) {
        lowerSliceTo(bounds.most());
        super.moveSlice(bounds, isNarrow, now);
    }

    @Override
    double testedByService(double need) {
        return need;
    }

    @Override
    boolean isChargedAtOnce() {
        return true;
    }

    @Override
    boolean tellsNeighbours() {
        return true;
    }

    /** What is more than the bucket of the headers holds is not explained by its being empty. */
    @Override
    boolean explains(double need, long now) {
        refill(now);
        return need <= capacity() && level() < need + rounding();
    }

    @Override
    void wasShort(double need, double waitSeconds) {
        lowerLevelTo(need - (waitSeconds - 1) * levelRate());
    }

    @Override
    void tooSteep(long now) {
        acceleration.refused(sends, now);
        reckonIfLimited();
    }
}
