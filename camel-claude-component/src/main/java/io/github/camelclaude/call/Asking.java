/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import io.github.camelclaude.rate.Demand;
import io.github.camelclaude.rate.LimiterSettings;
import io.github.camelclaude.rate.Outcome;
import io.github.camelclaude.rate.Outcome.Reason;
import io.github.camelclaude.rate.Outcome.Refusal;
import io.github.camelclaude.rate.Permit;
import io.github.camelclaude.rate.Wait;
import java.util.concurrent.CompletableFuture;

/** One demand on its way to a permit. */
final class Asking {

    private final Admission admission;
    private final Call call;
    private final Draw draw;
    private final Demand demand;
    private final Admission.Bound bound;
    private final Decision decision;
    private final CompletableFuture<Admitted> result = new CompletableFuture<>();
    private Permit instead;

    /** @param instead a permit that is given back as soon as the demand has its place, or null */
    Asking(
            Admission admission,
            Call call,
            Draw draw,
            Demand demand,
            Admission.Bound bound,
            Decision decision,
            Permit instead) {
        this.admission = admission;
        this.call = call;
        this.draw = draw;
        this.demand = demand;
        this.bound = bound;
        this.decision = decision;
        this.instead = instead;
    }

    CompletableFuture<Admitted> result() {
        return result;
    }

    /** Asks until the demand is decided or waits; stands at the door in between. */
    void ask() {
        try {
            boolean placed = isPlaced();
            while (!placed && standAtTheDoor()) {
                placed = isPlaced();
            }
        } catch (RuntimeException e) {
            giveBack();
            result.completeExceptionally(e);
        }
    }

    /** False if all places of the queue are taken. */
    private boolean isPlaced() {
        Outcome outcome = admission.limiter().acquire(demand);
        if (outcome instanceof Outcome.Waiting waiting) {
            giveBack();
            waitFor(waiting.queued());
            return true;
        }
        if (instead != null && outcome instanceof Outcome.Refused) {
            // It may be in its own way.
            giveBack();
            return isPlaced();
        }
        giveBack();
        if (outcome instanceof Outcome.Refused refused
                && refused.refusal().reason() == Reason.QUEUE_FULL
                && call.terms().whenFull() == WhenFull.wait
                && !admission.isStopping()
                && !admission.isClosed()) {
            return false;
        }
        end((Outcome.End) outcome);
        return true;
    }

    /** What a larger demand takes the place of goes back once that has its own place, which is at the head. */
    private void giveBack() {
        if (instead != null) {
            instead.release();
            instead = null;
        }
    }

    private void waitFor(Wait wait) {
        decision.waits(wait);
        result.whenComplete((admitted, failure) -> {
            if (result.isCancelled()) {
                wait.cancel();
            }
        });
        wait.whenEnded(end -> admission.starting().execute(() -> end(end)));
    }

    /** True if it is to ask again now; false if somebody else will, or nobody. */
    private boolean standAtTheDoor() {
        decision.beforeTheDoor();
        if (OwnThreads.isCurrent()) {
            admission.door().stand(() -> admission.starting().execute(this::ask));
            return false;
        }
        try {
            if (admission.door().await(bound.at() - admission.timeline().now())) {
                return true;
            }
            decision.ended("refused here: deadline");
            result.completeExceptionally(Refusals.noRoomInTime(bound.name()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            decision.ended("refused here: interrupted");
            result.completeExceptionally(Refusals.interrupted());
        }
        return false;
    }

    private void end(Outcome.End end) {
        if (end instanceof Outcome.Granted granted) {
            granted(granted.permit());
        } else if (end instanceof Outcome.Refused refused) {
            refused(refused.refusal());
        }
    }

    private void granted(Permit permit) {
        if (admission.settings().mode() == LimiterSettings.Mode.SHADOW) {
            decision.shadowed(permit.waited());
        } else {
            decision.granted(permit.waited());
        }
        if (!result.complete(new Admitted(call, draw, draw, permit, decision))) {
            permit.release();
            decision.ended("cancelled");
        }
    }

    private void refused(Refusal refusal) {
        decision.refused(refusal);
        result.completeExceptionally(
                Refusals.of(refusal, bound.name(), admission.settings().maxQueueSize()));
    }
}
