/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import io.github.camelclaude.rate.Cost;
import io.github.camelclaude.rate.Demand;
import io.github.camelclaude.rate.GroupName;
import io.github.camelclaude.rate.GroupSetup;
import io.github.camelclaude.rate.Limiter;
import io.github.camelclaude.rate.Outcome;
import io.github.camelclaude.rate.Permit;
import io.github.camelclaude.rate.Picture;
import io.github.camelclaude.rate.Quote;
import io.github.camelclaude.rate.Report;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** No limiter at all: everything passes, nothing is learned. */
public final class Unlimited implements Limiter {

    private final LongSupplier now;
    private final AtomicInteger out = new AtomicInteger();

    /** @param now the time for pictures */
    public Unlimited(LongSupplier now) {
        this.now = now;
    }

    @Override
    public Outcome acquire(Demand demand) {
        out.incrementAndGet();
        return new Outcome.Granted(new Free(demand));
    }

    @Override
    public Quote quote(Demand demand) {
        return new Quote(Duration.ZERO, null);
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
        return new Picture(now.getAsLong(), List.of(), out.get(), 0);
    }

    @Override
    public void spent(List<GroupName> groups, long microUsd) {
        // Nobody counts.
    }

    @Override
    public void reconfigure(GroupSetup setup) {
        // Nothing is limited.
    }

    @Override
    public void close() {
        // Nothing waits.
    }

    private final class Free implements Permit {

        private final Demand demand;
        private final AtomicBoolean ended = new AtomicBoolean();

        private Free(Demand demand) {
            this.demand = demand;
        }

        private boolean end() {
            boolean first = ended.compareAndSet(false, true);
            if (first) {
                out.decrementAndGet();
            }
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
        public void sent(Cost expected) {
            // Nobody counts.
        }

        @Override
        public void began(Report report, Cost input) {
            // Nobody counts.
        }

        @Override
        public boolean answered(Cost actual, Report report) {
            return end();
        }

        @Override
        public Verdict refused(Refused refused) {
            return new Verdict(end(), false, 0, 0);
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
            return ended.get();
        }
    }
}
