/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import io.github.camelclaude.rate.Timeline;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/** Time that passes only when something happens: tasks run by time, those of one instant in the order of their asking. */
final class VirtualTimeline implements Timeline {

    static final long SECOND = 1_000_000_000L;
    static final long MILLI = 1_000_000L;
    /** 2026-11-24T00:00:00Z: a whole second, as the service's clock begins. */
    static final long START = 1_795_478_400L * SECOND;

    private final PriorityQueue<Event> events = new PriorityQueue<>(1024);
    private final SplittableRandom shuffle;
    private long now = START;
    private long asked;
    private long played;

    /** @param shuffle decides the order within one instant; null for the order of asking */
    VirtualTimeline(SplittableRandom shuffle) {
        this.shuffle = shuffle;
    }

    @Override
    public long now() {
        return now;
    }

    /** Seconds since the beginning. */
    double seconds() {
        return (now - START) / 1e9;
    }

    @Override
    public Alarm at(long at, Runnable task) {
        asked++;
        Event event = new Event(Math.max(at, now), shuffle == null ? 0 : shuffle.nextInt(), asked, task);
        events.add(event);
        return event;
    }

    void after(long nanos, Runnable task) {
        at(now + nanos, task);
    }

    /** Plays until nothing is left to happen, or until this time, which is now then. */
    void play(long until) {
        Event next = events.peek();
        while (next != null && next.at <= until) {
            events.poll();
            Runnable task = next.task;
            if (task != null) {
                next.task = null;
                now = next.at;
                played++;
                task.run();
            }
            next = events.peek();
        }
        if (next != null) {
            now = Math.max(now, until);
        }
    }

    long played() {
        return played;
    }

    private static final class Event implements Alarm, Comparable<Event> {
        private final long at;
        private final int luck;
        private final long order;
        private Runnable task;

        Event(long at, int luck, long order, Runnable task) {
            this.at = at;
            this.luck = luck;
            this.order = order;
            this.task = task;
        }

        @Override
        public void cancel() {
            task = null;
        }

        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(at, other.at);
            int byLuck = byTime != 0 ? byTime : Integer.compare(luck, other.luck);
            return byLuck != 0 ? byLuck : Long.compare(order, other.order);
        }
    }
}
