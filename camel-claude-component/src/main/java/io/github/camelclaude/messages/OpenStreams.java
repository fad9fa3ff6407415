/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import io.github.camelclaude.backend.BackendStream;
import io.github.camelclaude.resilience.ClaudeRefusedException;
import io.github.camelclaude.resilience.ErrorClass;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The streams that are open, at most so many: each holds a connection and, while it is read, a thread. A place is taken
 * before the request is sent and given back exactly once.
 */
public final class OpenStreams {

    private final int most;
    private final ScheduledExecutorService timer;
    private final AtomicInteger taken = new AtomicInteger();
    private final Set<AnswerStream> open = ConcurrentHashMap.newKeySet();

    /**
     * @param most  how many at once
     * @param timer closes those on which nothing happens
     */
    public OpenStreams(int most, ScheduledExecutorService timer) {
        this.most = most;
        this.timer = timer;
    }

    /** @throws ClaudeRefusedException if none is free */
    Place take() {
        if (taken.incrementAndGet() > most) {
            taken.decrementAndGet();
            throw new ClaudeRefusedException(
                    ErrorClass.QUEUE_FULL,
                    "All " + most + " streams are open (maxStreams). Nothing was sent; try again when one has ended");
        }
        return new Place();
    }

    /** How many places are taken. */
    public int size() {
        return taken.get();
    }

    /** Ends all of them. */
    public void close() {
        open.forEach(AnswerStream::stop);
    }

    private void watch(AnswerStream stream, Duration wait) {
        timer.schedule(() -> look(stream), Math.max(1, wait.toMillis()), TimeUnit.MILLISECONDS);
    }

    private void look(AnswerStream stream) {
        if (!stream.isClosed()) {
            Duration left = stream.closeIfIdle();
            if (!stream.isClosed()) {
                watch(stream, left);
            }
        }
    }

    /** The right to have one stream open. */
    final class Place {

        private final AtomicBoolean given = new AtomicBoolean();

        AnswerStream open(BackendStream events, Duration idleTimeout) {
            AnswerStream[] opened = new AnswerStream[1];
            opened[0] = new AnswerStream(events, idleTimeout, System::nanoTime, () -> {
                open.remove(opened[0]);
                giveBack();
            });
            open.add(opened[0]);
            watch(opened[0], idleTimeout);
            return opened[0];
        }

        void giveBack() {
            if (given.compareAndSet(false, true)) {
                taken.decrementAndGet();
            }
        }
    }
}
