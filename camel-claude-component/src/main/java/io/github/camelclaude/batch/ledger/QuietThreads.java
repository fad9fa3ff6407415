/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch.ledger;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Threads that nobody interrupts, for a database that breaks if one is interrupted in the midst of a commit. Whoever waits for
 * them is not kept from it by an interrupt either, and finds it when that is done.
 */
final class QuietThreads {

    private static final long IDLE_SECONDS = 5;

    private final Executor executor;

    private QuietThreads(Executor executor) {
        this.executor = executor;
    }

    /** What is done there. */
    @FunctionalInterface
    interface SqlCall<T> {
        T call() throws SQLException;
    }

    /** What is done there and gives nothing back. */
    @FunctionalInterface
    interface SqlStep {
        void run() throws SQLException;
    }

    /** As many as there are callers at once, ended by themselves: what is under way is finished after a close, too. */
    static QuietThreads own() {
        return new QuietThreads(new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
                    Thread thread = new Thread(work, "claude-ledger");
                    thread.setDaemon(true);
                    return thread;
                }));
    }

    /** The caller's own, where the database takes no harm. */
    static QuietThreads none() {
        return new QuietThreads(Runnable::run);
    }

    <T> T call(SqlCall<T> call) throws SQLException {
        CompletableFuture<T> done = new CompletableFuture<>();
        executor.execute(() -> {
            try {
                done.complete(call.call());
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        try {
            return done.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof SQLException cause) {
                throw cause;
            }
            if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw (RuntimeException) e.getCause();
        }
    }

    void run(SqlStep step) throws SQLException {
        call(() -> {
            step.run();
            return null;
        });
    }
}
