/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import io.github.camelclaude.batch.ledger.LedgerException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets a {@link Dispatch} work as long as something is due, then looks again in a moment. A thread of its own, for it waits. */
final class DispatchLoop {

    private static final Logger LOG = LoggerFactory.getLogger(DispatchLoop.class);
    private static final long PAUSE_MILLIS = 500;
    private static final Duration BETWEEN_CLEANINGS = Duration.ofHours(1);
    private static final long LONGEST_STOP_MILLIS = 10_000;

    private final CamelContext context;
    private final Object owner;
    private final Supplier<BatchStore> store;
    private final Function<BatchStore, Dispatch> dispatch;
    private final Housekeeping housekeeping;
    private ScheduledExecutorService thread;
    private volatile boolean stopping;
    private Instant cleanedAt = Instant.EPOCH;

    DispatchLoop(
            CamelContext context,
            Object owner,
            Supplier<BatchStore> store,
            Function<BatchStore, Dispatch> dispatch,
            Housekeeping housekeeping) {
        this.context = context;
        this.owner = owner;
        this.store = store;
        this.dispatch = dispatch;
        this.housekeeping = housekeeping;
    }

    synchronized void start() {
        stopping = false;
        Dispatch working = dispatch.apply(store.get());
        thread = context.getExecutorServiceManager().newScheduledThreadPool(owner, "ClaudeBatch", 1);
        thread.scheduleWithFixedDelay(() -> work(working), 0, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void work(Dispatch working) {
        try {
            while (!stopping && working.step()) {
                // One after the other.
            }
            if (!stopping
                    && cleanedAt.plus(BETWEEN_CLEANINGS).isBefore(store.get().now())) {
                cleanedAt = store.get().now();
                housekeeping.clean(store.get());
            }
        } catch (LedgerException e) {
            LOG.warn("The batch ledger can't be reached; it is tried again: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("Work on batches failed; it is tried again", e);
        }
    }

    /** What is under way may end; a submission that is being sent would otherwise have to be looked for. */
    synchronized void stop() {
        stopping = true;
        if (thread != null) {
            context.getExecutorServiceManager().shutdownGraceful(thread, LONGEST_STOP_MILLIS);
            thread = null;
        }
    }
}
