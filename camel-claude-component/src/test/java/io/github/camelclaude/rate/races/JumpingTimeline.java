/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.races;

import io.github.camelclaude.rate.Timeline;
import java.util.ArrayList;
import java.util.List;

/** Time that stands still until somebody jumps. */
final class JumpingTimeline implements Timeline {

    private record Due(long at, Runnable task) {}

    private final List<Due> due = new ArrayList<>();
    private long now;

    @Override
    public synchronized long now() {
        return now;
    }

    @Override
    public synchronized Alarm at(long at, Runnable task) {
        Due entry = new Due(at, task);
        due.add(entry);
        return () -> cancel(entry);
    }

    private synchronized void cancel(Due entry) {
        due.remove(entry);
    }

    /** Time has moved on; then the alarms go off that are due. */
    void jump(long nanos) {
        for (Due each : passed(nanos)) {
            each.task().run();
        }
    }

    private synchronized List<Due> passed(long nanos) {
        now += nanos;
        List<Due> passed = new ArrayList<>();
        for (Due each : due) {
            if (each.at() <= now) {
                passed.add(each);
            }
        }
        due.removeAll(passed);
        return passed;
    }
}
