/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

import java.util.List;
import java.util.function.Function;

/**
 * Decides when attempts may be made: over all dimensions of all groups of a path at once, or not at all. It learns from what
 * {@link Permit}s are told. State may be in this process or elsewhere; where it is elsewhere every decision begins with a
 * {@link Outcome.Waiting}. Safe for use by several threads; nothing blocks, nothing throws for what others did.
 */
public interface Limiter extends AutoCloseable {

    /**
     * Asks for a permit.
     *
     * @throws IllegalArgumentException if a group of the path is not known and can't be made
     */
    Outcome acquire(Demand demand);

    /** What a demand would meet if it asked now. */
    Quote quote(Demand demand);

    /**
     * Counts money that was spent without a permit of these groups, whatever their limits: what a batch cost is known when its
     * results are there.
     *
     * @param microUsd in millionths of a USD, not negative
     */
    void spent(List<GroupName> groups, long microUsd);

    /**
     * Lets nobody of a backend leave before a time; from then on one attempt at a time, until {@link #resume}. Those who wait
     * keep their places, and the most urgent goes first.
     *
     * @param backend the first part of the names of its groups
     * @param until   nanoseconds as {@link Timeline#now()}
     */
    void hold(String backend, long until);

    /** Ends {@link #hold}: all may leave again, few at first. */
    void resume(String backend);

    /**
     * Runs a task once as soon as another demand may wait, after {@link Outcome.Reason#QUEUE_FULL}; at once if that is now.
     * Each place that becomes free runs one task.
     */
    void whenRoom(Runnable task);

    /** How things are now, a copy. */
    Picture picture();

    /** Gives a group these limits from now on; amounts that were taken stay taken. */
    void reconfigure(GroupSetup setup);

    /** Ends all waits as {@link Outcome.Reason#CLOSED}. Permits that are out may still end. */
    @Override
    void close();

    /** How an unknown group is made at its first use. */
    @FunctionalInterface
    interface Groups extends Function<GroupName, GroupSetup> {

        /** Knows these groups only. */
        static Groups of(List<GroupSetup> setups) {
            List<GroupSetup> known = List.copyOf(setups);
            return name -> known.stream()
                    .filter(setup -> setup.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("There is no limit group " + name));
        }
    }
}
