/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks.decision;

import io.github.camelclaude.rate.Cost;
import io.github.camelclaude.rate.Demand;
import io.github.camelclaude.rate.Dimension;
import io.github.camelclaude.rate.GroupName;
import io.github.camelclaude.rate.GroupSetup;
import io.github.camelclaude.rate.Limit;
import io.github.camelclaude.rate.Limiter;
import io.github.camelclaude.rate.LimiterListener;
import io.github.camelclaude.rate.LimiterSettings;
import io.github.camelclaude.rate.LocalLimiter;
import io.github.camelclaude.rate.Outcome;
import io.github.camelclaude.rate.Outcome.End;
import io.github.camelclaude.rate.Outcome.Granted;
import io.github.camelclaude.rate.Outcome.Waiting;
import io.github.camelclaude.rate.Priority;
import io.github.camelclaude.rate.Report;
import io.github.camelclaude.rate.Reservation;
import io.github.camelclaude.rate.Timeline;
import java.lang.management.ManagementFactory;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/** Many who wait at once, in virtual time: what they hold of the heap, and how often somebody is woken until all have gone. */
public final class Waiters {

    private static final GroupName GROUP = new GroupName("anthropic/organization/haiku");

    /**
     * What was counted.
     *
     * @param bytes  of heap per waiter: its demand, its place and the listener to its end
     * @param set    alarms that were set
     * @param woken  alarms that went off
     * @param grants permits that were granted
     */
    public record Count(int waiters, long bytes, long set, long woken, long grants) {}

    private static final class CountedTime implements Timeline {

        private record Due(long at, long number, Runnable task) {}

        private final PriorityQueue<Due> due =
                new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::number));
        private long now;
        private long set;
        private long woken;

        @Override
        public long now() {
            return now;
        }

        @Override
        public Alarm at(long at, Runnable task) {
            Due entry = new Due(at, set++, task);
            due.add(entry);
            return () -> due.remove(entry);
        }

        void runOut() {
            while (!due.isEmpty()) {
                Due next = due.poll();
                now = Math.max(now, next.at());
                woken++;
                next.task().run();
            }
        }
    }

    private final CountedTime time = new CountedTime();
    private final Limiter limiter;
    private long grants;

    private Waiters(int waiters) {
        LimiterSettings settings =
                new LimiterSettings(LimiterSettings.Mode.HOLD, LimiterSettings.Burst.LEARN, 1, waiters);
        List<Limit> limits = List.of(
                Limit.perMinute(Dimension.REQUESTS, 4_000, Limit.Source.CONFIGURED),
                Limit.perMinute(Dimension.INPUT_TOKENS, 4_000_000, Limit.Source.CONFIGURED),
                Limit.perMinute(Dimension.OUTPUT_TOKENS, 800_000, Limit.Source.CONFIGURED));
        limiter = new LocalLimiter(
                time,
                settings,
                Limiter.Groups.of(List.of(new GroupSetup(GROUP, Reservation.FIRST_PARTY, limits))),
                LimiterListener.NONE,
                new Random(1));
    }

    public static Count count(int waiters) {
        return new Waiters(waiters).run(waiters);
    }

    private Count run(int waiters) {
        end((End) limiter.acquire(demand()));
        long before = usedAfterCollection();
        for (int i = 0; i < waiters; i++) {
            Outcome outcome = limiter.acquire(demand());
            if (!(outcome instanceof Waiting waiting)) {
                throw new IllegalStateException("It should wait, but: " + outcome);
            }
            waiting.queued().whenEnded(this::end);
        }
        long bytes = (usedAfterCollection() - before) / waiters;
        time.runOut();
        if (grants != waiters + 1L) {
            throw new IllegalStateException(grants + " grants for " + waiters);
        }
        return new Count(waiters, bytes, time.set, time.woken, grants - 1);
    }

    private static Demand demand() {
        return new Demand(List.of(GROUP), Cost.of(500, 100), Priority.NORMAL);
    }

    private void end(End end) {
        grants++;
        ((Granted) end).permit().answered(Cost.of(500, 100), Report.NONE);
    }

    private static long usedAfterCollection() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
