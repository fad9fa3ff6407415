/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Brings results back to where routes go on. What completes a result is never held up by what a route does with it: routes
 * have their own threads. Cancelling a result cancels what it comes from.
 */
public final class Continuation {

    private final Executor workers;

    /** @param workers routes go on here; if it takes no more, they go on where the result comes from */
    public Continuation(Executor workers) {
        this.workers = task -> {
            try {
                workers.execute(task);
            } catch (RejectedExecutionException e) {
                task.run();
            }
        };
    }

    /** The same result; on a worker unless it is there at once. */
    public <T> CompletableFuture<T> onWorkers(CompletableFuture<T> source) {
        Returning<T> result = new Returning<>();
        result.follow(source);
        source.whenComplete(result::end);
        result.atOnce = false;
        return result;
    }

    /** The same result, always on a worker, however quick it is. */
    <T> CompletableFuture<T> away(CompletableFuture<T> source) {
        Returning<T> result = new Returning<>();
        result.follow(source);
        source.whenComplete(result::endOnWorkers);
        return result;
    }

    private final class Returning<T> extends CompletableFuture<T> {

        private final Thread caller = Thread.currentThread();
        private volatile boolean atOnce = true;

        private void follow(CompletableFuture<?> source) {
            whenComplete((value, failure) -> {
                if (isCancelled()) {
                    source.cancel(true);
                }
            });
        }

        private void end(T value, Throwable failure) {
            if (atOnce && Thread.currentThread() == caller) {
                complete(value, failure);
            } else {
                endOnWorkers(value, failure);
            }
        }

        private void endOnWorkers(T value, Throwable failure) {
            workers.execute(() -> complete(value, failure));
        }

        private void complete(T value, Throwable failure) {
            if (failure == null) {
                complete(value);
            } else {
                completeExceptionally(failure);
            }
        }
    }
}
