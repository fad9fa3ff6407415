/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import io.github.camelclaude.rate.Cost;

/** Knows everything before. */
final class ExactEstimates implements Estimates {

    private static final int MAX_TOKENS = 4096;

    @Override
    public Cost of(Call call) {
        return new Cost(call.input(), 0, 0, call.output(), Math.max(MAX_TOKENS, call.output()), 0);
    }

    @Override
    public void settled(Call call, long input, long output) {}
}
