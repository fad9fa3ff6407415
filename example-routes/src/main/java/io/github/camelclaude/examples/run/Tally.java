/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.run;

import io.github.camelclaude.ClaudeConstants;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;

/** Counts what ends, with what it used. Safe for many threads. */
public final class Tally {

    private final Map<String, Long> rejects = new TreeMap<>();
    private long answers;
    private long inputTokens;
    private long outputTokens;
    private BigDecimal cost = BigDecimal.ZERO;

    /** An exchange has ended with an answer. */
    public synchronized void answered(Exchange exchange) {
        answers++;
        used(exchange);
    }

    /** An exchange has ended without one. */
    public synchronized void rejected(Exchange exchange) {
        String errorClass = exchange.getProperty(ClaudeConstants.ERROR_CLASS, "invalid", String.class);
        rejects.merge(errorClass, 1L, Long::sum);
        used(exchange);
    }

    private void used(Exchange exchange) {
        inputTokens += exchange.getMessage().getHeader(ClaudeConstants.INPUT_TOKENS, 0L, Long.class);
        outputTokens += exchange.getMessage().getHeader(ClaudeConstants.OUTPUT_TOKENS, 0L, Long.class);
        cost = cost.add(exchange.getMessage().getHeader(ClaudeConstants.COST, BigDecimal.ZERO, BigDecimal.class));
    }

    public synchronized RunResult result() {
        return new RunResult(answers, Map.copyOf(rejects), inputTokens, outputTokens, cost);
    }
}
