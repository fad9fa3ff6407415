/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.invoices;

import io.github.camelclaude.examples.run.ExampleFolder;
import io.github.camelclaude.examples.run.RunDirectory;
import io.github.camelclaude.examples.run.RunResult;
import io.github.camelclaude.examples.run.RunningCamel;
import io.github.camelclaude.examples.run.Tally;
import io.github.camelclaude.examples.run.WhoAnswers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeCompletedEvent;
import org.apache.camel.spi.CamelEvent.ExchangeFailedEvent;
import org.apache.camel.support.EventNotifierSupport;

/** One run of the route in a Camel of its own, over the invoices that lie in the inbox. */
final class InvoiceRun {

    static final ExampleFolder EXAMPLE = new ExampleFolder("extract-invoices");
    /** The folders of a run besides its inbox. */
    static final List<String> FOLDERS = List.of("done", "answers", "dead-letter", "failed");

    private final RunDirectory directory;
    private final WhoAnswers whoAnswers;

    InvoiceRun(RunDirectory directory, WhoAnswers whoAnswers) {
        this.directory = directory;
        this.whoAnswers = whoAnswers;
    }

    /**
     * Runs until each invoice has ended.
     *
     * @param invoices how many lie in the inbox
     * @param settings properties that beat the example's own
     * @throws IllegalStateException if something could not be written; the invoices in question lie in failed
     */
    RunResult run(long invoices, Map<String, String> settings) throws InterruptedException {
        Map<String, String> overrides = new HashMap<>(settings);
        overrides.put("invoices.directory", directory.root().toString());
        overrides.putAll(whoAnswers.overrides());
        Report report = new Report(invoices);
        try {
            RunningCamel.of(EXAMPLE, overrides).bind("report", report).runUntil(report.done);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "Some invoices could not be worked on and lie in " + directory.folder("failed") + ": "
                            + e.getCause().getMessage(),
                    e.getCause());
        }
        return report.tally.result();
    }

    /** Watches a run from outside: which invoices have ended where. The route knows nothing of it. */
    private static final class Report extends EventNotifierSupport {

        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private final Tally tally = new Tally();
        private final AtomicLong open;
        private volatile Exception failure;

        private Report(long invoices) {
            open = new AtomicLong(invoices);
        }

        @Override
        public void notify(CamelEvent event) {
            if (event instanceof ExchangeCompletedEvent completed) {
                ended(completed.getExchange());
            } else if (event instanceof ExchangeFailedEvent failed) {
                ended(failed.getExchange());
            }
        }

        private void ended(Exchange exchange) {
            if (exchange.getException() != null) {
                failure = exchange.getException();
            } else if ("done".equals(exchange.getProperty("folder"))) {
                tally.answered(exchange);
            } else {
                tally.rejected(exchange);
            }
            if (open.decrementAndGet() == 0) {
                if (failure == null) {
                    done.complete(null);
                } else {
                    done.completeExceptionally(failure);
                }
            }
        }
    }
}
