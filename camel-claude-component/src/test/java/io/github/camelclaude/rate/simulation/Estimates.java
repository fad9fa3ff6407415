/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import io.github.camelclaude.rate.Cost;

/** What a client believes a call to cost before it is made. */
interface Estimates {

    Cost of(Call call);

    /** Whether that rests on hardly anything yet. */
    default boolean areGuesses() {
        return false;
    }

    /** What a call cost in the end. */
    void settled(Call call, long input, long output);
}
