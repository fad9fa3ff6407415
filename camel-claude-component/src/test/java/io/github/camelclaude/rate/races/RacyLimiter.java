/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.races;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** A limiter with one lock, which one operation goes past. */
final class RacyLimiter implements Operations {

    /** What goes past the lock. */
    enum Race {
        /** Nothing does. */
        NONE,
        /** Looks for room, then takes it. */
        ACQUIRE,
        /** Reads how many are out, then writes one less. */
        COUNT,
        /** Looks whether a permit has ended, then ends it. */
        END
    }

    private final Race race;
    private final Turns turns;
    private final ReentrantLock lock;
    private final LimiterModel inner = new LimiterModel();

    RacyLimiter(Race race, Turns turns) {
        this.race = race;
        this.turns = turns;
        this.lock = turns.lock();
    }

    private <T> T guarded(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String acquire(int thread) {
        if (race == Race.ACQUIRE && !inner.has(thread)) {
            boolean isRoom = inner.isRoom();
            turns.point();
            if (isRoom) {
                return guarded(() -> inner.grant(thread));
            }
        }
        return guarded(() -> inner.acquire(thread));
    }

    @Override
    public boolean releaseShared() {
        if (race == Race.END) {
            boolean isOut = inner.isSharedOut;
            turns.point();
            return isOut && guarded(() -> inner.releaseShared() || isOut);
        }
        if (race == Race.COUNT) {
            int out = inner.out;
            turns.point();
            return guarded(() -> {
                boolean isFirst = inner.isSharedOut;
                inner.out = isFirst ? out : inner.out;
                return inner.releaseShared();
            });
        }
        return guarded(inner::releaseShared);
    }

    @Override
    public boolean cancel(int thread) {
        return guarded(() -> inner.cancel(thread));
    }

    @Override
    public boolean answered(int thread) {
        return guarded(() -> inner.answered(thread));
    }

    @Override
    public boolean release(int thread) {
        return guarded(() -> inner.release(thread));
    }

    @Override
    public boolean refused(int thread) {
        return guarded(() -> inner.refused(thread));
    }

    @Override
    public boolean answerShared() {
        return guarded(inner::answerShared);
    }

    @Override
    public String reconfigure(int limit) {
        return guarded(() -> inner.reconfigure(limit));
    }

    @Override
    public String jump() {
        return guarded(inner::jump);
    }

    @Override
    public String picture() {
        return guarded(inner::picture);
    }
}
