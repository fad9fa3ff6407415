/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import io.github.camelclaude.rate.Demand;
import io.github.camelclaude.rate.Limiter;
import io.github.camelclaude.rate.LimiterSettings;
import io.github.camelclaude.rate.Permit;
import io.github.camelclaude.rate.Quote;
import io.github.camelclaude.rate.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Lets calls in, one permit for each attempt: at once, after a wait without a thread, or not at all. Belongs to a component
 * and outlives its routes.
 *
 * <p>Back-pressure is the one wait that keeps a thread, on purpose: if as many calls wait as may, the thread that brings
 * another one stands at the {@link Door}, and its source slows down. Threads of our own never stand there, since the calls
 * before the door may need them to end.
 */
public final class Admission implements AutoCloseable {

    private static final long NOT_STOPPING = Long.MAX_VALUE;

    private final Limiter limiter;
    private final LimiterSettings settings;
    private final Timeline timeline;
    private final Executor starting;
    private final Consumer<Decision> journal;
    private final Door door;
    private final String origin = Long.toString(System.nanoTime() & 0xFFFFFF, 36);
    private final AtomicLong numbers = new AtomicLong();
    private final Set<Parked> parked = ConcurrentHashMap.newKeySet();
    private volatile long stopAt = NOT_STOPPING;
    private volatile boolean closed;

    /**
     * @param starting goes on with calls that have waited; never full, never blocked
     * @param journal  is told of each decision when it begins
     */
    public Admission(
            Limiter limiter,
            LimiterSettings settings,
            Timeline timeline,
            Executor starting,
            Consumer<Decision> journal) {
        this.limiter = limiter;
        this.settings = settings;
        this.timeline = timeline;
        this.starting = task -> {
            try {
                starting.execute(task);
            } catch (RejectedExecutionException e) {
                // Shut down: the end of a wait must reach its call all the same.
                task.run();
            }
        };
        this.journal = journal;
        this.door = new Door(limiter::whenRoom);
    }

    public Limiter limiter() {
        return limiter;
    }

    LimiterSettings settings() {
        return settings;
    }

    /** How long a permit made its call wait: not at all in shadow mode, where it tells what the wait would have been. */
    Duration waited(Permit permit) {
        return settings.mode() == LimiterSettings.Mode.SHADOW ? Duration.ZERO : permit.waited();
    }

    Settlement settlement(Place place, Admitted admitted) {
        return new Settlement(admitted, place.draws(), timeline::now);
    }

    Timeline timeline() {
        return timeline;
    }

    Executor starting() {
        return starting;
    }

    Door door() {
        return door;
    }

    boolean isClosed() {
        return closed;
    }

    boolean isStopping() {
        return stopAt != NOT_STOPPING;
    }

    /** What a call would meet if it asked now. */
    Quote quote(Wish wish) {
        return limiter.quote(demand(wish, bound(wish)));
    }

    /**
     * Gets a call its permit. The result fails with a {@link io.github.camelclaude.resilience.ClaudeException}; cancelling
     * it gives up the wait. It ends on the calling thread if nothing has to be waited for, otherwise on one of ours.
     */
    CompletableFuture<Admitted> admit(Wish wish) {
        Ticket ticket = wish.ticket();
        Draw draw = wish.draw();
        if (ticket != null && ticket.isOpenFor(draw) && ticket.claim()) {
            ticket.decision().usedBy(wish.call().exchangeId());
            return ticket.covers(draw) && ticket.permit().mayLeave()
                    ? CompletableFuture.completedFuture(
                            new Admitted(wish.call(), draw, ticket.draw(), ticket.permit(), ticket.decision()))
                    : ask(wish, true, ticket.permit());
        }
        return ask(wish, wish.again(), null);
    }

