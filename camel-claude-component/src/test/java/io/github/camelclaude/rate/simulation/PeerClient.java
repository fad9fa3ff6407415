/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import static io.github.camelclaude.rate.simulation.VirtualTimeline.SECOND;

import io.github.camelclaude.rate.Cost;
import io.github.camelclaude.rate.Permit;
import io.github.camelclaude.rate.Report;
import java.util.ArrayDeque;
import java.util.Deque;

/** The official SDK with its two retries behind somebody else's throttle. */
final class PeerClient implements Client {

    private static final int RETRIES = 2;
    private static final double LONGEST_BACK_OFF = 8;

    private final Surroundings around;
    private final VirtualTimeline timeline;
    private final Throttle throttle;
    private final Estimates estimates;
    private final Deque<Work> queue = new ArrayDeque<>();
    private long pumpAt = Long.MAX_VALUE;
    private boolean dead;

    PeerClient(Surroundings around, Throttle throttle) {
        this.around = around;
        this.timeline = around.timeline();
        this.throttle = throttle;
        this.estimates = around.estimates();
    }

    @Override
    public void offer(Call call) {
        queue.add(new Work(call));
        pump();
    }

    private void pump() {
        while (!queue.isEmpty() && !dead) {
            long wait = throttle.take(queue.peek().ask);
            if (wait > 0) {
                pumpAgain(timeline.now() + wait);
                return;
            }
            queue.poll().leave();
        }
    }

    private void pumpAgain(long at) {
        if (at < pumpAt || pumpAt <= timeline.now()) {
            pumpAt = at;
            timeline.at(at, () -> {
                if (timeline.now() == pumpAt) {
                    pumpAt = Long.MAX_VALUE;
                    pump();
                }
            });
        }
    }

    @Override
    public void die() {
        dead = true;
    }

    @Override
    public void rest() {
        dead = true;
    }

    private final class Work implements Answers {
        private final Call call;
        private final Throttle.Ask ask;
        private int tries;
        private long sentAt;

        Work(Call call) {
            this.call = call;
            Cost cost = estimates.of(call);
            this.ask = new Throttle.Ask(cost.input(), cost.output(), cost.maxOutput());
        }

        void leave() {
            tries++;
            sentAt = timeline.now();
            around.network().send(call, this);
        }

        @Override
        public boolean isHeard() {
            return !dead;
        }

        @Override
        public void began(Report report, Cost input) {}

        @Override
        public void answered(Cost actual, Report report) {
            estimates.settled(call, actual.input(), actual.output());
            around.measurements().completedOne(sentAt - call.offeredAt());
            end(actual.output(), false);
        }

        @Override
        public void refused(Permit.Refused refusal) {
            long wait = refusal.retryAfter().orElse(backOff());
            throttle.refused(wait);
            again("429", wait, true);
        }

        @Override
        public void overloaded(Report report) {
            again("529", backOff(), false);
        }

        @Override
        public void cut() {
            again("connection", backOff(), false);
        }

        private long backOff() {
            double seconds = Math.min(0.5 * Math.pow(2, tries - 1), LONGEST_BACK_OFF);
            return Math.round(seconds * (1 - 0.25 * around.random().nextDouble()) * SECOND);
        }

        private void again(String why, long wait, boolean refused) {
            if (tries > RETRIES) {
                around.measurements().failedOne(why);
                end(0, refused);
            } else if (throttle.seesRetries()) {
                throttle.ended(ask, 0, refused);
                timeline.after(wait, () -> {
                    queue.addFirst(this);
                    pump();
                });
            } else {
                timeline.after(wait, this::leave);
            }
        }

        private void end(long output, boolean refused) {
            throttle.ended(ask, output, refused);
            timeline.at(timeline.now(), () -> around.done().accept(call));
            pump();
        }
    }
}
