/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

import java.time.Duration;
import java.util.function.Consumer;

/** A demand that waits. */
public interface Wait {

    /** How long it was expected to wait when it began to: a quote, not a promise. */
    Duration expected();

    /** The dimension that it waits for, or null while that is not known. */
    Dimension binding();

    /** How many waited before it in its queue when it began to wait. */
    int place();

    /**
     * Tells the end of the wait, exactly once; at once if it has ended. Called without any lock held, on the thread that
     * brought the end about: be quick.
     *
     * @throws IllegalStateException if somebody listens already
     */
    void whenEnded(Consumer<Outcome.End> listener);

    /**
     * Stops waiting.
     *
     * @return false if the wait has ended: its end counts, and a permit in it must be ended
     */
    boolean cancel();
}
