/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.tokens;

/**
 * What a message used, in tokens.
 *
 * @param input input after the last cache mark
 * @param cacheWrite5m input written to the cache for five minutes
 * @param cacheWrite1h input written to the cache for an hour
 * @param cacheRead input read from the cache
 * @param output output, thinking included
 * @param thinking the part of the output that is thinking
 */
public record Usage(long input, long cacheWrite5m, long cacheWrite1h, long cacheRead, long output, long thinking) {

    public static final Usage NONE = new Usage(0, 0, 0, 0, 0, 0);

    public static Usage uncached(long input, long output) {
        return new Usage(input, 0, 0, 0, output, 0);
    }

    public long cacheWrites() {
        return cacheWrite5m + cacheWrite1h;
    }

    /** All input, however it is billed. */
    public long prompt() {
        return input + cacheWrites() + cacheRead;
    }

    /** What the input rate limit sees: cache reads are free. */
    public long limitedInput() {
        return input + cacheWrites();
    }

    public Usage withOutput(long newOutput, long newThinking) {
        return new Usage(input, cacheWrite5m, cacheWrite1h, cacheRead, newOutput, newThinking);
    }

    public Usage plus(Usage other) {
        return new Usage(
                input + other.input,
                cacheWrite5m + other.cacheWrite5m,
                cacheWrite1h + other.cacheWrite1h,
                cacheRead + other.cacheRead,
                output + other.output,
                thinking + other.thinking);
    }
}
