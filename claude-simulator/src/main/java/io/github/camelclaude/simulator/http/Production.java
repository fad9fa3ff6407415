/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.http;

import io.github.camelclaude.simulator.service.Call;
import io.github.camelclaude.simulator.service.Pace;
import io.github.camelclaude.simulator.time.SimulatorClock;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Lets the time of an answer pass in steps, charging its output as it comes. Stops when the caller has gone. */
final class Production {

    private static final int MOST_STEPS = 20;
    private static final int TOKENS_PER_STEP = 8;

    /** What happens at a step, on the way to the end. */
    interface Steps {

        int count();

        /** Tokens that have been produced when this step is reached. */
        long tokensAt(int step);

        /** Does it; false to stop here. */
        boolean take(int step);
    }

    private final Vertx vertx;
    private final Call call;
    private final SimulatorClock clock;
    private final Duration later;

    /**
     * @param later how much later than usual the first token comes
     */
    Production(Vertx vertx, Call call, SimulatorClock clock, Duration later) {
        this.vertx = vertx;
        this.call = call;
        this.clock = clock;
        this.later = later;
    }

    /** Nothing is seen until the end. */
    void inSilence(Runnable whenDone) {
        long tokens = call.outputTokens();
        int steps =
                call.pace().perToken().isZero() ? 1 : (int) Math.max(1, Math.min(MOST_STEPS, tokens / TOKENS_PER_STEP));
        run(
                new Steps() {
                    @Override
                    public int count() {
                        return steps;
                    }

                    @Override
                    public long tokensAt(int step) {
                        return tokens * (step + 1) / steps;
                    }

                    @Override
                    public boolean take(int step) {
                        return true;
                    }
                },
                whenDone);
    }

    void run(Steps steps, Runnable whenDone) {
        Pace pace = call.pace();
        after(millis(pace.firstToken()) + millis(later), () -> {
            call.begin(clock.nanos());
            step(steps, 0, 0, whenDone);
        });
    }

    /** Steps without time between them are taken in a loop. */
    private void step(Steps steps, int from, long tokensBefore, Runnable whenDone) {
        double perToken = millis(call.pace().perToken());
        long before = tokensBefore;
        for (int i = from; i < steps.count(); i++) {
            long tokens = steps.tokensAt(i);
            long delay = Math.round((tokens - before) * perToken);
            if (delay > 0) {
                int next = i;
                vertx.setTimer(delay, timer -> {
                    call.producedUntil(tokens, clock.nanos());
                    step(steps, next, tokens, whenDone);
                });
                return;
            }
            call.producedUntil(tokens, clock.nanos());
            if (!steps.take(i)) {
                return;
            }
            before = perToken > 0 ? before : tokens;
        }
        whenDone.run();
    }

    private void after(double millis, Runnable then) {
        long delay = Math.round(millis);
        if (delay == 0) {
            then.run();
        } else {
            vertx.setTimer(delay, timer -> then.run());
        }
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }
}
