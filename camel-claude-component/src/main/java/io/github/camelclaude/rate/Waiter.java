/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

import java.time.Duration;
import java.util.function.Consumer;

/** A demand in a queue. Guarded by its limiter; links are its queue's. */
final class Waiter implements Wait {

    final Demand demand;
    final Path path;
    final double[] needs;
    final double dominantSeconds;
    final long since;
    final long number;
    Waiter before;
    Waiter after;
    FairQueue.Line line;

    private final LocalLimiter limiter;
    private long expected;
    private Dimension binding;
    private int place;
    private Outcome.End end;
    private Consumer<Outcome.End> listener;

    Waiter(LocalLimiter limiter, Demand demand, Path path, double[] needs, long since, long number) {
        this.limiter = limiter;
        this.demand = demand;
        this.path = path;
        this.needs = needs;
        this.dominantSeconds = path.dominantSeconds(needs);
        this.since = since;
        this.number = number;
    }

    void quoted(long nanos, Dimension dimension, int waitingBefore) {
        expected = nanos;
        binding = dimension;
        place = waitingBefore;
    }

    boolean hasDeadline() {
        return demand.deadline() != Demand.NO_DEADLINE;
    }

    @Override
    public Duration expected() {
        return Duration.ofNanos(expected);
    }

    @Override
    public Dimension binding() {
        return binding;
    }

    @Override
    public int place() {
        return place;
    }

    /** The end is kept for whoever listens later. Returns who listens already, or null. */
    synchronized Consumer<Outcome.End> ended(Outcome.End how) {
        end = how;
        return listener;
    }

    synchronized Outcome.End endIfAny() {
        return end;
    }

    @Override
    public void whenEnded(Consumer<Outcome.End> heard) {
        Outcome.End ended;
        synchronized (this) {
            if (listener != null) {
                throw new IllegalStateException("Somebody listens to the end of this wait already");
            }
            listener = heard;
            ended = end;
        }
        if (ended != null) {
            heard.accept(ended);
        }
    }

    @Override
    public boolean cancel() {
        return limiter.cancel(this);
    }
}
