/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.races;

import io.github.camelclaude.rate.LocalLimiter;
import java.lang.reflect.Field;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** The lock of a limiter, and one operation that goes past it, as if somebody had forgotten to take it there. */
final class LeakyLock extends ReentrantLock {

    private static final long serialVersionUID = 1;

    private final Leak leak;
    private final transient ThreadLocal<Boolean> goesPast = ThreadLocal.withInitial(() -> false);

    /** Which operation goes past the lock. */
    enum Leak {
        NONE,
        ACQUIRE,
        ANSWERED,
        RELEASE,
        REFUSED,
        RECONFIGURE
    }

    LeakyLock(Leak leak) {
        this.leak = leak;
    }

    /** What the limiter guards itself with from now on. */
    void putInto(LocalLimiter limiter) {
        try {
            Field field = LocalLimiter.class.getDeclaredField("lock");
            field.setAccessible(true);
            field.set(limiter, this);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The guard of " + LocalLimiter.class + " has another name", e);
        }
    }

    <T> T during(Leak operation, Supplier<T> action) {
        if (operation != leak) {
            return action.get();
        }
        goesPast.set(true);
        try {
            return action.get();
        } finally {
            goesPast.set(false);
        }
    }

    @Override
    public boolean tryLock() {
        return goesPast.get() || super.tryLock();
    }

    @Override
    public void lock() {
        if (!goesPast.get()) {
            super.lock();
        }
    }

    @Override
    public void unlock() {
        if (!goesPast.get()) {
            super.unlock();
        }
    }
}
