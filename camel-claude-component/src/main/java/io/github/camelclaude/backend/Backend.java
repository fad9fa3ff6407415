/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import com.anthropic.models.messages.MessageCreateParams;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * One place that serves Claude. An implementation makes exactly one HTTP request per {@link #send}: retries, limits and
 * failover belong to the way of a call, above.
 */
public interface Backend extends AutoCloseable {

    /** What this place is called in headers, logs and metrics. */
    String name();

    /**
     * Makes one attempt.
     *
     * @param request the request, already complete
     * @param timeout the longest time the attempt may take, body included; positive
     * @return completes with the answer, or exceptionally with a
     *         {@link io.github.camelclaude.resilience.ClaudeException}; never on the thread that reads from the network
     */
    CompletionStage<BackendAnswer> send(MessageCreateParams request, Duration timeout);

    /** Ends what is under way and lets go of threads and connections. May be called more than once. */
    @Override
    void close();
}
