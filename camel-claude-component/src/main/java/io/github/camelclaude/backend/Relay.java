/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;

/**
 * Hands a result on. What derives from a future knows nothing of cancelling it, and who was told first of its end is told
 * last; here cancelling what is handed on cancels the source, and what has to happen first happens first.
 */
public final class Relay {

    private Relay() {}

    /**
     * Hands on the result of the source.
     *
     * @param first   is told of the result before anybody else
     * @param failure turns a failure into the one to hand on
     */
    public static <T> CompletableFuture<T> of(
            CompletionStage<T> source, BiConsumer<T, Throwable> first, UnaryOperator<Throwable> failure) {
        CompletableFuture<T> handedOn = new CompletableFuture<>();
        source.whenComplete((value, cause) -> {
            Throwable said = cause == null ? null : said(failure, cause);
            first.accept(value, said);
            if (said == null) {
                handedOn.complete(value);
            } else {
                handedOn.completeExceptionally(said);
            }
        });
        handedOn.whenComplete((value, cause) -> {
            if (handedOn.isCancelled()) {
                source.toCompletableFuture().cancel(true);
            }
        });
        return handedOn;
    }

    /** Whatever happens, the result ends. */
    private static Throwable said(UnaryOperator<Throwable> failure, Throwable cause) {
        try {
            return failure.apply(cause);
        } catch (RuntimeException e) {
            e.addSuppressed(cause);
            return e;
        }
    }
}
