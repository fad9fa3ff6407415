/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks.load;

import io.github.camelclaude.benchmarks.server.FixedDelayServer;
import io.github.camelclaude.benchmarks.subject.Caller;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** Makes calls through a caller and looks at each answer: a fast wrong one must not count. */
final class Calls {

    private final Caller caller;
    private final Prompts prompts = new Prompts();
    private final AtomicReference<Throwable> firstFailure = new AtomicReference<>();

    Calls(Caller caller) {
        this.caller = caller;
    }

    /** One call; the action runs when it has ended well. */
    void one(Runnable then) {
        caller.call(prompts.next(), (answer, failure) -> {
            if (failure != null) {
                firstFailure.compareAndSet(null, failure);
            } else if (!FixedDelayServer.ANSWER.equals(answer)) {
                firstFailure.compareAndSet(null, new IllegalStateException("The answer was: " + answer));
            } else {
                then.run();
            }
        });
    }

    /** So many calls, never more than so many at once; waits for the last. */
    void many(int total, int inFlight, Duration atMost) throws InterruptedException {
        AtomicInteger left = new AtomicInteger(total);
        CountDownLatch ended = new CountDownLatch(total);
        Runnable lane = new Runnable() {
            @Override
            public void run() {
                if (left.decrementAndGet() >= 0) {
                    one(() -> {
                        ended.countDown();
                        run();
                    });
                }
            }
        };
        for (int i = 0; i < inFlight; i++) {
            lane.run();
        }
        long end = System.nanoTime() + atMost.toNanos();
        while (!ended.await(100, TimeUnit.MILLISECONDS)) {
            failIfAnyFailed();
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException(
                        ended.getCount() + " of " + total + " calls had no answer after " + atMost);
            }
        }
    }

    /** @throws IllegalStateException if a call failed: figures of a load that failed in part mean nothing */
    void failIfAnyFailed() {
        Throwable failure = firstFailure.get();
        if (failure != null) {
            throw new IllegalStateException("A call failed", failure);
        }
    }
}
