/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.triage;

import io.github.camelclaude.ClaudeComponent;
import io.github.camelclaude.ClaudeEndpoint;
import io.github.camelclaude.examples.run.RunResult;
import io.github.camelclaude.examples.run.Tally;
import io.github.camelclaude.rate.Picture;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.component.file.FileEndpoint;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeCompletedEvent;
import org.apache.camel.spi.CamelEvent.ExchangeFailedEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSendingEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSentEvent;
import org.apache.camel.support.EventNotifierSupport;

/** Watches a run from outside: what was written where, and when the file is done. The route knows nothing of it. */
final class TriageReport extends EventNotifierSupport {

    private final Consumer<Picture> onRow;
    private final CompletableFuture<Void> fileDone = new CompletableFuture<>();
    private final Tally tally = new Tally();
    private final AtomicLong begun = new AtomicLong();
    private volatile long ended;
    private volatile Picture limits;

    /** @param onRow called each time a row has ended, with how the limits stand */
    TriageReport(Consumer<Picture> onRow) {
        this.onRow = onRow;
    }

    @Override
    public void notify(CamelEvent event) {
        if (event instanceof ExchangeSendingEvent sending && sending.getEndpoint() instanceof ClaudeEndpoint) {
            begun.compareAndSet(0, System.nanoTime());
        } else if (event instanceof ExchangeSentEvent sent && sent.getEndpoint() instanceof FileEndpoint written) {
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
        if ("answers".equals(folder)) {
            tally.answered(exchange);
        } else {
            tally.rejected(exchange);
        }
        ended = System.nanoTime();
        limits = exchange.getContext()
                .getComponent("claude", ClaudeComponent.class)
                .limiter()
                .picture();
        onRow.accept(limits);
    }

    /** Completes when all rows of the file have ended, or exceptionally if the file could not be read. */
    CompletableFuture<Void> fileDone() {
        return fileDone;
    }

    RunResult result() {
        return tally.result();
    }

    /** How the limits stood when the last row ended; null if none has. */
    Picture limits() {
        return limits;
    }

    /** From before the first call until after the last answer. */
    Duration working() {
        return Duration.ofNanos(begun.get() == 0 ? 0 : ended - begun.get());
    }
}
