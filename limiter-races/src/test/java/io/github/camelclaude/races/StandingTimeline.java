/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.races;

import io.github.camelclaude.rate.Timeline;
import java.util.ArrayList;
import java.util.List;

/** Time that stands still until somebody lets some pass. Alarms that are due go off one by one when told to, perhaps late. */
public final class StandingTimeline implements Timeline {

    private record Due(long at, Runnable task) {}

    private final List<Due> alarms = new ArrayList<>();
    private long now;

    @Override
    public synchronized long now() {
        return now;
    }

    @Override
    public synchronized Alarm at(long at, Runnable task) {
        Due alarm = new Due(at, task);
        alarms.add(alarm);
        return () -> forget(alarm);
    }

    private synchronized void forget(Due alarm) {
        alarms.remove(alarm);
    }

    public synchronized void pass(long nanos) {
        now += nanos;
    }

    /** The first alarm that is due goes off, if there is one. */
    public void ring() {
        Runnable task = takeDue();
        if (task != null) {
            task.run();
        }
    }

    private synchronized Runnable takeDue() {
        for (Due alarm : alarms) {
            if (alarm.at() <= now) {
                alarms.remove(alarm);
                return alarm.task();
            }
        }
        return null;
    }
}
