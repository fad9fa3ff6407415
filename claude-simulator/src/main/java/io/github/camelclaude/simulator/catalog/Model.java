/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.catalog;

import io.github.camelclaude.simulator.tokens.Usage;
import java.time.Instant;
import java.util.List;

/**
 * One model of the catalog.
 *
 * @param id the pinned name
 * @param aliases further names that mean this model
 * @param modelClass the limit bucket that it shares with others
 * @param status {@code active}, {@code legacy} or {@code retired}
 * @param price per million tokens
 * @param longPrompt dearer price for long prompts, or null
 * @param contextTokens most tokens of input and output together
 * @param maxOutputTokens most tokens of one answer
 * @param minCacheTokens shortest prefix that can be cached
 * @param rules what the model accepts in a request
 * @param uncertain names of the fields that are assumed, not documented
 */
public record Model(
        String id,
        List<String> aliases,
        String modelClass,
        String displayName,
        Instant createdAt,
        String status,
        Price price,
        LongPrompt longPrompt,
        int contextTokens,
        int maxOutputTokens,
        int minCacheTokens,
        Rules rules,
        List<String> uncertain) {

    public Model {
        aliases = aliases == null ? List.of() : List.copyOf(aliases);
        uncertain = uncertain == null ? List.of() : List.copyOf(uncertain);
    }

    /** Prompts above so many tokens cost another price, the whole request and its output. */
    public record LongPrompt(int aboveTokens, Price price) {}

    /**
     * What the model accepts.
     *
     * @param prefill whether the last turn may be the assistant's
     * @param thinking {@code none}, {@code budget}, {@code adaptive} or {@code both}
     * @param thinkingOff whether thinking can be disabled
     * @param forcedTool whether a tool can be forced
     * @param sampling {@code accepted} or {@code default-only}
     * @param inferenceGeo whether {@code inference_geo} can be chosen
     * @param fast whether it has a fast mode
     * @param dense whether its tokenizer yields about 30 percent more tokens
     * @param systemTurns whether a system turn may stand between others
     */
    public record Rules(
            boolean prefill,
            String thinking,
            boolean thinkingOff,
            boolean forcedTool,
            String sampling,
            boolean inferenceGeo,
            boolean fast,
            boolean dense,
            boolean systemTurns) {}

    public boolean isRetired() {
        return status.equals("retired");
    }

    /**
     * What a usage costs.
     *
     * @param fast in fast mode, at twice the price
     * @param us inference in the US only, a tenth more
     * @param batch in a batch, at half the price
     */
    public Cost costOf(Usage usage, boolean fast, boolean us, boolean batch) {
        Cost cost = priceOfPrompt(usage.prompt()).of(usage);
        return cost.percent(fast ? 200 : 100).percent(us ? 110 : 100).percent(batch ? 50 : 100);
    }

    /** The price that applies to a prompt of so many tokens, cached ones included. */
    public Price priceOfPrompt(long promptTokens) {
        return longPrompt != null && promptTokens > longPrompt.aboveTokens() ? longPrompt.price() : price;
    }
}
