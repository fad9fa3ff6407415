/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

/**
 * Holds a group back after the service refused: closed until the time that the service named, then a ramp. In the first
 * second after it opens no more than about a third of a second's refill passes, so that those who waited do not run into
 * the same wall together.
 */
final class Gate {

    private static final double SECOND = 1e9;
    /** The part of the refill that passes at first; longer than a second, for whoever is first may come a little later. */
    private static final double FIRST = 0.3;

    private static final double RAMP_SECONDS = 1.5;

    private long opensAt = Long.MIN_VALUE;
    private boolean hasClosed;

    /** Closes until then, unless it is closed for longer already. */
    void closeUntil(long time) {
        opensAt = Math.max(opensAt, time);
        hasClosed = true;
    }

    long opensAt() {
        return opensAt;
    }

    boolean hasClosed() {
        return hasClosed;
    }

    boolean isClosed(long now) {
        return hasClosed && now < opensAt;
    }

    /** Whether the ramp is not over. */
    boolean isRamping(long now) {
        return hasClosed && now < opensAt + (long) (RAMP_SECONDS * SECOND);
    }

    /** Seconds between two times in which it was closed. */
    double closedSeconds(long from, long to) {
        return hasClosed ? Math.max(0, Math.min(to, opensAt) - from) / SECOND : 0;
    }

    /** Seconds of full refill that there are between two times: none while closed, less than time passes on the ramp. */
    double seconds(long from, long to) {
        if (!isRamping(from)) {
            return (to - from) / SECOND;
        }
        return sinceOpening(to) - sinceOpening(from);
    }

    /** When so many seconds of full refill have come since then. */
    long timeOf(double seconds, long from) {
        if (!isRamping(from)) {
            return from + (long) Math.ceil(seconds * SECOND);
        }
        double wanted = sinceOpening(from) + seconds;
        double whole = FIRST * RAMP_SECONDS;
        double after = wanted >= whole ? RAMP_SECONDS + wanted - whole : wanted / FIRST;
        return Math.max(from, opensAt)
                + (long) Math.ceil(Math.max(0, after - Math.max(0, from - opensAt) / SECOND) * SECOND);
    }

    /** Integral of the ramp from its beginning. */
    private double sinceOpening(long time) {
        double after = (time - opensAt) / SECOND;
        if (after <= 0) {
            return 0;
        }
        double ramped = Math.min(after, RAMP_SECONDS);
        return FIRST * ramped + (after - ramped);
    }
}
