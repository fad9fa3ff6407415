/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.Usage;
import io.github.camelclaude.backend.Backend;
import io.github.camelclaude.backend.BackendAnswer;
import io.github.camelclaude.catalog.ModelCatalog;
import io.github.camelclaude.catalog.TokenUsage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The one way a call takes, from a complete request to its outcome: attempt, then settle what it used and cost.
 *
 * <p>One call is one attempt: retries are the route's, by its error handler.
 */
public final class CallPath {

    private final Backend backend;
    private final ModelCatalog catalog;
    private final Duration callTimeout;

    /** @param callTimeout the longest time a call may take; positive */
    public CallPath(Backend backend, ModelCatalog catalog, Duration callTimeout) {
        this.backend = backend;
        this.catalog = catalog;
        this.callTimeout = callTimeout;
    }

    /**
     * Makes the call.
     *
     * @return completes with the outcome, or exceptionally with a
     *         {@link io.github.camelclaude.resilience.ClaudeException}
     */
    public CompletionStage<CallOutcome> take(MessageCreateParams request) {
        return backend.send(request, callTimeout).thenApply(this::settle);
    }

    private CallOutcome settle(BackendAnswer answer) {
        TokenUsage usage = usage(answer.message().usage());
        Optional<BigDecimal> cost =
                catalog.find(answer.message().model().asString()).map(model -> model.cost(usage));
        return new CallOutcome(answer, backend.name(), usage, cost);
    }

    private static TokenUsage usage(Usage usage) {
        long written = usage.cacheCreationInputTokens().orElse(0L);
        long writtenFor1h = usage.cacheCreation()
                .map(split -> split.ephemeral1hInputTokens())
                .orElse(0L);
        return new TokenUsage(
                usage.inputTokens(),
                usage.cacheReadInputTokens().orElse(0L),
                written - writtenFor1h,
                writtenFor1h,
                usage.outputTokens());
    }
}
