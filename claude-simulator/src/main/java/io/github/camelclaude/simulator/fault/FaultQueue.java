/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.fault;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Where a request's fault comes from: those asked for come first, one per request, then the plan. */
public final class FaultQueue {

    private final Deque<Fault> next = new ArrayDeque<>();
    private final Deque<Fault> nextBesides = new ArrayDeque<>();
    private FaultPlan plan;

    public FaultQueue(FaultPlan plan) {
        this.plan = plan;
    }

    /** The coming requests meet these faults, one each, in this order. */
    public synchronized void next(List<Fault> faults) {
        next.addAll(faults);
    }

    /** The coming requests to anything but messages meet these faults, one each, in this order. */
    public synchronized void nextBesides(List<Fault> faults) {
        nextBesides.addAll(faults);
    }

    /** The fault of a request to anything but messages. */
    public synchronized Optional<Fault> besides() {
        return Optional.ofNullable(nextBesides.poll());
    }

    public synchronized FaultPlan plan() {
        return plan;
    }

    public synchronized void plan(FaultPlan newPlan) {
        plan = newPlan;
    }

    public synchronized void clear() {
        next.clear();
        nextBesides.clear();
        plan = FaultPlan.none();
    }

    public synchronized Optional<Fault> decide(String contentKey, int attempt) {
        Fault asked = next.poll();
        return asked != null ? Optional.of(asked) : plan.decide(contentKey, attempt);
    }
}
