/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;

/**
 * Prices of one model in USD per million tokens.
 *
 * @param aboveInputTokens the price holds for prompts longer than this; 0 for the basic price
 * @param input            uncached input
 * @param output           output
 * @param cacheWrite5m     writing to the cache for five minutes
 * @param cacheWrite1h     writing to the cache for one hour
 * @param cacheRead        reading from the cache
 */
record Price(
        long aboveInputTokens,
        @JsonProperty(required = true) BigDecimal input,
        @JsonProperty(required = true) BigDecimal output,
        @JsonProperty(required = true) BigDecimal cacheWrite5m,
        @JsonProperty(required = true) BigDecimal cacheWrite1h,
        @JsonProperty(required = true) BigDecimal cacheRead) {

    /** The price of a call in USD, exact. */
    BigDecimal of(TokenUsage usage) {
        return times(input, usage.input())
                .add(times(output, usage.output()))
                .add(times(cacheWrite5m, usage.cacheWrite5m()))
                .add(times(cacheWrite1h, usage.cacheWrite1h()))
                .add(times(cacheRead, usage.cacheRead()))
                .movePointLeft(6);
    }

    private static BigDecimal times(BigDecimal price, long tokens) {
        return price.multiply(BigDecimal.valueOf(tokens));
    }
}
