/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import static io.github.camelclaude.rate.simulation.VirtualTimeline.MILLI;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Writes answers, each at its own speed, and tells the service ten times a second how much. */
final class Model {

    private static final long TICK = 100 * MILLI;

    private final Scenario scenario;
    private final VirtualTimeline timeline;
    private final Service service;
    private final SplittableRandom random;
    private final List<Answer> running = new ArrayList<>();
    private final Runnable tick = this::tick;
    private boolean ticking;

    Model(Scenario scenario, VirtualTimeline timeline, Service service, SplittableRandom random) {
        this.scenario = scenario;
        this.timeline = timeline;
        this.service = service;
        this.random = random;
    }

    /** Writes so many tokens. */
    void write(boolean own, int tokens, Runnable written) {
        long first = timeline.now() + random.nextLong(scenario.leastFirstToken, scenario.mostFirstToken + 1);
        double speed = scenario.tokensPerSecond * (0.8 + 0.4 * random.nextDouble()) / 1e9;
        Answer answer = new Answer(own, tokens, first, speed, running.size());
        running.add(answer);
        timeline.at(first + Math.round(tokens / speed), () -> {
            end(answer);
            written.run();
        });
        if (!ticking) {
            ticking = true;
            timeline.after(TICK, tick);
        }
    }

    private void tick() {
        long now = timeline.now();
        long own = 0;
        long neighbours = 0;
        for (int i = 0; i < running.size(); i++) {
            Answer answer = running.get(i);
            if (answer.own) {
                own += answer.progress(now);
            } else {
                neighbours += answer.progress(now);
            }
        }
        service.produce(own, neighbours);
        ticking = !running.isEmpty();
        if (ticking) {
            timeline.after(TICK, tick);
        }
    }

    private void end(Answer answer) {
        long rest = answer.tokens - answer.written;
        service.produce(answer.own ? rest : 0, answer.own ? 0 : rest);
        service.finish(answer.own);
        Answer last = running.remove(running.size() - 1);
        if (last != answer) {
            running.set(answer.place, last);
            last.place = answer.place;
        }
    }

    private static final class Answer {
        private final boolean own;
        private final int tokens;
        private final long first;
        private final double speed;
        private int place;
        private int written;

        Answer(boolean own, int tokens, long first, double speed, int place) {
            this.own = own;
            this.tokens = tokens;
            this.first = first;
            this.speed = speed;
            this.place = place;
        }

        int progress(long now) {
            int until = now <= first ? 0 : (int) Math.min(tokens, (now - first) * speed);
            int more = until - written;
            written = until;
            return more;
        }
    }
}
