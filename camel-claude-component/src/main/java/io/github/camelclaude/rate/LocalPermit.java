/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

import io.github.camelclaude.rate.Reservation.When;
import java.time.Duration;

/** A permit of a {@link LocalLimiter}: what it holds of each lane, until it ends. Guarded by its limiter. */
final class LocalPermit implements Permit {

    private static final long UNSENT = Long.MIN_VALUE;
    private static final long SECOND = 1_000_000_000L;
    /** Told to wait longer than its own refill takes, by more than this: it is not for want of refill. */
    private static final double TOO_LONG_SECONDS = 2;

    private final LocalLimiter limiter;
    private final Demand demand;
    private final Path path;
    private final double[] needs;
    private final double[] held;
    private final double[] drawn;
    private final boolean[] large;
    private final long grantedAt;
    private final long waited;
    private long sentAt = UNSENT;
    private boolean acknowledged;
    private volatile boolean ended;

    /** To be made before the lanes are debited. */
    LocalPermit(LocalLimiter limiter, Demand demand, Path path, double[] needs, long waited, long now) {
        this.limiter = limiter;
        this.demand = demand;
        this.path = path;
        this.needs = needs;
        this.held = new double[needs.length];
        this.grantedAt = now;
        this.waited = waited;
        this.drawn = new double[needs.length];
        this.large = new boolean[needs.length];
        for (int i = 0; i < needs.length; i++) {
            large[i] = path.lanes[i] instanceof BucketLane bucket && bucket.isLimited() && bucket.isLarge(needs[i]);
        }
        for (int i = 0; i < needs.length; i++) {
            held[i] = path.lanes[i].charge(needs[i]);
        }
        path.take(held, now);
        for (int i = 0; i < needs.length; i++) {
            drawn[i] = path.lanes[i] instanceof BucketLane bucket ? bucket.drawdown() : 0;
        }
    }

    @Override
    public Demand demand() {
        return demand;
    }

    @Override
    public Duration waited() {
        return Duration.ofNanos(waited);
    }

    @Override
    public boolean hasEnded() {
        return ended;
    }

    @Override
    public boolean mayLeave() {
        return limiter.call(now -> {
            for (Group group : path.groups) {
                if (group.gate.isClosed(now)) {
                    return false;
                }
            }
            return !ended;
        });
    }

    @Override
    public void sent() {
        limiter.call(now -> {
            if (!ended && sentAt == UNSENT) {
                leave(now);
            }
            return null;
        });
    }

    private void leave(long now) {
        sentAt = now;
        for (int i = 0; i < held.length; i++) {
            if (path.lanes[i] instanceof BucketLane bucket) {
                bucket.sent(held[i], now);
            }
        }
        for (Group group : path.groups) {
            group.underWay.add(demand.cost().output(), now);
        }
    }

    @Override
    public void began(Report report, Cost input) {
        limiter.call(now -> {
            if (ended) {
                return null;
            }
            leaveIfUnsent();
            for (Group group : path.groups) {
                group.underWay.began((now - sentAt) / 1e9);
            }
            if (input != null) {
                Cost known = demand.cost().withInput(input.input(), input.cacheWrite(), input.cacheRead());
                correct(known, now);
            }
            acknowledge(now);
            limiter.reconcile(path, report, sentAt, now);
            limiter.dispatch(path.root(), now);
            return null;
        });
    }

    private void correct(Cost known, long now) {
        for (int i = 0; i < held.length; i++) {
            Lane lane = path.lanes[i];
            if (lane instanceof BucketLane bucket) {
                double need = lane.need(known);
                bucket.giveBack(held[i] - need, now);
                if (lane.rule.when() == When.ADMISSION) {
                    bucket.correctSent(need - held[i], sentAt);
                }
                held[i] = need;
            }
        }
    }

    private void acknowledge(long now) {
        if (acknowledged) {
            return;
        }
        acknowledged = true;
        for (int i = 0; i < held.length; i++) {
            if (path.lanes[i] instanceof BucketLane bucket) {
                bucket.acknowledged(drawn[i], now);
            }
        }
    }

    private void leaveIfUnsent() {
        if (sentAt == UNSENT) {
            leave(grantedAt);
        }
    }

