/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import io.github.camelclaude.estimate.ContentClass;
import io.github.camelclaude.estimate.RequestContent;
import io.github.camelclaude.rate.Permit;
import io.github.camelclaude.rate.Timeline;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A permit on its way from one step of a route to another. Copies of an exchange share it, so it is claimed once, by
 * whoever comes first; all others ask for permits of their own. One that nobody claims goes back: when its time is over,
 * or when the exchange that it was got for is complete.
 */
public final class Ticket {

    private enum State {
        OPEN,
        CLAIMED,
        GONE
    }

    /** So much may a request differ from one step to the next without being another. */
    private static final double SAME = 1.1;

    private static final double FEW = 50;

    private final String id;
    private final Draw draw;
    private final Permit permit;
    private final Duration waited;
    private final Decision decision;
    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
    private volatile Timeline.Alarm alarm = () -> {};

    Ticket(Draw draw, Permit permit, Duration waited, Decision decision) {
        this.id = decision.id();
        this.draw = draw;
        this.permit = permit;
        this.waited = waited;
        this.decision = decision;
    }

    /** @param at when it goes back if nobody has claimed it, in nanoseconds as {@link Timeline#now()} */
    void expireAt(Timeline timeline, long at) {
        alarm = timeline.at(at, () -> giveBack("expired"));
        if (state.get() != State.OPEN) {
            alarm.cancel();
        }
    }

    /** How long its permit was waited for. */
    public Duration waited() {
        return waited;
    }

    /** Names it in headers and records; no secret. */
    public String id() {
        return id;
    }

    /** Gives the permit back, if nobody has claimed it. */
    public void release() {
        giveBack("released");
    }

    private void giveBack(String why) {
        if (state.compareAndSet(State.OPEN, State.GONE)) {
            alarm.cancel();
            permit.release();
            decision.ended(why);
        }
    }

    /** Whether it is for this backend and somebody may still claim it. */
    boolean isFor(String backend) {
        return state.get() == State.OPEN && draw.path().get(0).backend().equals(backend);
    }

    /** Whether somebody may still claim it for a call like this. */
    boolean isOpenFor(Draw wanted) {
        return state.get() == State.OPEN && draw.path().equals(wanted.path());
    }

    /** Takes the permit out, once: true for one caller only. */
    boolean claim() {
        boolean claimed = state.compareAndSet(State.OPEN, State.CLAIMED);
        if (claimed) {
            alarm.cancel();
        }
        return claimed;
    }

    /**
     * Whether what it was got for is enough. The requests are compared, not the tokens they come to: what an estimator
     * has learned in between makes no request larger.
     */
    boolean covers(Draw wanted) {
        if (draw.estimate() == null) {
            return true;
        }
        RequestContent got = draw.estimate().content();
        RequestContent needed = wanted.estimate().content();
        return wanted.cost().maxOutput() <= draw.cost().maxOutput()
                && Arrays.stream(ContentClass.values())
                        .allMatch(kind -> needed.amount(kind) <= got.amount(kind) * SAME + FEW);
    }

    /** What its permit was asked for. */
    Draw draw() {
        return draw;
    }

    Permit permit() {
        return permit;
    }

    Decision decision() {
        return decision;
    }

    @Override
    public String toString() {
        return "Ticket " + id;
    }
}
