/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Comparator;
import java.util.List;

/**
 * One model of the catalog.
 *
 * @param id              the name the API knows it by
 * @param current         whether it belongs to the newest of its family; the others are served, but legacy
 * @param contextTokens   prompt and answer together, in tokens
 * @param maxOutputTokens the longest answer, in tokens
 * @param minimumCacheTokens a shorter prompt is not cached, in tokens; 0 if not known
 * @param prices          the basic price first, then those for longer prompts
 * @param uncertain       what about this entry could not be confirmed
 */
public record ClaudeModel(
        @JsonProperty(required = true) String id,
        boolean current,
        long contextTokens,
        long maxOutputTokens,
        long minimumCacheTokens,
        @JsonProperty(required = true) List<Price> prices,
        List<String> uncertain) {

    /** Source: the price list of the service, as of the catalog's date. */
    private static final BigDecimal BATCH = new BigDecimal("0.5");

    public ClaudeModel {
        prices = prices.stream()
                .sorted(Comparator.comparingLong(Price::aboveInputTokens).reversed())
                .toList();
        uncertain = uncertain == null ? List.of() : List.copyOf(uncertain);
    }

    /** What a call with this usage costs in USD at the standard tier, exact. */
    public BigDecimal cost(TokenUsage usage) {
        Price price = prices.stream()
                .filter(p -> usage.promptLength() > p.aboveInputTokens() || p.aboveInputTokens() == 0)
                .findFirst()
                .orElseThrow();
        return price.of(usage);
    }

    /** The same in a batch: half of it. */
    public BigDecimal batchCost(TokenUsage usage) {
        return cost(usage).multiply(BATCH);
    }

    /** What a batch saved that cost so much: what the same would have cost more, call by call. */
    public static BigDecimal savedByBatch(BigDecimal batchCost) {
        return batchCost.multiply(BigDecimal.ONE.subtract(BATCH)).divide(BATCH, MathContext.DECIMAL64);
    }
}
