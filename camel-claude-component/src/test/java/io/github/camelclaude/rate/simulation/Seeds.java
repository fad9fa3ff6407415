/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import java.util.stream.LongStream;

/**
 * Which seeds are played. {@code -Dsimulation.seed=17} plays one again; {@code -Dsimulation.seeds=20000} plays so many short
 * runs, and long ones in proportion.
 */
final class Seeds {

    private static final long USUAL = 20L * Cell.COUNT;
    private static final long SHORT_FOR_A_LONG_ONE = 1_000;

    private Seeds() {}

    static LongStream ofShortRuns() {
        return of(count());
    }

    static LongStream ofLongRuns() {
        return of(Math.max(2, count() / SHORT_FOR_A_LONG_ONE));
    }

    /** Whether all are played, and not one of them again. */
    static boolean areAll() {
        return Long.getLong("simulation.seed") == null && count() >= USUAL;
    }

    private static long count() {
        return Long.getLong("simulation.seeds", USUAL);
    }

    private static LongStream of(long count) {
        Long one = Long.getLong("simulation.seed");
        return one == null ? LongStream.rangeClosed(1, count) : LongStream.of(one);
    }
}
