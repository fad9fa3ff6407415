/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.time;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The time that the simulated service lives in, in nanoseconds since the epoch. It runs with the machine's, or stands still,
 * and can be moved forward, never back.
 */
public final class SimulatorClock {

    /** Nanoseconds since the epoch end in 2262; some months before, so that what lies ahead can be computed, too. */
    private static final Instant LATEST = Instant.parse("2262-01-01T00:00:00Z");

    private final long startEpochNanos;
    private final long startTicks;
    private final boolean running;
    private final AtomicLong advanced = new AtomicLong();

    private SimulatorClock(Instant start, boolean running) {
        this.startEpochNanos = toNanos(start);
        this.startTicks = System.nanoTime();
        this.running = running;
    }

    /** Runs with the machine's clock. */
    public static SimulatorClock running() {
        return new SimulatorClock(Instant.now(), true);
    }

    /** Moves only by {@link #advance}. */
    public static SimulatorClock standingAt(Instant start) {
        return new SimulatorClock(start, false);
    }

    public long nanos() {
        return startEpochNanos + advanced.get() + (running ? System.nanoTime() - startTicks : 0);
    }

    public Instant now() {
        return toInstant(nanos());
    }

    public void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(
                    "Cannot advance the clock by " + duration + ": time does not run backwards");
        }
        if (duration.compareTo(Duration.between(now(), LATEST)) > 0) {
            throw new IllegalArgumentException(
                    "Cannot advance the clock by %s from %s: it ends at %s".formatted(duration, now(), LATEST));
        }
        advanced.addAndGet(duration.toNanos());
    }

    public static Instant toInstant(long epochNanos) {
        return Instant.ofEpochSecond(
                Math.floorDiv(epochNanos, 1_000_000_000L), Math.floorMod(epochNanos, 1_000_000_000L));
    }

    public static long toNanos(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
    }
}
