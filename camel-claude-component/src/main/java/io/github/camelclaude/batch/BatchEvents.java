/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

/** Who wants to know what happens to batches. Called where it happens: quick, and throws nothing. */
public interface BatchEvents {

    BatchEvents NONE = new BatchEvents() {};

    /** @param what which submission or job it is about */
    default void reached(BatchStep step, String what) {}

    /** Nothing goes on with a submission until an operator decides. */
    default void held(String nonce, String reason) {}

    /** A submission is sent again although the first one may have arrived. */
    default void perhapsTwice(String nonce, int items) {}
}
