/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

import java.time.Duration;

/** What becomes of a demand. */
public sealed interface Outcome {

    /** The end of a demand: every demand ends in exactly one of them. */
    sealed interface End extends Outcome permits Granted, Refused {}

    /** The attempt may be made. */
    record Granted(Permit permit) implements End {}

    /** The attempt may not be made. Nothing has been taken. */
    record Refused(Refusal refusal) implements End {}

    /** The attempt has to wait. */
    record Waiting(Wait queued) implements Outcome {}

    /**
     * Why a demand is refused.
     *
     * @param reason   what is in the way
     * @param group    where
     * @param binding  the dimension that is in the way, or null if none is
     * @param asked    how much of it the demand needs, in the dimension's unit
     * @param allowed  how much of it can be had at most; of an amount per day or month what is left of it
     * @param expected how long a demand like it would have to wait, until the next day or month where the amount of this one is
     *                 used up; zero if waiting does not help
     */
    record Refusal(Reason reason, GroupName group, Dimension binding, long asked, long allowed, Duration expected) {}

    /** What can be in the way of a demand for good. */
    enum Reason {
        /** It needs more than can be there at once. */
        OVERSIZE,
        /** It can't be served before its deadline. */
        DEADLINE,
        /** Too many wait already. */
        QUEUE_FULL,
        /** The money, or another amount, of the day or month is spent. */
        SPEND,
        /** The limiter has been closed. */
        CLOSED,
        /** Whoever asked has gone. */
        CANCELLED
    }
}
