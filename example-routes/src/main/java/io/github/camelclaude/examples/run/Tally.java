/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.run;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.rate.Priority;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Exchange;

/** Counts what ends, with what it used. Safe for many threads. */
public final class Tally {

    private final Map<String, Long> rejects = new TreeMap<>();
    private final Map<Priority, Waits.Counter> waits = new EnumMap<>(Priority.class);
    private long answers;
    private long inputTokens;
    private long outputTokens;
    private BigDecimal cost = BigDecimal.ZERO;

    /** An exchange has ended with an answer. */
    public synchronized void answered(Exchange exchange) {
        answers++;
        used(exchange);
        waits.computeIfAbsent(priority(exchange), priority -> new Waits.Counter())
                .add(exchange.getMessage().getHeader(ClaudeConstants.WAIT_MILLIS, 0L, Long.class));
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

    private static Priority priority(Exchange exchange) {
        String label = exchange.getMessage()
                .getHeader(ClaudeConstants.PRIORITY, Priority.NORMAL.label(), String.class)
                .toUpperCase(Locale.ROOT);
        return Priority.valueOf(label);
    }

    public synchronized RunResult result() {
        Map<Priority, Waits> counted = new EnumMap<>(Priority.class);
        waits.forEach((priority, counter) -> counted.put(priority, counter.waits()));
        return new RunResult(answers, Map.copyOf(rejects), inputTokens, outputTokens, cost, counted);
    }
}
