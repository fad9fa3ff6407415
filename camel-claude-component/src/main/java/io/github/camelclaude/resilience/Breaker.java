/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.resilience;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Takes a backend out when it does not serve, and back in when it does again. The window and its rates are Resilience4j's; the
 * way back is ours: nobody calls for a time, then one attempt at a time goes to see, and after a few good ones all may go.
 * A failed one makes the next time longer. What had left before it opened, and ends after, says nothing new.
 *
 * <p>Time is given with each call, so the same breaker runs in virtual time. Safe for use by several threads.
 */
public final class Breaker {

    /** What is done about it. Told with the breaker's lock held: the order of what happens is the order of what is told. */
    public interface Listener {

        /** Nobody may call before then; from then on one at a time. */
        void opened(long until);

        /** One more may go and see. */
        void probesOn(long now);

        /** All may call again. */
        void closed();
    }

    /** How it stands. */
    public enum State {
        CLOSED,
        OPEN,
        PROBING
    }

    private static final long FULL_TIME = 1_000;
    private static final long MOST_OF_IT = 800;

    private final BreakerSettings settings;
    private final Listener listener;
    private final CircuitBreaker window;
    private long openedAt = Long.MIN_VALUE;
    private long opensAt;
    private Duration wait;
    private int good;
    private long now;

    public Breaker(String backend, BreakerSettings settings, Listener listener) {
        this.settings = settings;
        this.listener = listener;
        this.wait = settings.firstWait();
        this.window = CircuitBreaker.of(
                backend,
                CircuitBreakerConfig.custom()
                        .slidingWindowType(SlidingWindowType.COUNT_BASED)
                        .slidingWindowSize(settings.window())
                        .minimumNumberOfCalls(settings.minimumCalls())
                        .failureRateThreshold(settings.failureRate())
                        .slowCallRateThreshold(settings.slowRate())
                        .slowCallDurationThreshold(Duration.ofMillis(MOST_OF_IT))
                        .currentTimestampFunction(clock -> now, TimeUnit.NANOSECONDS)
                        .clock(new Following())
                        .build());
    }

    /**
     * An attempt was answered, with whatever the service had to say about it.
     *
     * @param sentAt  when it left
     * @param allowed the time it had
     * @param at      now; all in nanoseconds
     */
    public synchronized void answered(long sentAt, long allowed, long at) {
        now = Math.max(now, at);
        if (isClosed()) {
            window.onSuccess(partOf(allowed, at - sentAt), TimeUnit.MILLISECONDS);
            openIfTripped();
        } else if (sentAt >= openedAt && ++good >= settings.probes()) {
            window.transitionToClosedState();
            window.reset();
            wait = settings.firstWait();
            listener.closed();
        } else if (sentAt >= openedAt) {
            listener.probesOn(at);
        }
    }

    /** An attempt failed by the backend's fault. */
    public synchronized void failed(long sentAt, long allowed, long at) {
        now = Math.max(now, at);
        if (isClosed()) {
            window.onError(partOf(allowed, at - sentAt), TimeUnit.MILLISECONDS, FAILED);
            openIfTripped();
        } else if (sentAt >= openedAt) {
            Duration doubled = wait.multipliedBy(2);
            wait = doubled.compareTo(settings.longestWait()) < 0 ? doubled : settings.longestWait();
            open();
        }
    }

    private void openIfTripped() {
        if (window.getState() != CircuitBreaker.State.CLOSED) {
            open();
        }
    }

    private void open() {
        good = 0;
        openedAt = now;
        opensAt = now + wait.toNanos();
        listener.opened(opensAt);
    }

    /** How it stands at a time: a wait that is over is over, although nobody has called since. */
    public synchronized State state(long at) {
        if (isClosed()) {
            return State.CLOSED;
        }
        return good > 0 || Math.max(now, at) >= opensAt ? State.PROBING : State.OPEN;
    }

    private boolean isClosed() {
        return window.getState() == CircuitBreaker.State.CLOSED;
    }

    /** How long nobody calls, from the last failure on. */
    public synchronized Duration waits() {
        return wait;
    }

    private static long partOf(long allowed, long taken) {
        return allowed <= 0 ? 0 : Math.min(FULL_TIME, Math.max(0, Math.round((double) taken / allowed * FULL_TIME)));
    }

    private static final Exception FAILED = new BackendFailed();

    /** Resilience4j wants an exception; what failed is classified already. */
    private static final class BackendFailed extends Exception {
        private static final long serialVersionUID = 1L;

        private BackendFailed() {
            super("failed", null, false, false);
        }
    }

    /** The clock that the window's library is given: the time of the last event. */
    private final class Following extends java.time.Clock {

        @Override
        public java.time.ZoneId getZone() {
            return java.time.ZoneOffset.UTC;
        }

        @Override
        public java.time.Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochSecond(0, now);
        }
    }
}
