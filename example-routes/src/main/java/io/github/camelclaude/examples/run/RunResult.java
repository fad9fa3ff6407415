/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.triage;

import java.math.BigDecimal;
import java.util.Map;

/**
 * What a run has done.
 *
 * @param answers      rows that were answered
 * @param rejects      rows that were not, by error class
 * @param inputTokens  uncached input, of answered and paid rows
 * @param outputTokens output
 * @param cost         in USD, by the price list
 */
record TriageResult(long answers, Map<String, Long> rejects, long inputTokens, long outputTokens, BigDecimal cost) {

    long rejected() {
        return rejects.values().stream().mapToLong(Long::longValue).sum();
    }
}
