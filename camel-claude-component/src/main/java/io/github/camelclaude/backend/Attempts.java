/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpRequestBody;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * Carries a cancellation from the caller past the SDK down to the connection. Futures do not cancel what they were derived
 * from, and the SDK hands no handle down, so each attempt gets a number that travels as a header as far as the transport,
 * which takes it off and attaches the exchange to it. In the same way a body gets to the transport that the SDK can't build.
 */
final class Attempts {

    /** Never sent. */
    static final String HEADER = "x-camel-claude-attempt";

    private final AtomicLong numbers = new AtomicLong();
    private final Map<String, Attempt> underWay = new ConcurrentHashMap<>();

    /**
     * Runs an attempt.
     *
     * @param call makes the attempt with the given number in {@link #HEADER}
     * @return the attempt's result; cancelling it cancels the exchange
     */
    <T> CompletableFuture<T> run(Function<String, CompletableFuture<T>> call) {
        String number = Long.toString(numbers.incrementAndGet());
        Attempt attempt = new Attempt();
        underWay.put(number, attempt);
        CompletableFuture<T> result = new CompletableFuture<>();
        CompletableFuture<T> made;
        try {
            made = call.apply(number);
        } catch (RuntimeException e) {
            made = CompletableFuture.failedFuture(e);
        }
        made.whenComplete((value, failure) -> {
            underWay.remove(number);
            if (failure == null) {
                result.complete(value);
            } else {
                result.completeExceptionally(failure);
            }
        });
        result.whenComplete((value, failure) -> {
            if (failure instanceof CancellationException) {
                attempt.cancel();
            }
        });
        return result;
    }

    /** This attempt is to send this body instead of the SDK's. */
    void carry(String number, HttpRequestBody body) {
        Attempt attempt = underWay.get(number);
        if (attempt != null) {
            attempt.body = body;
        }
    }

    /** The request with the body that its attempt carries, if it does. */
    HttpRequest carried(HttpRequest request) {
        return request.headers().values(HEADER).stream()
                .map(underWay::get)
                .filter(attempt -> attempt != null && attempt.body != null)
                .findFirst()
                .map(attempt -> request.toBuilder().body(attempt.body).build())
                .orElse(request);
    }

    /** The transport has begun the exchange of this attempt. */
    void attach(String number, Future<?> exchange) {
        Attempt attempt = underWay.get(number);
        if (attempt != null) {
            attempt.attach(exchange);
        }
    }

    private static final class Attempt {
        private volatile HttpRequestBody body;
        private Future<?> exchange;
        private boolean cancelled;

        private synchronized void attach(Future<?> begun) {
            exchange = begun;
            if (cancelled) {
                begun.cancel(true);
            }
        }

        private synchronized void cancel() {
            cancelled = true;
            if (exchange != null) {
                exchange.cancel(true);
            }
        }
    }
}
