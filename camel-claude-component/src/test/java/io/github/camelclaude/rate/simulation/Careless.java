/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import io.github.camelclaude.rate.Demand;
import io.github.camelclaude.rate.GroupName;
import io.github.camelclaude.rate.GroupSetup;
import io.github.camelclaude.rate.Limiter;
import io.github.camelclaude.rate.Outcome;
import io.github.camelclaude.rate.Permit;
import io.github.camelclaude.rate.Picture;
import io.github.camelclaude.rate.Quote;
import io.github.camelclaude.rate.Report;
import io.github.camelclaude.rate.Timeline;
import java.time.Duration;
import java.util.List;

/** Grants everything at once: shows what the world does to somebody who does not hold back. */
final class Careless implements Limiter {

    private final Timeline timeline;
    private int out;

    Careless(Timeline timeline) {
        this.timeline = timeline;
    }

    @Override
    public Outcome acquire(Demand demand) {
        out++;
        return new Outcome.Granted(new Granted(demand));
    }

    @Override
    public Quote quote(Demand demand) {
        return new Quote(Duration.ZERO, null);
    }

    @Override
    public void spent(List<GroupName> groups, long microUsd) {
        // Nobody counts here.
    }

    @Override
    public void hold(String backend, long until) {
        // Nobody waits here.
    }

    @Override
    public void resume(String backend) {
        // Nobody was held back.
    }

    @Override
    public void whenRoom(Runnable task) {
        task.run();
    }

    @Override
    public Picture picture() {
        return new Picture(timeline.now(), List.of(), out, 0);
    }

    @Override
    public void reconfigure(GroupSetup setup) {}

    @Override
    public void close() {}

    private final class Granted implements Permit {
        private final Demand demand;
        private boolean ended;

        Granted(Demand demand) {
            this.demand = demand;
        }

        private boolean end() {
            boolean first = !ended;
            ended = true;
            out -= first ? 1 : 0;
            return first;
        }

        @Override
        public Demand demand() {
            return demand;
        }

        @Override
        public Duration waited() {
            return Duration.ZERO;
        }

        @Override
        public boolean mayLeave() {
            return true;
        }

        @Override
        public void sent(io.github.camelclaude.rate.Cost expected) {}

        @Override
        public void began(Report report, io.github.camelclaude.rate.Cost input) {}

        @Override
        public boolean answered(io.github.camelclaude.rate.Cost actual, Report report) {
            return end();
        }

        @Override
        public Verdict refused(Refused refused) {
            return new Verdict(end(), false, 0, timeline.now());
        }

        @Override
        public boolean failed(Fate fate, Report report) {
            return end();
        }

        @Override
        public boolean release() {
            return end();
        }

        @Override
        public boolean hasEnded() {
            return ended;
        }
    }
}
