/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.run;

import io.github.camelclaude.rate.Priority;
import java.math.BigDecimal;
import java.util.Map;

/**
 * What a run has done.
 *
 * @param answers      what was answered
 * @param rejects      what was not, by error class
 * @param inputTokens  uncached input, of what was answered or paid all the same
 * @param outputTokens output
 * @param cost         in USD, by the price list
 * @param waits        how long calls waited for their permits, by priority
 */
public record RunResult(
        long answers,
        Map<String, Long> rejects,
        long inputTokens,
        long outputTokens,
        BigDecimal cost,
        Map<Priority, Waits> waits) {

    public long rejected() {
        return rejects.values().stream().mapToLong(Long::longValue).sum();
    }
}
