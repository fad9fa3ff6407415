/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.http;

import io.github.camelclaude.simulator.service.Call;
import io.github.camelclaude.simulator.time.SimulatorClock;
import io.vertx.core.Vertx;

/** Lets the time of an answer pass in steps, charging its output as it comes. */
final class Production {

    private static final int MOST_STEPS = 20;
    private static final int TOKENS_PER_STEP = 8;
    private final Vertx vertx;
    private final Call call;
    private final SimulatorClock clock;

    Production(Vertx vertx, Call call, SimulatorClock clock) {
        this.vertx = vertx;
        this.call = call;
        this.clock = clock;
    }

    void run(Runnable whenDone) {
        if (call.pace().isInstant()) {
            whenDone.run();
            return;
        }
        long tokens = call.answer().outputTokens();
        int steps = (int) Math.max(1, Math.min(MOST_STEPS, tokens / TOKENS_PER_STEP));
        double stepMillis = call.pace().perToken().toNanos() / 1e6 * tokens / steps;
        after(call.pace().firstToken().toNanos() / 1e6, () -> step(1, steps, stepMillis, whenDone));
    }

    private void step(int step, int steps, double stepMillis, Runnable whenDone) {
        after(stepMillis, () -> {
            call.producedUntil(call.answer().outputTokens() * step / steps, clock.nanos());
            if (step == steps) {
                whenDone.run();
            } else {
                step(step + 1, steps, stepMillis, whenDone);
            }
        });
    }

    /** Times below half a millisecond are no time. */
    private void after(double millis, Runnable then) {
        long delay = Math.round(millis);
        if (delay == 0) {
            then.run();
        } else {
            vertx.setTimer(delay, timer -> then.run());
        }
    }
}
