/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that passes when a test says so; what is due on the way is run in order. */
public final class ManualTimeline implements Timeline {

    private record Due(long at, long number, Runnable task) {}

    private final PriorityQueue<Due> due =
            new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::number));
    private long now = Instant.parse("2026-11-24T08:00:00Z").getEpochSecond() * 1_000_000_000L;
    private long numbers;
    private long woken;

    @Override
    public long now() {
        return now;
    }

    @Override
    public Alarm at(long at, Runnable task) {
        Due entry = new Due(Math.max(at, now), numbers++, task);
        due.add(entry);
        return () -> due.remove(entry);
    }

    public void pass(Duration time) {
        long until = now + time.toNanos();
        while (!due.isEmpty() && due.peek().at() <= until) {
            Due next = due.poll();
            now = next.at();
            woken++;
            next.task().run();
        }
        now = until;
    }

    /** Goes to the next alarm. */
    public void passToNext() {
        pass(Duration.ofNanos(due.element().at() - now));
    }

    public boolean isIdle() {
        return due.isEmpty();
    }

    /** How many alarms have gone off. */
    public long woken() {
        return woken;
    }
}
