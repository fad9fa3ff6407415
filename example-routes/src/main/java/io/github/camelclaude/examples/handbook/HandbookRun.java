/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.handbook;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.ClaudeEndpoint;
import io.github.camelclaude.examples.run.ExampleFolder;
import io.github.camelclaude.examples.run.RunDirectory;
import io.github.camelclaude.examples.run.RunningCamel;
import io.github.camelclaude.examples.run.WhoAnswers;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.file.FileEndpoint;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeCompletedEvent;
import org.apache.camel.spi.CamelEvent.ExchangeFailedEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSentEvent;
import org.apache.camel.support.EventNotifierSupport;

/** One run of the routes in a Camel of its own, over the questions that lie in the inbox. */
final class HandbookRun {

    static final ExampleFolder EXAMPLE = new ExampleFolder("handbook");
    /** The folders of a run besides its inbox. */
    static final List<String> FOLDERS = List.of("done", "failed", "answers", "rejects");

    /**
     * What a run has come to.
     *
     * @param calls      how many were made; whoever asked the same again needed none
     * @param uncached   input tokens that were neither read from the prompt cache nor written to it
     * @param usd        what was paid
     * @param saved      what would have been paid beyond that without the cache
     */
    record Outcome(
            long answers,
            long rejects,
            long calls,
            long cacheRead,
            long cacheWritten,
            long uncached,
            BigDecimal usd,
            BigDecimal saved) {

        /** All input tokens. */
        long prompt() {
            return cacheRead + cacheWritten + uncached;
        }
    }

    private final RunDirectory directory;
    private final WhoAnswers whoAnswers;

    HandbookRun(RunDirectory directory, WhoAnswers whoAnswers) {
        this.directory = directory;
        this.whoAnswers = whoAnswers;
    }

    /**
     * Runs until each question has ended.
     *
     * @param settings properties that beat the example's own
     * @throws IllegalStateException if the file itself can't be worked on; it lies in failed then
     */
    Outcome run(Map<String, String> settings) throws InterruptedException {
        Map<String, String> overrides = new HashMap<>(settings);
        overrides.put("handbook.directory", directory.root().toString());
        overrides.putAll(whoAnswers.overrides());
        Report report = new Report();
        try {
            RunningCamel.of(EXAMPLE, overrides).bind("report", report).runUntil(report.fileDone);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "The questions could not be worked on and lie in " + directory.folder("failed") + ": "
                            + e.getCause().getMessage(),
                    e.getCause());
        }
        return report.outcome();
    }

    /** Watches a run from outside. The routes know nothing of it. */
    private static final class Report extends EventNotifierSupport {

        private final CompletableFuture<Void> fileDone = new CompletableFuture<>();
        private long answers;
        private long rejects;
        private long calls;
        private long cacheRead;
        private long cacheWritten;
        private long uncached;
        private BigDecimal usd = BigDecimal.ZERO;
        private BigDecimal saved = BigDecimal.ZERO;

        @Override
        public void notify(CamelEvent event) {
            if (event instanceof ExchangeSentEvent sent && sent.getEndpoint() instanceof ClaudeEndpoint) {
                called(sent.getExchange());
            } else if (event instanceof ExchangeSentEvent sent && sent.getEndpoint() instanceof FileEndpoint written) {
                ended(written.getFile().getName());
            } else if (event instanceof ExchangeCompletedEvent completed && isTheFile(completed.getExchange())) {
                fileDone.complete(null);
            } else if (event instanceof ExchangeFailedEvent failed && isTheFile(failed.getExchange())) {
                fileDone.completeExceptionally(failed.getExchange().getException());
            }
        }

        private static boolean isTheFile(Exchange exchange) {
            return "questions".equals(exchange.getFromRouteId()) && exchange.getProperty(Exchange.SPLIT_INDEX) == null;
        }

        private synchronized void called(Exchange exchange) {
            Message message = exchange.getMessage();
            if (message.getHeader(ClaudeConstants.MESSAGE_ID) == null) {
                return;
            }
            calls++;
            long read = number(message, ClaudeConstants.CACHE_READ_TOKENS);
            long written = number(message, ClaudeConstants.CACHE_WRITE_TOKENS);
            cacheRead += read;
            cacheWritten += written;
            uncached += number(message, ClaudeConstants.INPUT_TOKENS);
            usd = usd.add(message.getHeader(ClaudeConstants.COST, BigDecimal.ZERO, BigDecimal.class));
            saved = saved.add(message.getHeader(ClaudeConstants.CACHE_SAVED, BigDecimal.ZERO, BigDecimal.class));
        }

        private static long number(Message message, String header) {
            return message.getHeader(header, 0L, Long.class);
        }

        private synchronized void ended(String folder) {
            if ("answers".equals(folder)) {
                answers++;
            } else {
                rejects++;
            }
        }

        synchronized Outcome outcome() {
            return new Outcome(answers, rejects, calls, cacheRead, cacheWritten, uncached, usd, saved);
        }
    }
}
