/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * One place that serves Claude. An implementation makes exactly one HTTP request per call of a method: retries, limits and
 * failover belong to the way of a call, above. Each result completes on a thread that reads no network and settles calls:
 * whoever goes on with a route from there uses threads of its own. A failure is always a
 * {@link io.github.camelclaude.resilience.ClaudeException}.
 *
 * <p>Cancelling a result ({@code toCompletableFuture().cancel(true)}) closes the connection of the request.
 */
public interface Backend extends AutoCloseable {

    /** What this place is called in headers, logs and metrics. */
    String name();

    /**
     * Makes one attempt.
     *
     * @param timeout the longest time the attempt may take, body included; positive
     */
    CompletionStage<BackendAnswer> send(ClaudeRequest request, Duration timeout);

    /**
     * Opens a stream. The result completes when the service has begun to answer.
     *
     * @param timeout the longest time until then; positive
     */
    CompletionStage<BackendStream> stream(ClaudeRequest request, Duration timeout);

    /**
     * Counts the input tokens of a request, free of charge.
     *
     * @param request as for {@link #send}; {@code max_tokens} and other fields that do not count are left out
     */
    CompletionStage<TokenCount> countTokens(ClaudeRequest request, Duration timeout);

    /** All models that the key may use. */
    CompletionStage<ModelList> models(Duration timeout);

    /**
     * Its message batches. Asking for them where there are none fails, as an invalid request.
     */
    Batches batches();

    /** Ends what is under way and lets go of threads and connections. May be called more than once. */
    @Override
    void close();
}
