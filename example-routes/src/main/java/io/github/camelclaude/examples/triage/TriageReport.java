/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.triage;

import io.github.camelclaude.ClaudeConstants;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.FileEndpoint;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeCompletedEvent;
import org.apache.camel.spi.CamelEvent.ExchangeFailedEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSentEvent;
import org.apache.camel.support.EventNotifierSupport;

/** Watches a run from outside: what was written where, and when the file is done. The route knows nothing of it. */
final class TriageReport extends EventNotifierSupport {

    private final Runnable onRow;
    private final CompletableFuture<Void> fileDone = new CompletableFuture<>();
    private final Map<String, Long> rejects = new TreeMap<>();
    private long answers;
    private long inputTokens;
    private long outputTokens;
    private BigDecimal cost = BigDecimal.ZERO;

    /** @param onRow called each time a row has ended */
    TriageReport(Runnable onRow) {
        this.onRow = onRow;
    }

    @Override
    public void notify(CamelEvent event) {
        if (event instanceof ExchangeSentEvent sent && sent.getEndpoint() instanceof FileEndpoint written) {
            rowEnded(written.getFile().getName(), sent.getExchange());
        } else if (event instanceof ExchangeCompletedEvent completed && isTheFile(completed.getExchange())) {
            fileDone.complete(null);
        } else if (event instanceof ExchangeFailedEvent failed && isTheFile(failed.getExchange())) {
            fileDone.completeExceptionally(failed.getExchange().getException());
        }
    }

    private static boolean isTheFile(Exchange exchange) {
        return "file-triage".equals(exchange.getFromRouteId()) && exchange.getProperty(Exchange.SPLIT_INDEX) == null;
    }

    private void rowEnded(String folder, Exchange exchange) {
        if (exchange.getException() != null) {
            return;
        }
        synchronized (this) {
            if ("answers".equals(folder)) {
                answers++;
            } else {
                String errorClass = exchange.getProperty(ClaudeConstants.ERROR_CLASS, "invalid", String.class);
                rejects.merge(errorClass, 1L, Long::sum);
            }
            inputTokens += exchange.getMessage().getHeader(ClaudeConstants.INPUT_TOKENS, 0L, Long.class);
            outputTokens += exchange.getMessage().getHeader(ClaudeConstants.OUTPUT_TOKENS, 0L, Long.class);
            cost = cost.add(exchange.getMessage().getHeader(ClaudeConstants.COST, BigDecimal.ZERO, BigDecimal.class));
        }
        onRow.run();
    }

    /** Completes when all rows of the file have ended, or exceptionally if the file could not be read. */
    CompletableFuture<Void> fileDone() {
        return fileDone;
    }

    synchronized TriageResult result() {
        return new TriageResult(answers, Map.copyOf(rejects), inputTokens, outputTokens, cost);
    }
}
