/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.service;

import io.github.camelclaude.simulator.limit.Dimension;
import io.github.camelclaude.simulator.limit.Limits;

/** Limits as they are written in a file or sent to the control API; what is left out stays as it is. */
public record LimitsForm(Long requests, Long inputTokens, Long outputTokens, Long tokens, Long concurrency) {

    public static final LimitsForm NOTHING = new LimitsForm(null, null, null, null, null);

    /** These limits where they are given, the base's elsewhere. */
    public Limits over(Limits base) {
        Limits limits = base;
        limits = changed(limits, Dimension.REQUESTS, requests);
        limits = changed(limits, Dimension.INPUT_TOKENS, inputTokens);
        limits = changed(limits, Dimension.OUTPUT_TOKENS, outputTokens);
        limits = changed(limits, Dimension.TOKENS, tokens);
        return changed(limits, Dimension.CONCURRENCY, concurrency);
    }

    private static Limits changed(Limits limits, Dimension dimension, Long value) {
        return value == null ? limits : limits.with(dimension, value);
    }
}
