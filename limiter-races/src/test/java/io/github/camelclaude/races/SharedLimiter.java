/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.races;

import io.github.camelclaude.races.LeakyLock.Leak;
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
import io.github.camelclaude.rate.Outcome.Granted;
import io.github.camelclaude.rate.Outcome.Waiting;
import io.github.camelclaude.rate.Permit;
import io.github.camelclaude.rate.Permit.Kind;
import io.github.camelclaude.rate.Picture;
import io.github.camelclaude.rate.Priority;
import io.github.camelclaude.rate.Report;
import io.github.camelclaude.rate.Reservation;
import io.github.camelclaude.rate.Wait;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Predicate;

/**
 * A limiter, and what several threads do with it. Each has at most one permit of its own or waits for one; one more belongs to
 * all. So many calls may be out at once, and one may wait.
 */
abstract class SharedLimiter {

    private static final long SECOND = 1_000_000_000L;
    private static final int THREADS = 3;
    private static final String BACKEND = "backend";
    private static final GroupName GROUP = new GroupName(BACKEND + "/group");
    private static final Demand DEMAND = new Demand(List.of(GROUP), Cost.of(1, 1), Priority.NORMAL);

    private final StandingTimeline timeline = new StandingTimeline();
    private final LeakyLock lock;
    private final LocalLimiter limiter;
    private final Permit shared;
    private final Permit[] permits = new Permit[THREADS];
    private final Wait[] waits = new Wait[THREADS];

    SharedLimiter(Leak leak, int limit) {
        lock = new LeakyLock(leak);
        limiter = new LocalLimiter(
                timeline,
                new LimiterSettings(Mode.HOLD, Burst.CAREFUL, 1, 1),
                Limiter.Groups.of(List.of(setup(limit))),
                LimiterListener.NONE,
                new Random(1));
        if (leak != Leak.NONE) {
            lock.putInto(limiter);
        }
        shared = ((Granted) limiter.acquire(DEMAND)).permit();
        timeline.pass(10 * SECOND);
    }

    private static GroupSetup setup(int limit) {
        return new GroupSetup(
                GROUP,
                Reservation.FIRST_PARTY,
                List.of(
                        Limit.perMinute(Dimension.REQUESTS, 60_000, Limit.Source.CONFIGURED),
                        new Limit(Dimension.CONCURRENCY, limit, Limit.MINUTE, Limit.Source.CONFIGURED)));
    }

    String ask(int thread) {
        if (permits[thread] != null || waits[thread] != null) {
            return "has one";
        }
        Outcome outcome = lock.during(Leak.ACQUIRE, () -> limiter.acquire(DEMAND));
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

    /** Gives up waiting; if it is too late for that, there is a permit. */
    boolean giveUp(int thread) {
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

    /** Ends what a thread has by itself. */
    boolean end(int thread, Predicate<Permit> ending) {
        Permit permit = permits[thread];
        permits[thread] = null;
        return permit != null && ending.test(permit);
    }

    boolean endShared(Predicate<Permit> ending) {
        return ending.test(shared);
    }

    boolean answer(Permit permit) {
        return lock.during(Leak.ANSWERED, () -> permit.answered(Cost.of(1, 1), Report.NONE));
    }

    boolean release(Permit permit) {
        return lock.during(Leak.RELEASE, permit::release);
    }

    /** The service refuses: the gate closes for a second. */
    boolean refuse(Permit permit) {
        Permit.Refused refused = new Permit.Refused(Kind.BUCKET, OptionalLong.of(SECOND), null, Report.NONE);
        return lock.during(Leak.REFUSED, () -> permit.refused(refused).ended());
    }

    boolean mayLeaveShared() {
        return shared.mayLeave();
    }

    void change(int limit) {
        lock.during(Leak.RECONFIGURE, () -> {
            limiter.reconfigure(setup(limit));
            return null;
        });
    }

    void passSeconds() {
        timeline.pass(5 * SECOND);
    }

    void ringAlarm() {
        timeline.ring();
    }

    void holdBackend() {
        limiter.hold(BACKEND, timeline.now());
    }

    void resumeBackend() {
        limiter.resume(BACKEND);
    }

    String quoted() {
        return limiter.quote(DEMAND).toString();
    }

    String pictured() {
        Picture picture = limiter.picture();
        return picture.permitsOut() + " out, " + picture.waiting() + " waiting";
    }
}
