/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks.load;

import io.github.camelclaude.benchmarks.server.ServerControl;
import io.github.camelclaude.benchmarks.subject.Caller;
import java.time.Duration;
import java.util.Map;

/**
 * Always the same number of calls in flight: each answer starts the next call at once. The first ones are spread over one
 * delay, as calls are that do not start with a gun. At best the server answers {@code inFlight / delay} calls per second.
 *
 * @param inFlight how many
 * @param delay    how long the server takes for one
 * @param warmUp   how many calls come before, answered at once, so that the code is compiled
 * @param settle   how long the load runs before it is measured
 * @param window   how long it is measured
 */
public record InFlightLoad(int inFlight, Duration delay, int warmUp, Duration settle, Duration window) {

    /** Few enough for a client that stops at 64. */
    private static final int WARM_UP_IN_FLIGHT = 50;

    /** @return calls per second, their times, threads, processor time per call, calls that the server saw waiting */
    public Figures run(Caller caller, ServerControl server) throws Exception {
        Calls calls = new Calls(caller);
        server.delay(0);
        calls.many(warmUp, WARM_UP_IN_FLIGHT, Duration.ofSeconds(60));
        server.delay(delay.toMillis());
        Lanes lanes = new Lanes(calls);
        for (int i = 0; i < inFlight; i++) {
            lanes.start();
            if (i % 10 == 9) {
                Thread.sleep(delay.toMillis() * 10 / inFlight);
            }
        }
        Thread.sleep(settle.toMillis());

        Latencies measured = new Latencies(1_000_000);
        ProcessUse use = ProcessUse.fromNow();
        long begin = System.nanoTime();
        lanes.recording = measured;
        Thread.sleep(window.toMillis() / 2);
        int waiting = server.open();
        Thread.sleep(window.toMillis() - window.toMillis() / 2);
        lanes.recording = null;
        double seconds = (System.nanoTime() - begin) / 1e9;
        int count = measured.count();
        double cpu = use.cpuMillis(count);
        lanes.stopped = true;
        calls.failIfAnyFailed();
        double[] times = measured.millis(0.5, 0.99);
        return new Figures(Map.of(
                "callsPerSecond",
                count / seconds,
                "ofIdeal",
                count / seconds / (inFlight * 1_000.0 / delay.toMillis()),
                "threads",
                (double) use.threads(),
                "cpuMillis",
                cpu,
                "waitingAtServer",
                (double) waiting,
                "p50",
                times[0],
                "p99",
                times[1]));
    }

    private static final class Lanes {
        private final Calls calls;
        private volatile Latencies recording;
        private volatile boolean stopped;

        private Lanes(Calls calls) {
            this.calls = calls;
        }

        private void start() {
            long begin = System.nanoTime();
            calls.one(() -> {
                Latencies into = recording;
                if (into != null) {
                    into.record(System.nanoTime() - begin);
                }
                if (!stopped) {
                    start();
                }
            });
        }
    }
}
