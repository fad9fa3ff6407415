/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import static io.github.camelclaude.rate.simulation.VirtualTimeline.MILLI;
import static io.github.camelclaude.rate.simulation.VirtualTimeline.SECOND;

/** Decides when calls are offered. */
interface Workload {

    /** The process has just started. */
    void begin(Offers offers);

    /** A call has ended. */
    default void done(Offers offers, Call ended) {}

    /** Always so many calls at work or waiting: a new one of the same priority as soon as one ends. */
    static Workload saturation(int population) {
        return new Workload() {
            @Override
            public void begin(Offers offers) {
                for (int i = 0; i < population; i++) {
                    offers.offer();
                }
            }

            @Override
            public void done(Offers offers, Call ended) {
                offers.offer(ended.priority());
            }
        };
    }

    /** So many at once, every so many seconds. */
    static Workload bursts(int calls, int everySeconds) {
        return offers -> offers.every(everySeconds * SECOND, () -> {
            for (int i = 0; i < calls; i++) {
                offers.offer();
            }
        });
    }

    /** Calls come by chance, so many per second, for some seconds; then nothing comes for some seconds. */
    static Workload onOff(double perSecond, int onSeconds, int offSeconds) {
        long period = (onSeconds + offSeconds) * SECOND;
        return offers -> offers.byChance(perSecond, () -> {
            if (offers.elapsed() % period < onSeconds * SECOND) {
                offers.offer();
            }
        });
    }

    /** As they came, so many times as fast, from a row on. */
    static Workload replay(Trace trace, double speed, int from) {
        return offers -> replay(offers, trace, speed, from, from);
    }

    private static void replay(Offers offers, Trace trace, double speed, int from, int row) {
        if (row == trace.size() || offers.isOver()) {
            return;
        }
        long at = Math.round((trace.millis(row) - trace.millis(from)) * MILLI / speed);
        offers.at(at, () -> {
            offers.offer(trace.pair(row));
            replay(offers, trace, speed, from, row + 1);
        });
    }
}
