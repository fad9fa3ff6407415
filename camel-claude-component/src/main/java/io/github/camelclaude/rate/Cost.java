/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

/**
 * What one call takes, estimated before or actual after.
 *
 * @param input      input tokens that are neither read from nor written to the prompt cache
 * @param cacheWrite input tokens that are written to the prompt cache
 * @param cacheRead  input tokens that are read from the prompt cache
 * @param output     output tokens: the expected ones before, the written ones after
 * @param maxOutput  {@code max_tokens}: the most that may be written
 * @param microUsd   the price in millionths of a USD
 */
public record Cost(long input, long cacheWrite, long cacheRead, long output, long maxOutput, long microUsd) {

    public Cost {
        if (input < 0 || cacheWrite < 0 || cacheRead < 0 || output < 0 || maxOutput < 0 || microUsd < 0) {
            throw new IllegalArgumentException(
                    "A cost is never negative: input %d, cache write %d, cache read %d, output %d, max output %d, micro-USD %d"
                            .formatted(input, cacheWrite, cacheRead, output, maxOutput, microUsd));
        }
    }

    /** A call without a prompt cache, price not regarded. */
    public static Cost of(long input, long output) {
        return new Cost(input, 0, 0, output, output, 0);
    }

    public Cost withInput(long newInput, long newCacheWrite, long newCacheRead) {
        return new Cost(newInput, newCacheWrite, newCacheRead, output, maxOutput, microUsd);
    }
}
