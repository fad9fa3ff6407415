/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks.load;

import io.github.camelclaude.benchmarks.server.ServerControl;
import io.github.camelclaude.benchmarks.subject.Caller;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls at a steady rate, whatever the answers do. A call's time counts from the moment at which it was due, so that a
 * client that stalls is not spared the calls it held up.
 *
 * @param perSecond the rate
 * @param delay     how long the server takes for one
 * @param warmUp    how many calls come before, as fast as they go, so that the code is compiled
 * @param settle    how long the load runs before it is measured
 * @param window    how long it is measured
 */
public record OpenLoad(int perSecond, Duration delay, int warmUp, Duration settle, Duration window) {

    private static final int WARM_UP_IN_FLIGHT = 50;
    private static final int MOST_IN_FLIGHT = 10_000;

    /** @return the times of calls, processor time per call, and how late the load itself was */
    public Figures run(Caller caller, ServerControl server) throws Exception {
        Calls calls = new Calls(caller);
        server.delay(0);
        calls.many(warmUp, WARM_UP_IN_FLIGHT, Duration.ofSeconds(60));
        server.delay(delay.toMillis());
        offer(calls, settle, new Latencies(0), new Latencies(0));
        Latencies times = new Latencies(1_000_000);
        Latencies late = new Latencies(1_000_000);
        ProcessUse use = ProcessUse.fromNow();
        int count = offer(calls, window, times, late);
        double[] millis = times.millis(0.5, 0.9, 0.99, 0.999);
        return new Figures(Map.of(
                "calls", (double) count,
                "cpuMillis", use.cpuMillis(count),
                "threads", (double) use.threads(),
                "p50", millis[0],
                "p90", millis[1],
                "p99", millis[2],
                "p999", millis[3],
                "lateP50", late.millis(0.5)[0],
                "lateP99", late.millis(0.99)[0]));
    }

    private int offer(Calls calls, Duration time, Latencies times, Latencies late) throws InterruptedException {
        int total = (int) (perSecond * time.toMillis() / 1_000);
        long interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
        AtomicInteger inFlight = new AtomicInteger();
        Semaphore answered = new Semaphore(0);
        long begin = System.nanoTime();
        for (int i = 0; i < total; i++) {
            long due = begin + i * interval;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            late.record(System.nanoTime() - due);
            if (inFlight.incrementAndGet() > MOST_IN_FLIGHT) {
                throw new IllegalStateException("The load of " + perSecond + " calls per second is more than this"
                        + " machine carries: " + MOST_IN_FLIGHT + " calls are in flight");
            }
            calls.one(() -> {
                times.record(System.nanoTime() - due);
                inFlight.decrementAndGet();
                answered.release();
            });
        }
        for (int waited = 0; !answered.tryAcquire(total, 100, TimeUnit.MILLISECONDS); waited++) {
            calls.failIfAnyFailed();
            if (waited > 300) {
                throw new IllegalStateException(inFlight + " calls had no answer");
            }
        }
        return total;
    }
}
