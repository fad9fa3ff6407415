/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

/**
 * When the service may have computed what a response's headers tell, by our clock, in nanoseconds.
 *
 * @param earliest not before
 * @param latest   not after
 * @param now      when it is looked at
 */
record Sight(long earliest, long latest, long now) {

    /** A request arrives, and a response comes back, at least and at most so long after it left. */
    static final long FASTEST = 5_000_000L;

    static final long SLOWEST = 150_000_000L;

    private static final long SECOND = 1_000_000_000L;

    static Sight between(long sentAt, long receivedAt) {
        long earliest = Math.min(sentAt + FASTEST, receivedAt);
        return new Sight(earliest, Math.max(earliest, receivedAt - FASTEST), receivedAt);
    }

    double secondsSinceEarliest() {
        return Math.max(0, now - earliest) / 1e9;
    }

    double secondsSinceLatest() {
        return Math.max(0, now - latest) / 1e9;
    }

    /** Whether it is one moment, more or less. */
    boolean isSharp() {
        return latest - earliest <= SECOND;
    }

    /** Whether it is about now: what was written in between does not matter. */
    boolean isFresh() {
        return now - earliest <= SECOND + SECOND / 2;
    }

    /** No wider than around that moment, if the two agree at all. */
    Sight near(long moment, long uncertainty) {
        long from = Math.max(earliest, moment - uncertainty);
        long to = Math.min(latest, moment + uncertainty);
        return from <= to ? new Sight(from, to, now) : this;
    }
}
