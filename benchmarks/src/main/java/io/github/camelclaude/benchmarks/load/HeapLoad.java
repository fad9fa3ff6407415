/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks.load;

import io.github.camelclaude.benchmarks.server.ServerControl;
import io.github.camelclaude.benchmarks.subject.Caller;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The heap that calls in flight hold: what is used after a full collection while they all wait at the server, less what
 * was used at rest, divided by their number. All calls are sent twice: first each needs a new connection and is charged
 * for it, as at rest there are nearly none; then they find the connections of the first, with the buffers that those have
 * got meanwhile, and are charged for them all the same. What an idle connection holds is told beside it.
 *
 * @param inFlight how many calls
 * @param warmUp   how many calls come before, so that classes are loaded and the code is compiled
 */
public record HeapLoad(int inFlight, int warmUp) {

    private static final int WARM_UP_IN_FLIGHT = 50;
    private static final Duration LONGEST = Duration.ofSeconds(30);

    /** @return kilobytes per call */
    public Figures run(Caller caller, ServerControl server) throws Exception {
        Calls calls = new Calls(caller);
        server.delay(0);
        calls.many(warmUp, WARM_UP_IN_FLIGHT, LONGEST);
        long atRest = usedAfterCollection();
        long first = usedInFlight(calls, server);
        long idle = usedAfterCollection();
        long second = usedInFlight(calls, server);
        return new Figures(Map.of(
                "newConnections", perCall(first - atRest),
                "idleConnections", perCall(idle - atRest),
                "usedConnections", perCall(second - atRest)));
    }

    private double perCall(long bytes) {
        return bytes / 1_024.0 / inFlight;
    }

    private long usedInFlight(Calls calls, ServerControl server) throws Exception {
        server.hold();
        CountDownLatch ended = new CountDownLatch(inFlight);
        for (int i = 0; i < inFlight; i++) {
            calls.one(ended::countDown);
        }
        awaitAtServer(server, calls);
        long used = usedAfterCollection();
        server.release();
        if (!ended.await(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException(ended.getCount() + " calls had no answer");
        }
        calls.failIfAnyFailed();
        return used;
    }

    private void awaitAtServer(ServerControl server, Calls calls) throws Exception {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (server.open() < inFlight) {
            calls.failIfAnyFailed();
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("Only " + server.open() + " of " + inFlight + " calls are in flight");
            }
            Thread.sleep(50);
        }
    }

    private static long usedAfterCollection() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
