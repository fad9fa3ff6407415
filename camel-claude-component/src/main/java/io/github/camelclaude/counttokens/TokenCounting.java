/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.counttokens;

import io.github.camelclaude.backend.ClaudeRequest;
import io.github.camelclaude.backend.TokenCount;
import io.github.camelclaude.resilience.ClaudeException;
import io.github.camelclaude.resilience.ClaudeRefusedException;
import io.github.camelclaude.resilience.ClaudeTransportException;
import io.github.camelclaude.resilience.ErrorClass;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import org.apache.camel.CamelContext;

/**
 * Counts tokens for all endpoints of a component. A prompt whose count is remembered is not sent. Of the others
 * {@link #AT_ONCE} are at the service at once, so that a burst of prompts does not become a burst of calls, and the rest
 * waits without a thread. Whatever waits, for the cache or for its turn, is one of at most {@link #MOST}; one more is
 * refused.
 *
 * <p>The cache may be slow, since nodes may share it: it is only touched on threads of our own, and a remembered count
 * never waits behind calls. Each count ends once: with a number, by its time-out, or by {@link #close}.
 */
public final class TokenCounting implements AutoCloseable {

    static final int AT_ONCE = 8;
    static final int MOST = 1_000;

    private final RememberedCounts remembered;
    private final Executor own;
    private final Executor workers;
    private final Turns turns;
    private final AtomicInteger accepted = new AtomicInteger();
    private final Set<Counting> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    TokenCounting(RememberedCounts remembered, Executor own, Executor workers) {
        this.remembered = remembered;
        this.own = orElse(own, task -> {});
        this.workers = orElse(workers, Runnable::run);
        this.turns = new Turns(AT_ONCE, this.own);
    }

    /**
     * Gets ready to count.
     *
     * @param cache   the user's cache for counts, or null for one of our own
     * @param entries how many counts one of our own may hold; 0 to remember nothing
     * @param own     a few threads that may wait for the cache
     * @param workers routes go on here
     * @throws IllegalArgumentException if the user's cache is not one for texts
     */
    public static TokenCounting open(
            CamelContext context, Cache<String, String> cache, int entries, Executor own, Executor workers) {
        return new TokenCounting(RememberedCounts.open(context, cache, entries), own, workers);
    }

    /** Asks the service. */
    public interface Asking {

        /** @param left how long it may take */
        CompletionStage<TokenCount> ask(ClaudeRequest request, Duration left);
    }

    /**
     * Counts the input tokens of a request.
     *
     * @param asking  is asked for what is not remembered
     * @param place   where is counted
     * @param timeout the longest time it may take, all waiting included; positive
     * @return the count, on a thread on which a route may go on, or a {@link ClaudeException}
     * @throws ClaudeRefusedException if too much waits already
     */
    public CompletionStage<TokenCount> count(Asking asking, String place, ClaudeRequest request, Duration timeout) {
        if (accepted.incrementAndGet() > MOST) {
            accepted.decrementAndGet();
            throw new ClaudeRefusedException(
                    ErrorClass.QUEUE_FULL,
                    MOST + " prompts wait for their tokens to be counted. Nothing was sent; try again later");
        }
        Counting counting = new Counting(asking, place, request, timeout);
        open.add(counting);
        counting.result.orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS).whenComplete((count, failure) -> {
            open.remove(counting);
            accepted.decrementAndGet();
            turns.forget(counting);
        });
        own.execute(counting::lookUp);
        if (closed) {
            counting.stop();
        }
        return counting.result.handleAsync(TokenCounting::typed, workers);
    }

    private static TokenCount typed(TokenCount count, Throwable failure) {
        if (failure == null) {
            return count;
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof ClaudeException known) {
            throw known;
        }
        if (cause instanceof TimeoutException) {
            throw new ClaudeTransportException(
                    ErrorClass.TIMEOUT,
                    "The tokens were not counted in time. Raise callTimeout, or count fewer prompts at once, if this"
                            + " happens often",
                    cause);
        }
        throw new CompletionException(cause);
    }

    private static Executor orElse(Executor executor, Executor whenShutDown) {
        return task -> {
            try {
                executor.execute(task);
            } catch (RejectedExecutionException e) {
                whenShutDown.execute(task);
            }
        };
    }

    /** Ends what is under way, with a failure, and lets go of a cache of our own. */
    @Override
    public void close() {
        closed = true;
        open.forEach(Counting::stop);
        remembered.close();
    }

    /** One prompt on its way; as a {@link Runnable}, its turn to be sent. */
    private final class Counting implements Runnable {

        private final CompletableFuture<TokenCount> result = new CompletableFuture<>();
        private final Asking asking;
        private final String place;
        private final ClaudeRequest request;
        private final long deadline;
        private String key;

        private Counting(Asking asking, String place, ClaudeRequest request, Duration timeout) {
            this.asking = asking;
            this.place = place;
            this.request = request;
            this.deadline = System.nanoTime() + timeout.toNanos();
        }

        private void lookUp() {
            try {
                key = remembered.key(place, request);
                remembered.find(key).ifPresentOrElse(result::complete, () -> turns.take(this));
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        }

        @Override
        public void run() {
            Duration left = Duration.ofNanos(deadline - System.nanoTime());
            if (result.isDone() || left.toMillis() < 1) {
                turns.pass();
                return;
            }
            CompletableFuture<TokenCount> call;
            try {
                call = asking.ask(request, left).toCompletableFuture();
            } catch (RuntimeException e) {
                call = CompletableFuture.failedFuture(e);
            }
            end(call);
        }

        private void end(CompletableFuture<TokenCount> call) {
            result.whenComplete((count, failure) -> call.cancel(true));
            call.whenComplete((count, failure) -> {
                turns.pass();
                if (failure != null) {
                    result.completeExceptionally(failure);
                } else {
                    own.execute(() -> remember(count));
                }
            });
        }

        /** First kept, then told: whoever asks again after the answer finds it. */
        private void remember(TokenCount count) {
            remembered.keep(key, count);
            result.complete(count);
        }

        private void stop() {
            result.completeExceptionally(new ClaudeTransportException(
                    ErrorClass.NETWORK, "The tokens were not counted: the component has stopped", null));
        }
    }
}
