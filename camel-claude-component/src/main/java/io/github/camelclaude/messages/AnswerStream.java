/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import io.github.camelclaude.backend.BackendStream;
import io.github.camelclaude.backend.StreamEvent;
import io.github.camelclaude.resilience.ClaudeTransportException;
import io.github.camelclaude.resilience.ErrorClass;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A streamed answer as it is read. One thread reads; any thread may close. It ends once, for one of four reasons: it was
 * read to its end, its owner closed it, nobody read or nothing came for too long, or the component stopped; then the
 * connection and its place among the open streams are given back.
 *
 * <p>A failed stream fails again each time it is read, and a stream that breaks off without its last event has failed: a
 * redelivered split must not take the rest for the whole.
 */
final class AnswerStream implements ClaudeStream, Iterator<StreamEvent> {

    private enum Closed {
        BY_OWNER,
        IDLE,
        STOPPED
    }

    private final BackendStream events;
    private final Duration idleTimeout;
    private final LongSupplier nanoTime;
    private final Runnable onEnd;
    private final AtomicReference<Closed> closed = new AtomicReference<>();
    private volatile StreamSummary summary = StreamSummary.NOTHING;
    private volatile long lastActivity;
    private RuntimeException failure;
    private Consumer<RuntimeException> onFailure = why -> {};
    private Consumer<StreamSummary> onComplete = all -> {};

    /** @param onEnd called exactly once */
    AnswerStream(BackendStream events, Duration idleTimeout, LongSupplier nanoTime, Runnable onEnd) {
        this.events = events;
        this.idleTimeout = idleTimeout;
        this.nanoTime = nanoTime;
        this.onEnd = onEnd;
        this.lastActivity = nanoTime.getAsLong();
    }

    /** Says who hears of it when it fails. To be called before it is read. */
    void whenItFails(Consumer<RuntimeException> listener) {
        onFailure = listener;
    }

    /** Says who hears what the answer was when it was read to its end. To be called before it is read. */
    void whenItIsComplete(Consumer<StreamSummary> listener) {
        onComplete = listener;
    }

    @Override
    public StreamSummary getSummary() {
        return summary;
    }

    @Override
    public boolean hasNext() {
        if (failure != null) {
            throw failure;
        }
        if (summary.isComplete() || closed.get() == Closed.BY_OWNER) {
            close();
            return false;
        }
        touch();
        try {
            if (closed.get() == null && events.hasNext()) {
                touch();
                return true;
            }
        } catch (RuntimeException e) {
            return fail(e);
        }
        return fail(new ClaudeTransportException(
                ErrorClass.NETWORK, "The stream broke off before the answer was complete", null));
    }

    /**
     * Whether there is more to come, told without waiting for it: an answer always ends with an event that says so. Camel's
     * split asks for the next piece before it hands on the one it has, and would hand on each piece late.
     */
    boolean expectsMore() {
        if (failure != null) {
            throw failure;
        }
        Closed reason = closed.get();
        if (summary.isComplete() || reason == Closed.BY_OWNER) {
            return false;
        }
        return reason == null || fail(null);
    }

    /** Closing makes a blocked reader fail; why it was closed is the better reason. */
    private boolean fail(RuntimeException cause) {
        Closed reason = closed.get();
        if (reason == Closed.BY_OWNER) {
            return false;
        }
        failure = reason == Closed.IDLE
                ? new ClaudeTransportException(
                        ErrorClass.TIMEOUT,
                        "The stream was closed because nothing happened on it for " + idleTimeout.toMillis()
                                + " ms (streamIdleTimeout)",
                        cause)
                : reason == Closed.STOPPED
                        ? new ClaudeTransportException(
                                ErrorClass.NETWORK, "The stream was closed because the component stopped", cause)
                        : cause;
        close();
        onFailure.accept(failure);
        throw failure;
    }

    @Override
    public StreamEvent next() {
        if (!hasNext()) {
            throw new NoSuchElementException("The stream has ended");
        }
        StreamEvent event;
        try {
            event = events.next();
        } catch (RuntimeException e) {
            fail(e);
            throw new NoSuchElementException("The stream has ended");
        }
        summary = summary.with(event);
        touch();
        if (summary.isComplete()) {
            close();
            onComplete.accept(summary);
        }
        return event;
    }

    private void touch() {
        lastActivity = nanoTime.getAsLong();
    }

    /** Closes it if nothing has happened for too long; otherwise says when to look again. */
    Duration closeIfIdle() {
        Duration left = idleTimeout.minusNanos(nanoTime.getAsLong() - lastActivity);
        if (left.isZero() || left.isNegative()) {
            close(Closed.IDLE);
        }
        return left;
    }

    boolean isClosed() {
        return closed.get() != null;
    }

    /** The component stops. */
    void stop() {
        close(Closed.STOPPED);
    }

    @Override
    public void close() {
        close(Closed.BY_OWNER);
    }

    private void close(Closed reason) {
        if (closed.compareAndSet(null, reason)) {
            try {
                events.close();
            } finally {
                onEnd.run();
            }
        }
    }
}
