/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import io.github.camelclaude.rate.GroupName;
import io.github.camelclaude.rate.GroupSetup;
import io.github.camelclaude.rate.Limiter;
import io.github.camelclaude.resilience.Breaker;
import io.github.camelclaude.resilience.BreakerSettings;
import io.github.camelclaude.resilience.ClaudeException;
import io.github.camelclaude.resilience.ErrorClass;
import io.github.camelclaude.resilience.RetryBudget;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a backend does, as everybody who calls it has found: its breaker, its retry budget, how long its answers take, and
 * whether its money is spent. An open breaker is a hold of the limiter: those who wait for the backend go on waiting.
 */
public final class Standing {

    private static final Logger LOG = LoggerFactory.getLogger(Standing.class);

    /** So long after it reported a spend cap others are preferred. */
    private static final long SPENT_NANOS = Duration.ofSeconds(60).toNanos();

    private static final long PROBE_NANOS = Duration.ofSeconds(30).toNanos();

    private static final double NEWS = 0.1;
    private static final long NO_PROBE = Long.MAX_VALUE;

    private final String name;
    private final Limiter limiter;
    private final LongSupplier now;
    private final RetryBudget budget;
    private final Breaker breaker;
    private final LearnedLimits learned;
    private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();
    private final AtomicLong probeAt = new AtomicLong(NO_PROBE);
    private volatile double seconds;
    private volatile long spentUntil = Long.MIN_VALUE;

    /**
     * @param breaker when it is taken for dead; null for never
     * @param setups  its limit groups, if it tells no limits itself; null if it does
     * @param most    how many calls it may have at once in a group
     * @param now     nanoseconds, as the limiter has them
     */
    public Standing(
            String name,
            Limiter limiter,
            BreakerSettings breaker,
            RetryBudget budget,
            Function<GroupName, GroupSetup> setups,
            long most,
            LongSupplier now) {
        this.name = name;
        this.limiter = limiter;
        this.now = now;
        this.budget = budget;
        this.learned = setups == null ? null : new LearnedLimits(limiter, setups, most);
        this.breaker = breaker == null ? null : new Breaker(name, breaker, new Gatekeeper());
    }

    RetryBudget budget() {
        return budget;
    }

    /** Whether it is known of nothing that keeps it from serving. */
    boolean serves() {
        return (breaker == null || breaker.state(now.getAsLong()) == Breaker.State.CLOSED) && !isSpent();
    }

    /**
     * True for one caller, when it is time that somebody goes and sees whether it serves again. Who is sent may never arrive:
     * if nothing is heard of it, another is sent later.
     */
    boolean wantsProbe() {
        long at = probeAt.get();
        long current = now.getAsLong();
        return current >= at && probeAt.compareAndSet(at, current + PROBE_NANOS);
    }

    /** How long it keeps a call that it answers, as a rule, in seconds; 0 if nobody knows. */
    double seconds() {
        return seconds;
    }

    /** How long a call has to wait beyond what the limiter tells, while it does not serve. */
    double secondsAway() {
        return serves() ? 0 : breaker == null ? 0 : breaker.waits().toNanos() / 1e9;
    }

    /** Others are preferred to one whose money is spent; if there are none, it is asked, and says so itself. */
    private boolean isSpent() {
        return now.getAsLong() < spentUntil;
    }

    /** Runs a task when it stops serving, unless it is {@link #forget forgotten} before. */
    void whenItStopsServing(Runnable task) {
        waiting.add(task);
    }

    void forget(Runnable task) {
        waiting.remove(task);
    }

    /** An attempt leaves. */
    void sent(GroupName group) {
        if (learned != null) {
            learned.sent(group, now.getAsLong());
        }
    }

    /** An attempt has ended, however. */
    void ended(GroupName group, boolean refused, long sentAt) {
        if (learned != null) {
            learned.ended(group, refused, sentAt, now.getAsLong());
        }
    }

    /**
     * An attempt got an answer.
     *
     * @param sentAt  when it left
     * @param allowed how long it might have taken; both in nanoseconds
     */
    void answered(long sentAt, long allowed) {
        long at = now.getAsLong();
        double took = (at - sentAt) / 1e9;
        seconds = seconds == 0 ? took : seconds + NEWS * (took - seconds);
        if (breaker != null) {
            breaker.answered(sentAt, allowed, at);
        }
    }

    /**
     * An attempt failed.
     *
     * @param full whether it had all the time that attempts have: one that was given less says nothing by running out of it
     */
    void failed(ClaudeException failure, long sentAt, long allowed, boolean full) {
        long at = now.getAsLong();
        if (failure.errorClass() == ErrorClass.SPEND_CAP) {
            boolean isNews = !isSpent();
            spentUntil = at + SPENT_NANOS;
            if (isNews) {
                LOG.error("The money of backend {} is spent: {}", name, failure.getMessage());
                leave();
            }
        }
        if (breaker == null) {
            return;
        }
        boolean refused = failure.statusCode().orElse(0) / 100 == 4;
        switch (failure.errorClass()) {
            case OVERLOADED -> breaker.failed(sentAt, allowed, at);
            case SERVER, NETWORK -> {
                if (refused) {
                    breaker.answered(sentAt, allowed, at);
                } else {
                    breaker.failed(sentAt, allowed, at);
                }
            }
            case TIMEOUT -> {
                if (full) {
                    breaker.failed(sentAt, allowed, at);
                }
            }
            case BUCKET, RAMP, SPEND_CAP, INVALID, OVERSIZE, AUTH -> {
                if (failure.statusCode().isPresent()) {
                    breaker.answered(sentAt, allowed, at);
                }
            }
            case DEADLINE, QUEUE_FULL, OUTPUT -> {
                // Nothing that the backend did.
            }
        }
    }

    private void leave() {
        List.copyOf(waiting).forEach(Runnable::run);
    }

    /** {@code closed}, {@code open} or {@code probing}. */
    public String state() {
        return breaker == null
                ? "closed"
                : breaker.state(now.getAsLong()).name().toLowerCase(java.util.Locale.ROOT);
    }

    private final class Gatekeeper implements Breaker.Listener {

        @Override
        public void opened(long until) {
            LOG.warn(
                    "Backend {} does not serve: nobody calls it for {} ms, then one at a time",
                    name,
                    (until - now.getAsLong()) / 1_000_000);
            limiter.hold(name, until);
            probeAt.set(until);
            leave();
        }

        @Override
        public void probesOn(long at) {
            limiter.hold(name, at);
            probeAt.set(at);
        }

        @Override
        public void closed() {
            LOG.info("Backend {} serves again", name);
            probeAt.set(NO_PROBE);
            limiter.resume(name);
        }
    }
}
