/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.resilience.ClaudeException;
import io.github.camelclaude.resilience.ClaudeRefusedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;

/**
 * How each call of an asynchronous producer ends: the callback exactly once on every path, nothing thrown, and a failure
 * written into the exchange so that a route can react to it without knowing our classes.
 */
public final class CallEnd {

    private CallEnd() {}

    /**
     * Runs a call.
     *
     * @param call starts it; its result ends when the exchange has been written
     * @return what {@code process} has to return
     */
    public static boolean run(Exchange exchange, AsyncCallback callback, Supplier<CompletionStage<?>> call) {
        CompletableFuture<?> started;
        try {
            forgetEarlierCall(exchange);
            started = call.get().toCompletableFuture();
        } catch (RuntimeException e) {
            started = CompletableFuture.failedFuture(e);
        }
        if (started.isDone()) {
            started.whenComplete((written, failure) -> note(exchange, failure));
            callback.done(true);
            return true;
        }
        started.whenComplete((written, failure) -> {
            note(exchange, failure);
            callback.done(false);
        });
        return false;
    }

    private static void note(Exchange exchange, Throwable failure) {
        if (failure != null) {
            fail(exchange, failure);
        }
    }

    private static void forgetEarlierCall(Exchange exchange) {
        AnswerHeaders.clear(exchange.getMessage());
        exchange.removeProperty(ClaudeConstants.ERROR_CATEGORY);
        exchange.removeProperty(ClaudeConstants.ERROR_CLASS);
        exchange.removeProperty(ClaudeConstants.STREAM);
        if (exchange.removeProperty(ClaudeConstants.RETRY_AFTER_MILLIS) != null) {
            exchange.getMessage().removeHeader(Exchange.REDELIVERY_DELAY);
        }
    }

    /** Writes what a failure is, so that a route can tell without knowing our classes. */
    static void describe(Exchange exchange, Throwable failure) {
        if (failure instanceof ClaudeException known) {
            exchange.setProperty(ClaudeConstants.ERROR_CLASS, known.errorClass().label());
            exchange.setProperty(
                    ClaudeConstants.ERROR_CATEGORY,
                    known.errorClass().category().name());
        }
    }

    private static void fail(Exchange exchange, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        exchange.setException(cause);
        describe(exchange, cause);
        if (cause instanceof ClaudeException known) {
            known.retryAfter()
                    .ifPresent(asked -> exchange.setProperty(ClaudeConstants.RETRY_AFTER_MILLIS, asked.toMillis()));
            // A back-off of ours is for the redelivery alone: the service has asked for nothing.
            known.suggestedWait()
                    .or(known::retryAfter)
                    .ifPresent(wait -> exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, wait.toMillis()));
        }
        if (cause instanceof ClaudeRefusedException refused) {
            refused.expectedWait().ifPresent(wait -> quote(exchange, refused, wait.toMillis()));
        }
    }

    /** Whoever tries again should wait for so long; one that came too late should not come again. */
    private static void quote(Exchange exchange, ClaudeRefusedException refused, long millis) {
        if (refused.errorClass().retryable()) {
            askToWait(exchange, millis);
        } else {
            exchange.setProperty(ClaudeConstants.RETRY_AFTER_MILLIS, millis);
        }
    }

    /** The header is how Camel's redelivery is told a delay; it drops the header again before the next attempt. */
    private static void askToWait(Exchange exchange, long millis) {
        exchange.setProperty(ClaudeConstants.RETRY_AFTER_MILLIS, millis);
        exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, millis);
    }
}
