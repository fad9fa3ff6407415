/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.catalog;

/**
 * What a call used, in tokens, in the five kinds that have a price of their own. The input of the whole prompt is the sum
 * of all but {@code output}.
 *
 * @param input        uncached input: what came after the last cache mark
 * @param cacheRead    input read from the prompt cache
 * @param cacheWrite5m input written to the prompt cache for five minutes
 * @param cacheWrite1h input written to the prompt cache for one hour
 * @param output       output, thinking included
 */
public record TokenUsage(long input, long cacheRead, long cacheWrite5m, long cacheWrite1h, long output) {

    /** A call without caching. */
    public static TokenUsage of(long input, long output) {
        return new TokenUsage(input, 0, 0, 0, output);
    }

    public long cacheWrite() {
        return cacheWrite5m + cacheWrite1h;
    }

    /** The length of the whole prompt. */
    public long promptLength() {
        return input + cacheRead + cacheWrite();
    }
}
