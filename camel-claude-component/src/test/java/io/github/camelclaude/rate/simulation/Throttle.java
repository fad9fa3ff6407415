/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import java.util.function.LongSupplier;

/** What somebody else holds calls back with. Not called by several threads at once. */
public interface Throttle {

    /** What it is made of. */
    @FunctionalInterface
    interface Maker {
        /**
         * @param clock nanoseconds
         * @param limits per minute: requests, input tokens, output tokens
         */
        Throttle make(LongSupplier clock, long[] limits);
    }

    /**
     * Asks for a call.
     *
     * @return 0 if it may leave now, and what it needs has been taken; otherwise after how many nanoseconds to ask again
     */
    long take(Ask ask);

    /** A call that was let go has ended. */
    default void ended(Ask ask, long outputTokens, boolean refused) {}

    /** The service refused a call and said how long to wait. */
    default void refused(long retryAfterNanos) {}

    /** Whether a refused call asks once more, instead of being sent again behind its back, as the SDK does. */
    default boolean seesRetries() {
        return false;
    }

    /**
     * What is known of a call.
     *
     * @param inputTokens estimated
     * @param outputTokens expected
     * @param maxTokens   the most
     */
    record Ask(long inputTokens, long outputTokens, long maxTokens) {}
}