    @Override
    public boolean answered(Cost actual, Report report) {
        return limiter.call(now -> {
            if (!end()) {
                return false;
            }
            leaveIfUnsent();
            acknowledge(now);
            for (int i = 0; i < held.length; i++) {
                Lane lane = path.lanes[i];
                double used = lane.rule.used().of(actual);
                if (lane instanceof BucketLane bucket && lane.rule.when() == When.ADMISSION) {
                    bucket.correctSent(used - held[i], sentAt);
                }
                lane.settle(held[i], used, now);
                lane.learn(needs[i], used);
            }
            for (Group group : path.groups) {
                group.underWay.remove(demand.cost().output(), sentAt);
                group.underWay.learn(demand.cost().output(), actual.output(), (now - sentAt) / 1e9);
            }
            limiter.reconcile(path, report, sentAt, now);
            limiter.warnOfSpend(path, now);
            limiter.dispatch(path.root(), now);
            return true;
        });
    }

    @Override
    public Verdict refused(Refused refused) {
        return limiter.call(now -> {
            if (!end()) {
                return new Verdict(false, false, 0, now);
            }
            leaveIfUnsent();
            giveAllBack(now);
            limiter.reconcile(path, refused.report(), sentAt, now);
            Verdict verdict = limiter.refused(new Attempt(path, held, large, demand.again(), sentAt), refused, now);
            limiter.dispatch(path.root(), now);
            return verdict;
        });
    }

    /** What a refused attempt was. */
    record Attempt(Path path, double[] held, boolean[] large, boolean again, long sentAt) {

        /** Whether so long a wait says that this lane's amount never passes. */
        boolean isHopeless(int lane, boolean isNamed, double waitSeconds) {
            if (!large[lane] || path.lanes[lane].rule.when() == When.PRODUCTION) {
                return false;
            }
            double ownRefill = held[lane] / path.lanes[lane].limit().perSecond();
            boolean isShared = path.lanes[lane] instanceof BucketLane bucket && bucket.isShared();
            return waitSeconds > ownRefill + TOO_LONG_SECONDS && (again || isNamed && !isShared);
        }
    }

    private void giveAllBack(long now) {
        for (int i = 0; i < held.length; i++) {
            Lane lane = path.lanes[i];
            lane.giveBack(held[i], now);
            if (lane instanceof BucketLane bucket) {
                if (sentAt == UNSENT) {
                    bucket.unhold(held[i]);
                } else {
                    bucket.correctSent(-held[i], sentAt);
                }
            }
        }
        noLongerUnderWay();
    }

    private void noLongerUnderWay() {
        if (sentAt != UNSENT) {
            for (Group group : path.groups) {
                group.underWay.remove(demand.cost().output(), sentAt);
            }
        }
    }

    @Override
    public boolean failed(Fate fate, Report report) {
        return limiter.call(now -> {
            if (!end()) {
                return false;
            }
            if (fate == Fate.NOT_SENT) {
                giveAllBack(now);
            } else {
                leaveIfUnsent();
                keep(fate, now);
                noLongerUnderWay();
                limiter.reconcile(path, report, sentAt, now);
            }
            limiter.dispatch(path.root(), now);
            return true;
        });
    }

    /** Requests stay taken, and tokens and money as well if the work may have been done. */
    private void keep(Fate fate, long now) {
        for (int i = 0; i < held.length; i++) {
            Lane lane = path.lanes[i];
            boolean stays = fate == Fate.UNKNOWN || lane.dimension().equals(Dimension.REQUESTS);
            if (!stays && lane instanceof BucketLane bucket && lane.rule.when() == When.ADMISSION) {
                bucket.correctSent(-held[i], sentAt);
            }
            lane.settle(held[i], stays ? held[i] : 0, now);
        }
    }

    @Override
    public boolean release() {
        return limiter.call(now -> {
            if (!end()) {
                return false;
            }
            giveAllBack(now);
            limiter.dispatch(path.root(), now);
            return true;
        });
    }

    private boolean end() {
        if (ended) {
            return false;
        }
        ended = true;
        limiter.permitEnded();
        return true;
    }

    @Override
    public String toString() {
        return "permit granted at " + grantedAt / SECOND + " s for " + demand.path();
    }
}
