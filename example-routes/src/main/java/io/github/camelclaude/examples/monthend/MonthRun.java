/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.monthend;

import io.github.camelclaude.examples.run.ExampleFolder;
import io.github.camelclaude.examples.run.RunDirectory;
import io.github.camelclaude.examples.run.RunningCamel;
import io.github.camelclaude.examples.run.WhoAnswers;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.CamelContextStoppingEvent;
import org.apache.camel.spi.CamelEvent.ExchangeCompletedEvent;
import org.apache.camel.spi.CamelEvent.ExchangeFailedEvent;
import org.apache.camel.support.EventNotifierSupport;

/** One run of the routes in a Camel of its own, over the month that lies in the inbox. */
final class MonthRun {

    static final ExampleFolder EXAMPLE = new ExampleFolder("month-end");
    /** The folders of a run besides its inbox; batches has what a killed run needs to go on. */
    static final List<String> FOLDERS = List.of("done", "failed", "dead-letter", "batches", "batches/spool");

    private static final long LOOK_MILLIS = 200;

    /** Is told how far a run is. */
    interface Watcher {

        /** @param knownBefore whether an earlier run had handed it in */
        void handedIn(long items, long rejected, boolean knownBefore);

        void at(ExpenseTable.Sums sums);
    }

    /**
     * What a month has come to.
     *
     * @param rejected rows that could not be sent
     */
    record Outcome(long rejected, ExpenseTable.Sums sums, List<ExpenseTable.Category> categories) {}

    private final RunDirectory directory;
    private final WhoAnswers whoAnswers;

    MonthRun(RunDirectory directory, WhoAnswers whoAnswers) {
        this.directory = directory;
        this.whoAnswers = whoAnswers;
    }

    /**
     * Runs until each item of a job has come to its end.
     *
     * @throws IllegalStateException if the file can't be handed in; it lies in failed then
     */
    Outcome run(String job, Map<String, String> settings, Watcher watcher) throws InterruptedException, SQLException {
        Map<String, String> overrides = new HashMap<>(settings);
        overrides.put("expenses.directory", directory.root().toString());
        overrides.putAll(whoAnswers.overrides());
        HandIn handIn = new HandIn();
        try (RunningCamel camel =
                RunningCamel.of(EXAMPLE, overrides).bind("handIn", handIn).start()) {
            Map<?, ?> taken = handIn.taken.get();
            long items = number(taken, "items");
            watcher.handedIn(items, number(taken, "rejected"), Boolean.TRUE.equals(taken.get("knownBefore")));
            ExpenseTable table = new ExpenseTable(
                    camel.context().getRegistry().lookupByNameAndType("ledger", DataSource.class), job);
            ExpenseTable.Sums sums = table.sums();
            watcher.at(sums);
            while (sums.ended() < items && !handIn.stopping.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                sums = table.sums();
                watcher.at(sums);
            }
            if (sums.ended() < items) {
                throw new IllegalStateException("Stopped at %,d of %,d; what was handed in goes on at the next start"
                        .formatted(sums.ended(), items));
            }
            return new Outcome(number(taken, "rejected"), sums, table.categories());
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    job + " could not be handed in and lies in " + directory.folder("failed") + ": "
                            + e.getCause().getMessage(),
                    e.getCause());
        }
    }

    private static long number(Map<?, ?> taken, String name) {
        return ((Number) taken.get(name)).longValue();
    }

    /** Watches from outside what becomes of the file, and of Camel. */
    private static final class HandIn extends EventNotifierSupport {

        private final CompletableFuture<Map<?, ?>> taken = new CompletableFuture<>();
        private final CountDownLatch stopping = new CountDownLatch(1);

        @Override
        public void notify(CamelEvent event) {
            if (event instanceof ExchangeCompletedEvent completed && isTheFile(completed.getExchange())) {
                taken.complete(completed.getExchange().getMessage().getBody(Map.class));
            } else if (event instanceof ExchangeFailedEvent failed && isTheFile(failed.getExchange())) {
                taken.completeExceptionally(failed.getExchange().getException());
            } else if (event instanceof CamelContextStoppingEvent) {
                stopping.countDown();
            }
        }

        private static boolean isTheFile(Exchange exchange) {
            return "hand-in".equals(exchange.getFromRouteId());
        }
    }
}
