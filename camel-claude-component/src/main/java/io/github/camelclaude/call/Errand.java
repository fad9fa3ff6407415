/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import io.github.camelclaude.backend.Backend;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * What a call is about.
 *
 * @param <A> what a backend answers
 * @param <R> what becomes of it
 */
interface Errand<A, R> {

    /** What is done, as in {@link Place.Inability}. */
    default String operation() {
        return "messages";
    }

    /** What it will take of a place's limits. */
    Draw draw(Place place);

    /** The part that the prompt cache has in it; null if it has none. */
    default CacheCourse course() {
        return null;
    }

    /** Runs once, right before the first attempt; what it throws is what the call fails with. */
    default void beforehand() {}

    /** Makes an attempt that may take so long. */
    CompletionStage<A> send(Backend backend, Duration left);

    /** Settles an answer and makes a result of it. */
    R arrived(A answer, Leg leg);

    /** An answer is not wanted any more. */
    default void unwanted(R result) {}
}
