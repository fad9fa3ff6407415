/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import io.github.camelclaude.rate.Cost;
import io.github.camelclaude.rate.Demand;
import io.github.camelclaude.rate.GroupName;
import io.github.camelclaude.rate.GroupSetup;
import io.github.camelclaude.rate.Limiter;
import io.github.camelclaude.rate.Outcome;
import io.github.camelclaude.rate.Picture;
import io.github.camelclaude.rate.Priority;
import io.github.camelclaude.rate.Quote;
import io.github.camelclaude.rate.Wait;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** A limiter with a mistake: another one behind a face that gets one thing wrong. */
final class BuggyLimiter implements Limiter {

    private static final int SOMETIMES = 40;
    private static final int TRUSTED = 300;

    private final Limiter inner;
    private final Limiter careless;
    private final Bug bug;
    private int asked;
    private int waited;

    BuggyLimiter(Limiter inner, Bug bug, VirtualTimeline timeline) {
        this.inner = inner;
        this.bug = bug;
        this.careless = new Careless(timeline);
    }

    @Override
    public Outcome acquire(Demand demand) {
        if (bug == Bug.TRUSTS_A_FULL_BUCKET && asked++ < TRUSTED) {
            return careless.acquire(demand);
        }
        Outcome outcome = inner.acquire(changed(demand));
        return outcome instanceof Outcome.Waiting waiting
                ? new Outcome.Waiting(new BuggyWait(waiting.queued()))
                : wrapped((Outcome.End) outcome);
    }

    private Demand changed(Demand demand) {
        return switch (bug) {
            case GRANTS_PAST_THE_DEADLINE ->
                new Demand(
                        demand.path(),
                        demand.cost(),
                        demand.priority(),
                        demand.fairnessKey(),
                        Demand.NO_DEADLINE,
                        demand.again());
            case SERVES_IN_ORDER_OF_ARRIVAL ->
                new Demand(demand.path(), demand.cost(), Priority.NORMAL, "", demand.deadline(), demand.again());
            default ->
                new Demand(
                        demand.path(),
                        estimated(bug, demand.cost()),
                        demand.priority(),
                        demand.fairnessKey(),
                        demand.deadline(),
                        demand.again());
        };
    }

    static Cost estimated(Bug bug, Cost cost) {
        return switch (bug) {
            case COUNTS_A_CALL_TWICE -> BuggyPermit.twice(cost);
            case RESERVES_MAX_TOKENS -> new Cost(cost.input(), 0, 0, cost.maxOutput(), cost.maxOutput(), 0);
            default -> cost;
        };
    }

    private Outcome.End wrapped(Outcome.End end) {
        return end instanceof Outcome.Granted granted
                ? new Outcome.Granted(new BuggyPermit(granted.permit(), bug))
                : end;
    }

    @Override
    public Quote quote(Demand demand) {
        return inner.quote(demand);
    }

    @Override
    public void spent(List<GroupName> groups, long microUsd) {
        inner.spent(groups, microUsd);
    }

    @Override
    public void hold(String backend, long until) {
        inner.hold(backend, until);
    }

    @Override
    public void resume(String backend) {
        inner.resume(backend);
    }

    @Override
    public void whenRoom(Runnable task) {
        inner.whenRoom(task);
    }

    @Override
    public Picture picture() {
        return inner.picture();
    }

    @Override
    public void reconfigure(GroupSetup setup) {
        inner.reconfigure(setup);
    }

    @Override
    public void close() {
        inner.close();
    }

    private final class BuggyWait implements Wait {
        private final Wait wait;

        BuggyWait(Wait wait) {
            this.wait = wait;
        }

        @Override
        public void whenEnded(Consumer<Outcome.End> listener) {
            boolean now = ++waited % SOMETIMES == 0;
            wait.whenEnded(end -> {
                Outcome.End wrapped = wrapped(end);
                if (!now || bug != Bug.FORGETS_A_WAITER) {
                    listener.accept(wrapped);
                }
                if (now && bug == Bug.ENDS_A_WAIT_TWICE) {
                    listener.accept(wrapped);
                }
            });
        }

        @Override
        public Duration expected() {
            return wait.expected();
        }

        @Override
        public io.github.camelclaude.rate.Dimension binding() {
            return wait.binding();
        }

        @Override
        public int place() {
            return wait.place();
        }

        @Override
        public boolean cancel() {
            return wait.cancel();
        }
    }
}
