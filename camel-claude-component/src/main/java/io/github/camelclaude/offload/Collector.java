/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.offload;

import io.github.camelclaude.batch.CallIntake;
import io.github.camelclaude.batch.CallIntake.Item;
import io.github.camelclaude.call.WhenFull;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import io.github.camelclaude.resilience.ClaudeRefusedException;
import io.github.camelclaude.resilience.ErrorClass;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Collects calls for a while and writes them down as one job, as databases commit: whoever comes in time goes with the others,
 * and all go on when the ledger has them. One job is written at a time, while the next is collected. If that many are there,
 * whoever brings more has to wait or is refused.
 */
final class Collector {

    private static final long LONGEST_END_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final CallIntake intake;
    private final OffloadSettings settings;
    private final ScheduledExecutorService timer;
    private final Executor writers;
    private final Deque<Window> closed = new ArrayDeque<>();
    private Window open;
    private int held;
    private boolean writing;
    private boolean hurried;
    private boolean ended;

    /**
     * @param timer   closes windows; never blocked
     * @param writers wait for the ledger
     */
    Collector(CallIntake intake, OffloadSettings settings, ScheduledExecutorService timer, Executor writers) {
        this.intake = intake;
        this.settings = settings;
        this.timer = timer;
        this.writers = writers;
    }

    /** Those who are collected together; the ids of a job are unique. */
    private static final class Window {
        private final Map<String, Collected> calls = new LinkedHashMap<>();
        private Future<?> alarm;
        private long closesAt;
    }

    /**
     * Takes a call. Its exchange is dealt with when {@link Collected#accepted} ends.
     *
     * @param transacted whether a transaction is open meanwhile
     * @throws ClaudeRefusedException if there is no room, or no time
     */
    void add(Collected call, boolean transacted) {
        boolean start = false;
        synchronized (this) {
            awaitRoom();
            if (open != null && open.calls.containsKey(call.item().id())) {
                start = close();
            }
            if (open == null) {
                open = new Window();
                closeWithin(open, settings.collect());
            }
            open.calls.put(call.item().id(), call);
            held++;
            if (open.calls.size() >= settings.size() || hurried) {
                start |= close();
            } else if (transacted) {
                closeWithin(open, settings.transactedWait());
            }
        }
        if (start) {
            startWriting();
        }
    }

    private void awaitRoom() {
        while (held >= settings.mostHeld() && !ended) {
            if (settings.whenFull() == WhenFull.refuse) {
                throw new ClaudeRefusedException(
                        ErrorClass.QUEUE_FULL,
                        held + " calls wait for the batch ledger, as many as may (twice offloadSize=" + settings.size()
                                + "). Nothing was sent; try again later");
            }
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ClaudeRefusedException(
                        ErrorClass.QUEUE_FULL, "Interrupted while waiting for the batch ledger. Nothing was sent");
            }
        }
        if (ended) {
            throw new ClaudeRefusedException(
                    ErrorClass.QUEUE_FULL, "The route stops, and no call goes into a batch any more. Nothing was sent");
        }
    }

    /** Brings the end of a window forward. */
    private void closeWithin(Window window, Duration time) {
        long at = System.nanoTime() + time.toNanos();
        if (window.alarm == null || at - window.closesAt < 0) {
            if (window.alarm != null) {
                window.alarm.cancel(false);
            }
            window.closesAt = at;
            window.alarm = timer.schedule(() -> timeIsOver(window), time.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void timeIsOver(Window window) {
        boolean start;
        synchronized (this) {
            start = open == window && close();
        }
        if (start) {
            startWriting();
        }
    }

    /** @return whether somebody has to begin to write */
    private boolean close() {
        if (open == null) {
            return false;
        }
        open.alarm.cancel(false);
        closed.add(open);
        open = null;
        boolean start = !writing;
        writing = true;
        return start;
    }

    private void startWriting() {
        try {
            writers.execute(this::write);
        } catch (RuntimeException e) {
            write();
        }
    }

    private void write() {
        for (Window window = next(); window != null; window = next()) {
            try {
                write(List.copyOf(window.calls.values()));
            } finally {
                written(window);
            }
        }
    }

    private synchronized Window next() {
        Window window = closed.poll();
        if (window == null) {
            writing = false;
            notifyAll();
        }
        return window;
    }

    private synchronized void written(Window window) {
        held -= window.calls.size();
        notifyAll();
    }

    /** All that can be written are; one that can't does not take the others with it. */
    private void write(List<Collected> calls) {
        String job = "offload-" + UUID.randomUUID();
        Map<String, String> refused;
        try {
            calls.forEach(call -> call.named().accept(CallIntake.itemKey(job, call.item())));
            refused = intake.take(job, calls.stream().map(Collected::item).toList());
        } catch (ClaudeInvalidRequestException e) {
            if (calls.size() == 1) {
                calls.get(0).accepted().completeExceptionally(e);
            } else {
                write(calls.subList(0, calls.size() / 2));
                write(calls.subList(calls.size() / 2, calls.size()));
            }
            return;
        } catch (Throwable e) {
            calls.forEach(call -> call.accepted().completeExceptionally(e));
            return;
        }
        for (Collected call : calls) {
            Item item = call.item();
            String reason = refused.get(item.id());
            if (reason == null) {
                call.accepted().complete(CallIntake.itemKey(job, item));
            } else {
                call.accepted().completeExceptionally(new ClaudeInvalidRequestException(reason + ". Nothing was sent"));
            }
        }
    }

    /** From now on nobody is kept for long: the context stops. */
    void hurry() {
        boolean start;
        synchronized (this) {
            hurried = true;
            start = close();
        }
        if (start) {
            startWriting();
        }
    }

    /** Writes what was collected, on the calling thread if nobody else does; takes nothing more. */
    void end() {
        boolean start;
        synchronized (this) {
            ended = true;
            start = close();
            notifyAll();
        }
        if (start || !isWritten()) {
            write();
        }
    }

    private synchronized boolean isWritten() {
        long until = System.nanoTime() + LONGEST_END_NANOS;
        try {
            for (long left = LONGEST_END_NANOS; writing && left > 0; left = until - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !writing;
    }
}
