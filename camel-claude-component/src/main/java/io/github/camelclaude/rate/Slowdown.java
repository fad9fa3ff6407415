/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

/**
 * The remedy against what cannot be seen: a third refusal that nothing explains, and each further one, slows the refill by a
 * tenth, at most every three seconds; after five quiet seconds it recovers, slowly at first. Where no headers tell anything, the first
 * refusal counts, and more.
 */
final class Slowdown {

    private static final long HOLD = 3_000_000_000L;
    private static final long QUIET = 5_000_000_000L;
    private static final double LEAST = 0.3;

    private static final double RECOVERY_PER_SECOND = 0.0004;
    private static final double BLIND_RECOVERY_PER_SECOND = 0.002;
    /** After so many quiet seconds it recovers twice as fast, and so on: who caused it seems to have gone. */
    private static final double FASTER_AFTER_SECONDS = 100;

    private double factor = 1;
    private int unexplained;
    private long lastCut = Long.MIN_VALUE / 2;
    private boolean isBlind;

    double factor() {
        return factor;
    }

    void unexplained(boolean headersSeen, long now) {
        unexplained++;
        isBlind = !headersSeen;
        if (now - lastCut < HOLD || headersSeen && unexplained < 3) {
            return;
        }
        factor = Math.max(LEAST, factor * (headersSeen ? 0.9 : 0.85));
        lastCut = now;
    }

    /** Time passes. Returns whether that has changed anything. */
    boolean pass(double seconds, long now) {
        boolean isRecovering = factor < 1 && now - lastCut > QUIET;
        if (isRecovering) {
            factor = Math.min(1, factor + seconds * recovery(now));
        }
        return isRecovering;
    }

    private double recovery(long now) {
        double quiet = (now - lastCut) / 1e9;
        return isBlind ? BLIND_RECOVERY_PER_SECOND : RECOVERY_PER_SECOND * (1 + quiet / FASTER_AFTER_SECONDS);
    }
}
