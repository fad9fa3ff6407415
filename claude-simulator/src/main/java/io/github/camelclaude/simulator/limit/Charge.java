/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.limit;

/**
 * What a request takes when it is let in. The Messages API takes one request and the uncached input; output follows while
 * it is produced. Services that reserve output beforehand put it into {@code reservedOutput}.
 *
 * @param requests how many requests, normally 1
 * @param inputTokens uncached input tokens including cache writes
 * @param reservedOutput output tokens held from the start, 0 where output is charged as it comes
 * @param freeOfRate input that the rate limits do not see but a combined reservation does, such as cache reads on Bedrock
 */
public record Charge(long requests, long inputTokens, long reservedOutput, long freeOfRate) {

    public Charge {
        if (requests < 0 || inputTokens < 0 || reservedOutput < 0 || freeOfRate < 0) {
            throw new IllegalArgumentException("A charge is never negative: %d requests, %d input, %d output, %d free"
                    .formatted(requests, inputTokens, reservedOutput, freeOfRate));
        }
    }

    public static Charge ofInput(long inputTokens) {
        return new Charge(1, inputTokens, 0, 0);
    }

    long of(Dimension dimension) {
        return switch (dimension) {
            case REQUESTS -> requests;
            case INPUT_TOKENS -> inputTokens;
            case OUTPUT_TOKENS -> reservedOutput;
            case TOKENS -> inputTokens + reservedOutput + freeOfRate;
            case CONCURRENCY -> 1;
            case ACCELERATION -> inputTokens;
        };
    }
}
