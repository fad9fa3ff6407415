/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.limits;

import java.util.Optional;

/**
 * What decides which limit groups a call draws on.
 *
 * @param model       the model as it is called
 * @param pool        what kind of call it is
 * @param workspace   the workspace of the key, if it is known
 * @param fairnessKey who asks; empty for nobody in particular
 */
public record CallScope(String model, Pool pool, Optional<String> workspace, String fairnessKey) {

    /** Calls of different pools never share buckets. */
    public enum Pool {
        STANDARD,
        /** With {@code speed=fast}. */
        FAST,
        /** Any call to a batch endpoint, whatever the model. */
        BATCH,
        /** Counting tokens, whatever the model. */
        COUNT_TOKENS
    }

    /** A usual call of nobody in particular. */
    public static CallScope of(String model) {
        return new CallScope(model, Pool.STANDARD, Optional.empty(), "");
    }
}
