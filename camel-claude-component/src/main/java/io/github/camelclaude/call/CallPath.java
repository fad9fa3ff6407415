/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import com.anthropic.models.messages.Usage;
import io.github.camelclaude.backend.Backend;
import io.github.camelclaude.backend.BackendAnswer;
import io.github.camelclaude.backend.BackendStream;
import io.github.camelclaude.backend.ClaudeRequest;
import io.github.camelclaude.backend.ModelList;
import io.github.camelclaude.backend.TokenCount;
import io.github.camelclaude.catalog.ModelCatalog;
import io.github.camelclaude.catalog.TokenUsage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The one way a call takes, from a complete request to its outcome: attempt, then settle what it used and cost.
 *
 * <p>One call is one attempt: retries are the route's, by its error handler. Each result completes exceptionally with a
 * {@link io.github.camelclaude.resilience.ClaudeException}.
 */
public final class CallPath {

    private final Backend backend;
    private final ModelCatalog catalog;

    public CallPath(Backend backend, ModelCatalog catalog) {
        this.backend = backend;
        this.catalog = catalog;
    }

    /** Who is called. */
    public String backendName() {
        return backend.name();
    }

    /** @param timeout the longest time the call may take; positive */
    public CompletionStage<CallOutcome> take(ClaudeRequest request, Duration timeout) {
        return backend.send(request, timeout).thenApply(this::settle);
    }

    /** @param timeout the longest time until the answer begins; positive */
    public CompletionStage<BackendStream> open(ClaudeRequest request, Duration timeout) {
        return backend.stream(request, timeout);
    }

    /** @param timeout the longest time the call may take; positive */
    public CompletionStage<TokenCount> countTokens(ClaudeRequest request, Duration timeout) {
        return backend.countTokens(request, timeout);
    }

    /** @param timeout the longest time the call may take; positive */
    public CompletionStage<ModelList> models(Duration timeout) {
        return backend.models(timeout);
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
