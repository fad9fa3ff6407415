/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

import java.util.random.RandomGenerator;

/** A limiter whose state is in this process. */
public final class LocalLimiter implements Limiter {

    /**
     * @param groups   makes a group at its first use
     * @param random   for jitter; seeded in tests
     */
    public LocalLimiter(
            Timeline timeline,
            LimiterSettings settings,
            Groups groups,
            LimiterListener listener,
            RandomGenerator random) {}

    @Override
    public Outcome acquire(Demand demand) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void whenRoom(Runnable task) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Picture picture() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void reconfigure(GroupSetup setup) {}

    @Override
    public void close() {}
}
