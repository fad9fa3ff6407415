/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import io.github.camelclaude.backend.Backend;
import io.github.camelclaude.backend.BackendAnswer;
import io.github.camelclaude.backend.BackendStream;
import io.github.camelclaude.backend.ClaudeRequest;
import io.github.camelclaude.backend.StreamEvent;
import io.github.camelclaude.backend.WholeAnswer;
import io.github.camelclaude.rate.Timeline;
import io.github.camelclaude.resilience.ClaudeException;
import io.github.camelclaude.resilience.ClaudeServerException;
import io.github.camelclaude.resilience.ClaudeTransportException;
import io.github.camelclaude.resilience.ErrorClass;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Makes a call whose caller waits for the whole answer, and others for its beginning: as a stream that is read to its end here.
 * Reading keeps a thread, so only a few calls are made so at a time; any other is made as usual.
 */
final class EarlyAnswer {

    private final Admission admission;
    private final Executor readers;
    private final Semaphore places;

    /**
     * @param readers as many threads as there are places, to be blocked
     * @param places  how many are read at once
     */
    EarlyAnswer(Admission admission, Executor readers, int places) {
        this.admission = admission;
        this.readers = readers;
        this.places = new Semaphore(places);
    }

    /** Writing a prefix only, with no answer, can't be streamed. Source: the documentation of prompt caching, as of 2026-11. */
    private static boolean canStream(ClaudeRequest request) {
        return request.body().get("max_tokens") instanceof Number most && most.longValue() > 0;
    }

    /**
     * @param left how long it may take, the last byte of the answer included
     * @param seen is shown each event when it comes
     */
    CompletableFuture<BackendAnswer> send(
            Backend backend, ClaudeRequest request, Duration left, Consumer<StreamEvent> seen) {
        if (!canStream(request) || !places.tryAcquire()) {
            return backend.send(request, left).toCompletableFuture();
        }
        long deadline = admission.timeline().now() + left.toNanos();
        CompletableFuture<BackendAnswer> result = new CompletableFuture<>();
        result.whenComplete((answer, failure) -> places.release());
        CompletableFuture<BackendStream> opening;
        try {
            opening = backend.stream(request, left).toCompletableFuture();
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
            return result;
        }
        result.whenComplete((answer, failure) -> {
            if (result.isCancelled()) {
                opening.cancel(true);
            }
        });
        opening.whenComplete((stream, failure) -> {
            if (failure != null) {
                result.completeExceptionally(
                        failure instanceof CompletionException && failure.getCause() != null
                                ? failure.getCause()
                                : failure);
            } else {
                read(stream, deadline, seen, result);
            }
        });
        return result;
    }

    private void read(
            BackendStream stream, long deadline, Consumer<StreamEvent> seen, CompletableFuture<BackendAnswer> result) {
        Timeline.Alarm alarm = admission
                .timeline()
                .at(
                        deadline,
                        () -> admission
                                .starting()
                                .execute(() -> result.completeExceptionally(new ClaudeTransportException(
                                        ErrorClass.TIMEOUT,
                                        "The answer was not complete in time; the service may have done the work. Raise callTimeout or"
                                                + " lower maxTokens if this happens often",
                                        null))));
        result.whenComplete((answer, failure) -> {
            alarm.cancel();
            stream.close();
        });
        try {
            readers.execute(() -> {
                BackendAnswer answer;
                try {
                    answer = WholeAnswer.of(stream, seen);
                } catch (ClaudeException e) {
                    admission.starting().execute(() -> result.completeExceptionally(e));
                    return;
                } catch (RuntimeException e) {
                    admission
                            .starting()
                            .execute(() -> result.completeExceptionally(new ClaudeServerException(
                                    "The answer is not one that can be put together: " + e.getMessage(), null)));
                    return;
                }
                admission.starting().execute(() -> result.complete(answer));
            });
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(Refusals.stopped());
        }
    }
}
