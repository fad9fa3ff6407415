/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

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

    /** The second stage's result, once the first has made it; on a worker, however quick it is. */
    <A, B> CompletableFuture<B> of(CompletableFuture<A> first, Function<A, CompletionStage<B>> second) {
        Returning<B> result = new Returning<>();
        result.follow(first);
        first.whenComplete((value, failure) -> {
            if (failure != null) {
                result.end(null, failure);
                return;
            }
            CompletableFuture<B> next = started(second, value);
            result.follow(next);
            next.whenComplete(result::endOnWorkers);
        });
        result.atOnce = false;
        return result;
    }

    private static <A, B> CompletableFuture<B> started(Function<A, CompletionStage<B>> second, A value) {
        try {
            return second.apply(value).toCompletableFuture();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * What becomes of an attempt. Cancelling the result cancels the attempt.
     *
     * @param answered makes the result of what came
     * @param failed   hears of a failure before anybody else, and says what to make of it
     * @param unwanted is given a result that came too late for a cancellation
     */
    static <A, B> CompletableFuture<B> settled(
            CompletionStage<A> attempt,
            Function<A, B> answered,
            UnaryOperator<Throwable> failed,
            Consumer<B> unwanted) {
        CompletableFuture<B> result = new CompletableFuture<>();
        attempt.whenComplete((answer, failure) -> {
            if (failure != null) {
                result.completeExceptionally(failed.apply(failure));
                return;
            }
            try {
                B made = answered.apply(answer);
                if (!result.complete(made)) {
                    unwanted.accept(made);
                }
            } catch (RuntimeException e) {
                result.completeExceptionally(failed.apply(e));
            }
        });
        result.whenComplete((made, failure) -> {
            if (result.isCancelled()) {
                attempt.toCompletableFuture().cancel(true);
            }
        });
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
