/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Those who stand before a full queue, in the order in which they came. The limiter tells of each place that becomes free;
 * whoever has given up meanwhile lets the next one have it, so that no place stays free while somebody stands here.
 */
final class Door {

    private final Consumer<Runnable> whenRoom;
    private final Deque<Runnable> standing = new ArrayDeque<>();
    /** How many places the limiter will tell of. */
    private int awaited;

    private boolean open;

    /** @param whenRoom runs a task for each place that becomes free */
    Door(Consumer<Runnable> whenRoom) {
        this.whenRoom = whenRoom;
    }

    /**
     * Blocks until there may be room.
     *
     * @param nanos how long at most
     * @return false if time is over
     */
    boolean await(long nanos) throws InterruptedException {
        CountDownLatch latch = new CountDownLatch(1);
        Runnable me = latch::countDown;
        boolean called = false;
        stand(me);
        try {
            called = latch.await(nanos, TimeUnit.NANOSECONDS);
            return called;
        } finally {
            if (!called && !leave(me)) {
                callNext();
            }
        }
    }

    /** Runs a task once when there may be room; it must be quick. */
    void stand(Runnable task) {
        if (isAdded(task)) {
            whenRoom.accept(this::room);
        }
    }

    /** Whether the limiter has to tell of one place more. */
    private boolean isAdded(Runnable task) {
        synchronized (standing) {
            if (!open) {
                standing.add(task);
                boolean more = awaited < standing.size();
                awaited += more ? 1 : 0;
                return more;
            }
        }
        task.run();
        return false;
    }

    private void room() {
        synchronized (standing) {
            awaited--;
        }
        callNext();
    }

    private void callNext() {
        Runnable next;
        synchronized (standing) {
            next = standing.poll();
        }
        if (next != null) {
            next.run();
        }
    }

    /** False if it has been called already. */
    private boolean leave(Runnable task) {
        synchronized (standing) {
            return standing.remove(task);
        }
    }

    /** From now on everybody may ask again, and will be told what has happened. */
    void open() {
        List<Runnable> all;
        synchronized (standing) {
            open = true;
            all = List.copyOf(standing);
            standing.clear();
        }
        all.forEach(Runnable::run);
    }

    int size() {
        synchronized (standing) {
            return standing.size();
        }
    }
}
