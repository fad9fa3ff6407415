/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import io.github.camelclaude.rate.Dimension;
import io.github.camelclaude.simulator.limit.Limits;

/** A dimension under both of its names, ours and the simulator's. */
enum Binding {
    REQUESTS(Dimension.REQUESTS, io.github.camelclaude.simulator.limit.Dimension.REQUESTS),
    INPUT(Dimension.INPUT_TOKENS, io.github.camelclaude.simulator.limit.Dimension.INPUT_TOKENS),
    OUTPUT(Dimension.OUTPUT_TOKENS, io.github.camelclaude.simulator.limit.Dimension.OUTPUT_TOKENS);

    private static final Binding[] ALL = values();

    final Dimension ours;
    final io.github.camelclaude.simulator.limit.Dimension theirs;

    Binding(Dimension ours, io.github.camelclaude.simulator.limit.Dimension theirs) {
        this.ours = ours;
        this.theirs = theirs;
    }

    static Binding[] all() {
        return ALL;
    }

    /** Null for a dimension that is none of the three. */
    static Binding of(io.github.camelclaude.simulator.limit.Dimension theirs) {
        for (Binding each : ALL) {
            if (each.theirs == theirs) {
                return each;
            }
        }
        return null;
    }

    long perMinute(Limits limits) {
        return limits.of(theirs);
    }

    /** What a call takes of it. */
    long of(Call call) {
        return switch (this) {
            case REQUESTS -> 1;
            case INPUT -> call.input();
            case OUTPUT -> call.output();
        };
    }
}
