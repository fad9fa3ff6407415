/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

import java.time.Duration;

/** A permit of a {@link LocalLimiter}. Guarded by its limiter. */
final class LocalPermit implements Permit {

    private final LocalLimiter limiter;
    private final Demand demand;
    private final Holding holding;
    private final long waited;
    private boolean ended;

    LocalPermit(LocalLimiter limiter, Demand demand, Holding holding, long waited) {
        this.limiter = limiter;
        this.demand = demand;
        this.holding = holding;
        this.waited = waited;
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
        return limiter.call(now -> ended);
    }

    @Override
    public boolean mayLeave() {
        return limiter.call(now -> !ended
                && !holding.path.isClosed(now)
                && !holding.path.root().hold.isShut(now));
    }

    @Override
    public void sent() {
        limiter.call(now -> {
            if (!ended) {
                holding.sent(now);
            }
            return null;
        });
    }

    @Override
    public void began(Report report, Cost input) {
        limiter.call(now -> {
            if (!ended) {
                holding.surelySent();
                holding.began(input, now);
                limiter.heard(holding, report, true, now);
            }
            return null;
        });
    }

    @Override
    public boolean answered(Cost actual, Report report) {
        long now = limiter.enter();
        try {
            if (!end(true, now)) {
                return false;
            }
            holding.surelySent();
            holding.answered(actual, now);
            limiter.heard(holding, report, false, now);
            return true;
        } finally {
            limiter.leave();
        }
    }

    @Override
    public Verdict refused(Refused refused) {
        return limiter.call(now -> {
            if (!end(false, now)) {
                return new Verdict(false, false, 0, now);
            }
            holding.surelySent();
            holding.giveAllBack(now);
            return limiter.refused(holding, demand, refused, now);
        });
    }

    @Override
    public boolean failed(Fate fate, Report report) {
        return limiter.call(now -> {
            if (!end(false, now)) {
                return false;
            }
            if (fate == Fate.NOT_SENT) {
                holding.giveAllBack(now);
            } else {
                holding.surelySent();
                if (fate == Fate.UNKNOWN) {
                    holding.keepAll(now);
                } else {
                    holding.keepRequest(now);
                }
            }
            limiter.heard(holding, report, false, now);
            return true;
        });
    }

    @Override
    public boolean release() {
        return limiter.call(now -> {
            if (!end(false, now)) {
                return false;
            }
            holding.giveAllBack(now);
            limiter.heard(holding, Report.NONE, false, now);
            return true;
        });
    }

    private boolean end(boolean answered, long now) {
        if (ended) {
            return false;
        }
        ended = true;
        limiter.permitEnded(this, holding.path, answered, now);
        return true;
    }
}
