/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import io.github.camelclaude.rate.Outcome.Reason;
import io.github.camelclaude.rate.Outcome.Refusal;
import io.github.camelclaude.resilience.ClaudeException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** A bounded number of calls that are not in the limiter's queue yet. Those who find it full stand at its door. */
final class Anteroom {

    private final int most;
    private final Door door = new Door(this::whenRoom);
    private final Deque<Runnable> told = new ArrayDeque<>();
    private int taken;
    private boolean open;

    Anteroom(int most) {
        this.most = most;
    }

    /**
     * Lets a call in: at once, when there is room, or not at all.
     *
     * @param in     what it does inside; on this thread if that may be blocked, otherwise perhaps on one of ours
     * @param refuse is told why it may not come in
     */
    void enter(Call call, Admission admission, Admission.Bound bound, Runnable in, Consumer<Throwable> refuse) {
        while (!isIn()) {
            if (call.terms().whenFull() == WhenFull.refuse) {
                refuse.accept(full());
                return;
            }
            if (OwnThreads.isCurrent()) {
                door.stand(() -> admission.starting().execute(() -> enter(call, admission, bound, in, refuse)));
                return;
            }
            ClaudeException why = stand(bound, bound.at() - admission.timeline().now());
            if (why != null) {
                refuse.accept(why);
                return;
            }
        }
        in.run();
    }

    private ClaudeException stand(Admission.Bound bound, long nanos) {
        try {
            return door.await(nanos) ? null : Refusals.noRoomInTime(bound.name());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Refusals.interrupted();
        }
    }

    private ClaudeException full() {
        return Refusals.of(new Refusal(Reason.QUEUE_FULL, null, null, 0, 0, Duration.ZERO), "", most);
    }

    private synchronized boolean isIn() {
        if (taken < most || open) {
            taken++;
            return true;
        }
        return false;
    }

    void leave() {
        Runnable next;
        synchronized (this) {
            taken--;
            next = taken < most ? told.poll() : null;
        }
        if (next != null) {
            next.run();
        }
    }

    /** How many stand at its door. */
    int standing() {
        return door.size();
    }

    private void whenRoom(Runnable task) {
        synchronized (this) {
            if (taken >= most) {
                told.add(task);
                return;
            }
        }
        task.run();
    }

    /** From now on all come in, to be told there that everything stops. */
    void open() {
        synchronized (this) {
            open = true;
        }
        door.open();
    }
}
