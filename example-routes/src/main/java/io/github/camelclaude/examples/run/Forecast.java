/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.run;

import io.github.camelclaude.catalog.ClaudeModel;
import io.github.camelclaude.catalog.ModelCatalog;
import io.github.camelclaude.catalog.TokenUsage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;

/**
 * What a live run will probably cost.
 *
 * @param calls        at least one
 * @param inputTokens  of all calls together, estimated
 * @param outputTokens of all calls together, estimated
 */
public record Forecast(long calls, long inputTokens, long outputTokens) {

    /** In a line, to be printed before the first call. */
    public String of(String modelId) {
        ModelCatalog catalog = ModelCatalog.load();
        Optional<ClaudeModel> model = catalog.find(modelId);
        // Priced call by call: a price may depend on the length of a prompt.
        String cost = model.map(known -> known.cost(TokenUsage.of(inputTokens / calls, outputTokens / calls))
                        .multiply(BigDecimal.valueOf(calls)))
                .map(total -> "about " + usd(total) + " by the prices of " + catalog.asOf())
                .orElse("unknown, " + modelId + " is not in the price list of " + catalog.asOf());
        return String.format(
                Locale.ROOT,
                "Estimated for %s: %,d input and %,d output tokens; cost %s",
                modelId,
                inputTokens,
                outputTokens,
                cost);
    }

    /** The same for batches. */
    public String inBatches(String modelId) {
        return of(modelId) + "; in batches half of that";
    }

    /** As people write it, to the hundredth of a cent. */
    public static String usd(BigDecimal amount) {
        return "$" + amount.setScale(4, RoundingMode.HALF_UP);
    }
}
