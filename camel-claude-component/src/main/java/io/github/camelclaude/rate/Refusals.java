/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

import io.github.camelclaude.rate.Permit.Kind;
import io.github.camelclaude.rate.Permit.Verdict;
import java.util.random.RandomGenerator;

/**
 * Draws the conclusions from a refusal by the service: what was too little, how much may be taken at once, whether the same
 * request can ever pass, and until when nobody calls.
 *
 * <p>A refusal does not reliably say which dimension it is about. If headers show one that could not bear the call, they
 * explain it. Otherwise something stands behind them that they do not show, and the dimension that is named, or else the one
 * whose burst was drawn down furthest, is blamed.
 */
final class Refusals {

    private static final long SECOND = 1_000_000_000L;
    /** The time that is added to {@code retry-after}, at most: never early, and not all at once. */
    private static final long JITTER = SECOND / 4;

    private static final int NOBODY = -1;
    /** By how much a wait must exceed a request's own refill to be no wait for refill. */
    private static final double TOO_LONG_SECONDS = 2;

    /** The part of a whole bucket's refill that is more than any call which fits waits for. */
    private static final double NEARLY_A_BUCKET = 0.9;

    /** By how little of the most that passes estimates may be wrong about what does not. */
    private static final double NEARLY_TOO_LARGE = 0.5;

    private final RandomGenerator random;

    Refusals(RandomGenerator random) {
        this.random = random;
    }

    /**
     * @param verdict  what the attempt is told
     * @param blamed   the lane that was blamed, or null
     * @param learned  whether that one's burst is known from now on
     */
    record Conclusion(Verdict verdict, Lane blamed, boolean learned) {}

    /**
     * @param holding what was refused, given back already
     * @param again   whether it was refused before
     */
    Conclusion draw(Holding holding, boolean again, Permit.Refused refused, long now) {
        Path path = holding.path;
        double waitSeconds = refused.retryAfter().orElse(SECOND) / 1e9;
        boolean isNews = path.refused(holding.sentAt(), refused.kind(), now);
        int hopeless = refused.kind() == Kind.RAMP ? NOBODY : hopeless(holding, again, refused, waitSeconds);
        if (hopeless != NOBODY) {
            AdmittedLane lane = (AdmittedLane) path.buckets[hopeless];
            lane.tooLarge(holding.need(hopeless), now);
            return new Conclusion(new Verdict(true, true, (long) lane.most(now), now), lane, false);
        }
        AdmittedLane known =
                refused.kind() == Kind.RAMP ? null : tooLargeAsKnown(holding, refused.dimension(), waitSeconds, now);
        if (known != null) {
            return new Conclusion(new Verdict(true, true, (long) known.most(now), now), known, false);
        }
        int blamed = refused.kind() == Kind.RAMP ? NOBODY : blamed(holding, refused.dimension(), waitSeconds, now);
        boolean learned = blamed != NOBODY
                && isNews
                && path.buckets[blamed].refused(
                        holding.held(blamed), path.root().headersSeen(), now);
        long until = now + refused.retryAfter().orElse(SECOND) + random.nextLong(JITTER);
        path.root().close(until, now);
        return new Conclusion(
                new Verdict(true, false, 0, until), blamed == NOBODY ? null : path.buckets[blamed], learned);
    }

    /** The lane that was refused although nothing told that it would be; nobody if headers explain the refusal. */
    private static int blamed(Holding holding, Dimension named, double waitSeconds, long now) {
        int blamed = NOBODY;
        double most = 0;
        for (int i = 0; i < holding.path.buckets.length; i++) {
            BucketLane lane = holding.path.buckets[i];
            boolean isSuspect = lane.isLimited()
                    && holding.held(i) > 0
                    && (named == null || lane.dimension().equals(named));
            if (isSuspect) {
                if (lane.explains(holding.held(i), now)) {
                    lane.wasShort(holding.held(i), waitSeconds);
                    return NOBODY;
                }
                if (blamed == NOBODY || lane.suspicion() > most) {
                    blamed = i;
                    most = lane.suspicion();
                }
            }
        }
        return blamed;
    }

    /**
     * The lane whose bucket is smaller than the request, so that it can never pass; nobody if that isn't proven. Told to wait
     * longer than its own refill takes, it is not for want of refill.
     */
    private static int hopeless(Holding holding, boolean again, Permit.Refused refused, double waitSeconds) {
        Dimension named = refused.dimension();
        for (int i = 0; i < holding.path.buckets.length; i++) {
            if (holding.path.buckets[i] instanceof AdmittedLane lane
                    && lane.isLimited()
                    && (named == null || lane.dimension().equals(named))
                    && waitSeconds > longestRefill(holding.held(i), again, lane, refused.report())
                    && isProof(holding, i, again, named != null && !lane.isShared())) {
                return i;
            }
        }
        return NOBODY;
    }

    /**
     * In how many seconds what a call holds comes back, at most. Once refused, where others take from the bucket as well, and where
     * no headers would tell that its limit has been cut, only what no bucket needs is too long.
     */
    private static double longestRefill(double held, boolean again, BucketLane lane, Report report) {
        double known = held / lane.perSecond() + TOO_LONG_SECONDS;
        boolean isTold =
                report.entries().stream().anyMatch(told -> told.dimension().equals(lane.dimension()));
        return isTold && !lane.isShared() && again ? known : Math.max(known, NEARLY_A_BUCKET * lane.secondsPer());
    }

    /**
     * The lane whose bucket is smaller than the request, although it was not estimated to be: it is known already that this
     * service refuses for good what its bucket can't hold, and it tells to wait for longer than the whole bucket takes to fill. Null
     * if there is none.
     */
    private static AdmittedLane tooLargeAsKnown(Holding holding, Dimension named, double waitSeconds, long now) {
        for (int i = 0; i < holding.path.buckets.length; i++) {
            if (holding.path.buckets[i] instanceof AdmittedLane lane
                    && lane.isLimited()
                    && lane.dimension().equals(named)
                    && lane.isCeilingKnown(now)
                    && waitSeconds > lane.capacity() / lane.perSecond() + TOO_LONG_SECONDS
                    && holding.need(i) > NEARLY_TOO_LARGE * lane.most(now)) {
                return lane;
            }
        }
        return null;
    }

    /**
     * Where others take from the bucket as well, or where no dimension is named, one refusal proves nothing. What did not seem
     * too large may have been estimated too low: it is proven when it is refused again although nothing else was taken.
     */
    private static boolean isProof(Holding holding, int lane, boolean again, boolean isClear) {
        return holding.isLarge(lane) ? again || isClear : again && isClear && holding.wasAlone(lane);
    }
}
