/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.races;

import io.github.camelclaude.rate.Cost;
import io.github.camelclaude.rate.Demand;
import io.github.camelclaude.rate.Dimension;
import io.github.camelclaude.rate.GroupName;
import io.github.camelclaude.rate.GroupSetup;
import io.github.camelclaude.rate.Limit;
import io.github.camelclaude.rate.Limiter;
import io.github.camelclaude.rate.LimiterListener;
import io.github.camelclaude.rate.LimiterSettings;
import io.github.camelclaude.rate.LimiterSettings.Burst;
import io.github.camelclaude.rate.LimiterSettings.Mode;
import io.github.camelclaude.rate.LocalLimiter;
import io.github.camelclaude.rate.Outcome;
import io.github.camelclaude.rate.Outcome.End;
import io.github.camelclaude.rate.Outcome.Granted;
import io.github.camelclaude.rate.Outcome.Waiting;
import io.github.camelclaude.rate.Permit;
import io.github.camelclaude.rate.Permit.Kind;
import io.github.camelclaude.rate.Picture;
import io.github.camelclaude.rate.Priority;
import io.github.camelclaude.rate.Report;
import io.github.camelclaude.rate.Reservation;
import io.github.camelclaude.rate.Wait;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * The real limiter, between the threads. Its buckets are deep and rested: only the number of calls at once and a closed gate
 * are ever in the way, so that {@link LimiterModel} can tell what is right.
 */
final class SharedLimiter implements Operations {

    private static final long SECOND = 1_000_000_000L;
    private static final int THREADS = 8;
    private static final GroupName GROUP = new GroupName("group");
    private static final Demand DEMAND = new Demand(List.of(GROUP), Cost.of(1, 1), Priority.NORMAL);

    private final JumpingTimeline timeline = new JumpingTimeline();
    private final Limiter limiter = new LocalLimiter(
            timeline,
            new LimiterSettings(Mode.HOLD, Burst.CAREFUL, 1, PLACES),
            Limiter.Groups.of(List.of(setup(LIMIT))),
            new EachEndOnce(),
            new Random(1));
    private final Set<End> told = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean isToldTwice;
    private final Permit shared;
    private final Permit[] permits = new Permit[THREADS];
    private final Wait[] waits = new Wait[THREADS];

    private final class EachEndOnce implements LimiterListener {
        @Override
        public void decided(Demand demand, Duration waited, Dimension binding, End end) {
            isToldTwice |= !told.add(end);
        }
    }

    SharedLimiter(Turns turns) {
        replaceLock(turns.lock());
        limiter.picture();
        ((Granted) limiter.acquire(DEMAND)).permit().release();
        timeline.jump(10 * SECOND);
        shared = ((Granted) limiter.acquire(DEMAND)).permit();
    }

    private void replaceLock(ReentrantLock lock) {
        try {
            Field field = LocalLimiter.class.getDeclaredField("lock");
            field.setAccessible(true);
            field.set(limiter, lock);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("The guard of " + LocalLimiter.class + " has another name", e);
        }
    }

    private static GroupSetup setup(int concurrency) {
        return new GroupSetup(
                GROUP,
                Reservation.FIRST_PARTY,
                List.of(
                        Limit.perMinute(Dimension.REQUESTS, 60_000, Limit.Source.CONFIGURED),
                        new Limit(Dimension.CONCURRENCY, concurrency, Limit.MINUTE, Limit.Source.CONFIGURED)));
    }

    @Override
    public String acquire(int thread) {
        if (permits[thread] != null || waits[thread] != null) {
            return "has one";
        }
        Outcome outcome = limiter.acquire(DEMAND);
        if (outcome instanceof Granted granted) {
            permits[thread] = granted.permit();
            return "granted";
        }
        if (outcome instanceof Waiting waiting) {
            waits[thread] = waiting.queued();
            return "waits";
        }
        return "refused";
    }

    @Override
    public boolean cancel(int thread) {
        Wait wait = waits[thread];
        if (wait == null) {
            return false;
        }
        boolean isCancelled = wait.cancel();
        waits[thread] = null;
        if (!isCancelled) {
            wait.whenEnded(end -> permits[thread] = ((Granted) end).permit());
        }
        return isCancelled;
    }

    @Override
    public boolean answered(int thread) {
        return end(thread, permit -> permit.answered(Cost.of(1, 1), Report.NONE));
    }

    @Override
    public boolean release(int thread) {
        return end(thread, Permit::release);
    }

    @Override
    public boolean refused(int thread) {
        return end(
                thread,
                permit -> permit.refused(new Permit.Refused(Kind.BUCKET, OptionalLong.of(SECOND), null, Report.NONE))
                        .ended());
    }

    private boolean end(int thread, Predicate<Permit> ending) {
        Permit permit = permits[thread];
        permits[thread] = null;
        return permit != null && ending.test(permit);
    }

    @Override
    public boolean answerShared() {
        return shared.answered(Cost.of(1, 1), Report.NONE);
    }

    @Override
    public boolean releaseShared() {
        return shared.release();
    }

    @Override
    public String reconfigure(int limit) {
        limiter.reconfigure(setup(limit));
        return "done";
    }

    @Override
    public String jump() {
        timeline.jump(10 * SECOND);
        return "done";
    }

    @Override
    public String picture() {
        Picture picture = limiter.picture();
        String told = isToldTwice ? ", an end was told twice" : "";
        return picture.permitsOut() + " out, " + picture.waiting() + " waiting" + told;
    }
}
