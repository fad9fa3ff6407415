/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.catalog;

import io.github.camelclaude.simulator.tokens.Usage;
import java.math.BigDecimal;

/**
 * US dollars per million tokens.
 *
 * @param input uncached input
 * @param output output, thinking included
 * @param cacheWrite5m input written to the cache for five minutes
 * @param cacheWrite1h input written to the cache for an hour
 * @param cacheRead input read from the cache
 */
public record Price(
        BigDecimal input, BigDecimal output, BigDecimal cacheWrite5m, BigDecimal cacheWrite1h, BigDecimal cacheRead) {

    public Cost of(Usage usage) {
        return Cost.ofTokens(usage.input(), input)
                .plus(Cost.ofTokens(usage.output(), output))
                .plus(Cost.ofTokens(usage.cacheWrite5m(), cacheWrite5m))
                .plus(Cost.ofTokens(usage.cacheWrite1h(), cacheWrite1h))
                .plus(Cost.ofTokens(usage.cacheRead(), cacheRead));
    }
}
