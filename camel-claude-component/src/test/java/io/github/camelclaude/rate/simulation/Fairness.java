/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import static io.github.camelclaude.rate.simulation.VirtualTimeline.SECOND;
import static io.github.camelclaude.rate.simulation.VirtualTimeline.START;

import io.github.camelclaude.rate.Demand;
import io.github.camelclaude.rate.Outcome;
import io.github.camelclaude.simulator.limit.Limits;
import java.util.ArrayDeque;
import java.util.Deque;

/** Who is served, when, and what was foretold. */
final class Fairness {

    private static final long SETTLED = START + 60 * SECOND;
    /** A large request waits no longer at the head than this part of the rate needs to refill what it takes. */
    private static final double PROMISED_RATE = 0.9;

    private final Scenario scenario;
    private final VirtualTimeline timeline;
    private final Measurements measurements;
    private final Deque<Waiting> queue = new ArrayDeque<>();

    Fairness(Surroundings around) {
        scenario = around.scenario();
        timeline = around.timeline();
        measurements = around.measurements();
    }

    /** Somebody asks; the place in the queue, where all have the same priority. */
    Waiting asked(Call call) {
        Waiting waiting = new Waiting(call, timeline.now());
        if (!scenario.priorities && scenario.largeEvery > 0) {
            queue.add(waiting);
            advance();
        }
        return waiting;
    }

    /** The wait of somebody is over. */
    void ended(Waiting waiting, Demand demand, Outcome.End end, long quoted) {
        waiting.ended = true;
        long now = timeline.now();
        if (end instanceof Outcome.Granted) {
            if (now >= SETTLED && now < START + scenario.seconds * SECOND) {
                measurements.dominantByPriority[waiting.call.priority().ordinal()] += dominant(demand);
            }
            if (quoted > 0) {
                measurements.quotes.add(Math.round((double) (now - waiting.askedAt) / quoted * SECOND));
            }
            if (waiting.call.input() == scenario.largeInput && waiting.headAt >= SETTLED) {
                double promised =
                        waiting.call.input() / (PROMISED_RATE * scenario.limits.inputTokens() / 60.0) * SECOND;
                measurements.headOne((now - waiting.headAt) / promised);
            }
        }
        advance();
    }

    private void advance() {
        while (!queue.isEmpty() && queue.peek().ended) {
            queue.poll();
        }
        if (!queue.isEmpty() && queue.peek().headAt == 0) {
            queue.peek().headAt = timeline.now();
        }
    }

    /** The largest part of a second's refill that a demand takes of any dimension. */
    private double dominant(Demand demand) {
        Limits limits = scenario.limits;
        return Math.max(
                60.0 / limits.requests(),
                Math.max(
                        60.0 * demand.cost().input() / limits.inputTokens(),
                        60.0 * demand.cost().output() / limits.outputTokens()));
    }

    static final class Waiting {
        private final Call call;
        private final long askedAt;
        private long headAt;
        private boolean ended;

        private Waiting(Call call, long askedAt) {
            this.call = call;
            this.askedAt = askedAt;
        }

        long askedAt() {
            return askedAt;
        }
    }
}
