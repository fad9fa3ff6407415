/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

import java.time.Duration;

/** A permit of a {@link LocalLimiter}. Guarded by its limiter. */
final class LocalPermit extends Holding implements Permit {

    private final LocalLimiter limiter;
    private final long waited;
    private boolean ended;

    LocalPermit(LocalLimiter limiter, Path path, Demand demand, double[] amounts, long waited, long now) {
        super(path, demand, amounts, now);
        this.limiter = limiter;
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
        return limiter.call(
                now -> !ended && !path.isClosed(now) && !path.root().hold.isShut(now));
    }

    @Override
    public void sent(Cost expected) {
        limiter.call(now -> {
            if (!ended && !isSent()) {
                boolean isNews = expect(expected, now);
                sent(now);
                if (isNews) {
                    limiter.heard(this, Report.NONE, false, now);
                }
            }
            return null;
        });
    }

    @Override
    public void began(Report report, Cost input) {
        limiter.call(now -> {
            if (!ended) {
                surelySent();
                began(input, now);
                limiter.heard(this, report, true, now);
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
            surelySent();
            answered(actual, now);
            limiter.heard(this, report, false, now);
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
            surelySent();
            giveAllBack(now);
            return limiter.refused(this, demand, refused, now);
        });
    }

    @Override
    public boolean failed(Fate fate, Report report) {
        return limiter.call(now -> {
            if (!end(false, now)) {
                return false;
            }
            if (fate == Fate.NOT_SENT) {
                giveAllBack(now);
            } else {
                surelySent();
                if (fate == Fate.UNKNOWN) {
                    keepAll(now);
                } else {
                    keepRequest(now);
                }
            }
            limiter.heard(this, report, false, now);
            return true;
        });
    }

    @Override
    public boolean release() {
        return limiter.call(now -> {
            if (!end(false, now)) {
                return false;
            }
            giveAllBack(now);
            limiter.heard(this, Report.NONE, false, now);
            return true;
        });
    }

    private boolean end(boolean answered, long now) {
        if (ended) {
            return false;
        }
        ended = true;
        limiter.permitEnded(this, path, answered, now);
        return true;
    }
}
