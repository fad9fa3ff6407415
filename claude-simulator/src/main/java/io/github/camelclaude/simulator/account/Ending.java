/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.account;

import io.github.camelclaude.simulator.catalog.Cost;
import io.github.camelclaude.simulator.fault.Fault;
import io.github.camelclaude.simulator.limit.Dimension;
import io.github.camelclaude.simulator.tokens.Usage;

/** How an attempt ended. */
public sealed interface Ending {

    /** A whole answer was sent. */
    record Answered(Usage usage, Cost cost) implements Ending {}

    /** Refused by a limit. */
    record Refused(Dimension dimension, long retryAfterSeconds) implements Ending {}

    /** Refused because of its content, its key or its spending, with this status and {@code error.type}. */
    record Rejected(int status, String type) implements Ending {}

    /** Met a fault that was asked for or drawn; what had been used until then was charged all the same. */
    record Failed(Fault fault, Usage usage, Cost cost) implements Ending {

        public Failed(Fault fault) {
            this(fault, Usage.NONE, Cost.ZERO);
        }
    }

    /** The caller went away before the answer was complete; so many tokens had been produced. */
    record Cancelled(Usage usage, Cost cost) implements Ending {}

    default Usage used() {
        if (this instanceof Answered answered) {
            return answered.usage;
        }
        if (this instanceof Failed failed) {
            return failed.usage;
        }
        return this instanceof Cancelled cancelled ? cancelled.usage : Usage.NONE;
    }

    default Cost charged() {
        if (this instanceof Answered answered) {
            return answered.cost;
        }
        if (this instanceof Failed failed) {
            return failed.cost;
        }
        return this instanceof Cancelled cancelled ? cancelled.cost : Cost.ZERO;
    }

    /** In one word and the reason. */
    default String label() {
        if (this instanceof Refused refused) {
            return "refused " + refused.dimension.headerName();
        }
        if (this instanceof Rejected rejected) {
            return "rejected " + rejected.status;
        }
        if (this instanceof Failed failed) {
            return "failed " + failed.fault.label();
        }
        return this instanceof Answered ? "answered" : "cancelled";
    }
}