    /**
     * Gets a ticket for a call that a later step will make.
     *
     * @param validFor how long it can be claimed
     * @return the ticket, which may be the one that the call has, if nobody has claimed it and it is enough
     */
    CompletableFuture<Ticket> ticket(Wish wish, Duration validFor) {
        Ticket ticket = wish.ticket();
        Draw draw = wish.draw();
        if (ticket != null && ticket.isOpenFor(draw) && ticket.covers(draw)) {
            return CompletableFuture.completedFuture(ticket);
        }
        CompletableFuture<Admitted> admitted = ask(wish, wish.again(), null);
        CompletableFuture<Ticket> result = new CompletableFuture<>();
        result.whenComplete((got, failure) -> {
            if (result.isCancelled()) {
                admitted.cancel(false);
            }
        });
        admitted.whenComplete((one, refusal) -> {
            if (refusal != null) {
                result.completeExceptionally(refusal);
                return;
            }
            Ticket got = new Ticket(draw, one.permit(), waited(one.permit()), one.decision());
            got.expireAt(timeline, timeline.now() + validFor.toNanos());
            if (!result.complete(got)) {
                got.release();
            }
        });
        return result;
    }

    /** @param instead a permit that is given back for the new one, or null */
    private CompletableFuture<Admitted> ask(Wish wish, boolean again, Permit instead) {
        Call call = wish.call();
        Bound bound = bound(wish);
        Demand demand = demand(wish, bound);
        Demand asked = again ? demand.onceMore() : demand;
        Decision decision = new Decision(nextId(), Instant.now(), asked, call.exchangeId(), wish.attempt());
        journal.accept(decision);
        Asking asking = new Asking(this, call, wish.draw(), asked, bound, decision, instead);
        asking.ask();
        return asking.result();
    }

    private static Demand demand(Wish wish, Bound bound) {
        WaitTerms terms = wish.call().terms();
        return new Demand(
                wish.draw().path(), wish.draw().cost(), terms.priority(), terms.fairnessKey(), bound.at(), false);
    }

    private String nextId() {
        return "p-" + origin + "-" + numbers.incrementAndGet();
    }

    /** The earliest of all that ends a wait. */
    private Bound bound(Wish wish) {
        return bound(wish.call(), wish.endBy(), wish.since() == Wish.NOW ? timeline.now() : wish.since());
    }

    /** @param now when the wait began */
    Bound bound(Call call, long endBy, long now) {
        WaitTerms terms = call.terms();
        Bound bound = new Bound(Demand.NO_DEADLINE, "");
        if (!terms.queueTimeout().isZero()) {
            bound = bound.orEarlier(
                    now + terms.queueTimeout().toNanos(),
                    "queueTimeout=" + terms.queueTimeout().toMillis() + " ms");
        }
        if (call.time().deadline() != null) {
            bound = bound.orEarlier(WallTimeline.nanos(call.time().deadline()), "the header CamelClaudeDeadline says");
        }
        if (endBy != Demand.NO_DEADLINE) {
            bound = bound.orEarlier(
                    endBy, "callTimeout=" + call.time().timeout().toMillis() + " ms leaves");
        }
        if (terms.blocksFor() != null) {
            bound = bound.orEarlier(
                    now + terms.blocksFor().toNanos(),
                    "transactedMaxWait=" + terms.blocksFor().toMillis() + " ms, because the exchange is transacted");
        }
        return bound.orEarlier(stopAt, "the shutdown that has begun leaves");
    }

    /** Until when a wait may last, and who says so. */
    record Bound(long at, String name) {

        Bound orEarlier(long other, String otherName) {
            return other < at ? new Bound(other, otherName) : this;
        }
    }

    /**
     * The context has begun to stop: nobody stands at the door any more, and nobody begins to wait for longer than that.
     *
     * @param within how long what is under way has to end
     */
    public void stopWaiting(Duration within) {
        stopAt = timeline.now() + within.toNanos();
        door.open();
    }

    /**
     * Does something later.
     *
     * @param at      when, as the timeline tells it
     * @param instead is done at once if everything closes before
     */
    void later(long at, Runnable task, Runnable instead) {
        Parked waiting = new Parked(instead);
        parked.add(waiting);
        timeline.at(at, () -> {
            if (parked.remove(waiting)) {
                task.run();
            }
        });
        if (closed) {
            waiting.giveUp();
        }
    }

    /** Nobody knows when the timer that would wake it is gone. */
    private final class Parked {

        private final Runnable instead;

        private Parked(Runnable instead) {
            this.instead = instead;
        }

        private void giveUp() {
            if (parked.remove(this)) {
                instead.run();
            }
        }
    }

    /** Ends all waits. What is under way may still end. */
    @Override
    public void close() {
        closed = true;
        limiter.close();
        door.open();
        List.copyOf(parked).forEach(Parked::giveUp);
    }
}
