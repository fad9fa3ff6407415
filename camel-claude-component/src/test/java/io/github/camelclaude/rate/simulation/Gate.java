/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import static io.github.camelclaude.rate.simulation.VirtualTimeline.SECOND;

import io.github.camelclaude.simulator.limit.Limits;

/**
 * What the service asks of us after a refusal, seen from our side of the network: nobody calls before the time that it gave,
 * counted from the receipt of the refusal, and the first second after that is a cautious one.
 */
final class Gate {

    /** Who comes back later than this, long after the gate has opened, comes back to a service that has rested. */
    private static final long SOON = SECOND / 2;

    private Limits limits;
    private long closedUntil = Long.MIN_VALUE;
    private boolean shut;
    private long reopenedAt = Long.MIN_VALUE;
    private long early;
    private int reentries;
    private double steepest;
    private final double[] sum = new double[2];
    private final double[] largest = new double[2];

    Gate(Limits limits) {
        this.limits = limits;
    }

    /** A new process knows nothing of what the one before was told. */
    void forget() {
        closedUntil = Long.MIN_VALUE;
        shut = false;
        reopenedAt = Long.MIN_VALUE;
    }

    void limits(Limits now) {
        limits = now;
    }

    void refused(long now, long retryAfterNanos) {
        closedUntil = Math.max(closedUntil, now + retryAfterNanos);
        shut = true;
        reopenedAt = Long.MIN_VALUE;
    }

    void sent(Call call, long now) {
        if (now < closedUntil) {
            early++;
            return;
        }
        if (shut) {
            shut = false;
            reopenedAt = now - closedUntil <= SOON ? now : Long.MIN_VALUE;
            reentries++;
            for (int i = 0; i < sum.length; i++) {
                sum[i] = 0;
                largest[i] = 0;
            }
        }
        if (reopenedAt != Long.MIN_VALUE && now - reopenedAt < SECOND) {
            count(0, 1, limits.requests() / 60.0);
            count(1, call.input(), limits.inputTokens() / 60.0);
        }
    }

    /** One call more than the share is fine: the largest is left out. */
    private void count(int which, double amount, double perSecond) {
        sum[which] += amount;
        largest[which] = Math.max(largest[which], amount);
        steepest = Math.max(steepest, (sum[which] - largest[which]) / perSecond);
    }

    /** Calls that left too early. */
    long early() {
        return early;
    }

    int reentries() {
        return reentries;
    }

    /** The most that a first second after re-entry carried beside its largest call, in parts of the limit per second. */
    double steepest() {
        return steepest;
    }
}
