/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.limit;

/**
 * What one group may use per minute; {@link #UNLIMITED} where nothing is configured.
 *
 * @param requests requests per minute
 * @param inputTokens uncached input tokens per minute
 * @param outputTokens output tokens per minute
 * @param tokens input and output tokens together per minute
 * @param concurrency requests at the same time
 */
public record Limits(long requests, long inputTokens, long outputTokens, long tokens, long concurrency) {

    public static final long UNLIMITED = -1;
    public static final Limits NONE = new Limits(UNLIMITED, UNLIMITED, UNLIMITED, UNLIMITED, UNLIMITED);

    public Limits {
        check("requests", requests);
        check("inputTokens", inputTokens);
        check("outputTokens", outputTokens);
        check("tokens", tokens);
        check("concurrency", concurrency);
    }

    /** The three limits that every model class of the Messages API has. */
    public static Limits perMinute(long requests, long inputTokens, long outputTokens) {
        return new Limits(requests, inputTokens, outputTokens, UNLIMITED, UNLIMITED);
    }

    public long of(Dimension dimension) {
        return switch (dimension) {
            case REQUESTS -> requests;
            case INPUT_TOKENS -> inputTokens;
            case OUTPUT_TOKENS -> outputTokens;
            case TOKENS -> tokens;
            case CONCURRENCY -> concurrency;
            case ACCELERATION -> UNLIMITED;
        };
    }

    public Limits with(Dimension dimension, long value) {
        return switch (dimension) {
            case REQUESTS -> new Limits(value, inputTokens, outputTokens, tokens, concurrency);
            case INPUT_TOKENS -> new Limits(requests, value, outputTokens, tokens, concurrency);
            case OUTPUT_TOKENS -> new Limits(requests, inputTokens, value, tokens, concurrency);
            case TOKENS -> new Limits(requests, inputTokens, outputTokens, value, concurrency);
            case CONCURRENCY -> new Limits(requests, inputTokens, outputTokens, tokens, value);
            case ACCELERATION -> throw new IllegalArgumentException("Acceleration is a rule, not a number per minute");
        };
    }

    private static void check(String name, long value) {
        if (value != UNLIMITED && (value < 0 || value > Bucket.MOST_PER_MINUTE)) {
            throw new IllegalArgumentException("Limit %s is %,d; it must be from 0 to %,d, or %d for unlimited"
                    .formatted(name, value, Bucket.MOST_PER_MINUTE, UNLIMITED));
        }
    }
}
