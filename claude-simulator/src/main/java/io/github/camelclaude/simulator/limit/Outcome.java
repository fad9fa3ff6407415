/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.limit;

/** What became of a request at the limits. */
public sealed interface Outcome {

    /** Let in; every group of the path has been charged. */
    record Admitted() implements Outcome {
        static final Admitted INSTANCE = new Admitted();
    }

    /**
     * Not let in; nothing has been charged, except requests where refused ones count.
     *
     * @param dimension the dimension whose refill takes longest
     * @param group the group that refused
     * @param waitNanos until the same request would fit, {@link Long#MAX_VALUE} for never
     */
    record Refused(Dimension dimension, LimitGroup group, long waitNanos) implements Outcome {

        /** For {@code retry-after}: whole seconds, rounded up, at least one. */
        public long retryAfterSeconds() {
            return waitNanos == Long.MAX_VALUE
                    ? Long.MAX_VALUE
                    : Math.max(1, -Math.floorDiv(-waitNanos, 1_000_000_000L));
        }
    }
}
