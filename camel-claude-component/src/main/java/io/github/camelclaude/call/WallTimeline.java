/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import io.github.camelclaude.rate.Timeline;
import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The wall clock as it stood when it was read first, and from then on what has passed: it never runs backwards. */
public final class WallTimeline implements Timeline {

    private final ScheduledExecutorService timer;
    private final long nanoTimeAtStart = System.nanoTime();
    private final long start;

    /** @param timer runs the tasks; they must be quick */
    public WallTimeline(ScheduledExecutorService timer) {
        this.timer = timer;
        this.start = nanos(Instant.now());
    }

    /** An instant as {@link #now()} tells it; the farthest one there is for those beyond the year 2262. */
    static long nanos(Instant instant) {
        try {
            return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), 1_000_000_000L), instant.getNano());
        } catch (ArithmeticException e) {
            return instant.isAfter(Instant.EPOCH) ? Long.MAX_VALUE : Long.MIN_VALUE;
        }
    }

    @Override
    public long now() {
        return start + (System.nanoTime() - nanoTimeAtStart);
    }

    @Override
    public Alarm at(long at, Runnable task) {
        try {
            Future<?> scheduled = timer.schedule(task, Math.max(0, at - now()), TimeUnit.NANOSECONDS);
            return () -> scheduled.cancel(false);
        } catch (RejectedExecutionException e) {
            // The component has stopped, and with it whatever waited for the alarm.
            return () -> {};
        }
    }
}
