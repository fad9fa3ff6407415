/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

/** Where time comes from: the wall clock, a test, or a simulation. */
public interface Timeline {

    /** Nanoseconds since 1970-01-01T00:00:00Z; never runs backwards. */
    long now();

    /**
     * Runs a task once, at the given time or soon after, never on the calling thread.
     *
     * @param at nanoseconds as {@link #now()}; in the past means as soon as possible
     */
    Alarm at(long at, Runnable task);

    /** A task that has not run yet. */
    @FunctionalInterface
    interface Alarm {
        /** Has no effect if the task has run. */
        void cancel();
    }
}
