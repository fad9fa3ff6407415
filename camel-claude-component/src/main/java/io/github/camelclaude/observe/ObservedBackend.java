/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.observe;

import io.github.camelclaude.backend.Backend;
import io.github.camelclaude.backend.BackendAnswer;
import io.github.camelclaude.backend.BackendStream;
import io.github.camelclaude.backend.ClaudeRequest;
import io.github.camelclaude.backend.ModelList;
import io.github.camelclaude.backend.Relay;
import io.github.camelclaude.backend.TokenCount;
import io.github.camelclaude.resilience.ClaudeException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** A backend whose outcomes are remembered. */
public final class ObservedBackend implements Backend {

    private final Backend backend;
    private final Clock clock;
    private final Outcomes outcomes = new Outcomes();

    public ObservedBackend(Backend backend, Clock clock) {
        this.backend = backend;
        this.clock = clock;
    }

    public Outcomes outcomes() {
        return outcomes;
    }

    @Override
    public String name() {
        return backend.name();
    }

    @Override
    public CompletionStage<BackendAnswer> send(ClaudeRequest request, Duration timeout) {
        return observed(backend.send(request, timeout));
    }

    @Override
    public CompletionStage<BackendStream> stream(ClaudeRequest request, Duration timeout) {
        return observed(backend.stream(request, timeout));
    }

    @Override
    public CompletionStage<TokenCount> countTokens(ClaudeRequest request, Duration timeout) {
        return observed(backend.countTokens(request, timeout));
    }

    @Override
    public CompletionStage<ModelList> models(Duration timeout) {
        return observed(backend.models(timeout));
    }

    private <T> CompletionStage<T> observed(CompletionStage<T> call) {
        return Relay.of(
                call,
                (answer, failure) -> {
                    if (failure == null) {
                        outcomes.answered(clock.instant());
                    } else if (failure instanceof ClaudeException known) {
                        outcomes.failed(known.errorClass(), clock.instant());
                    }
                },
                failure -> failure);
    }

    @Override
    public void close() {
        backend.close();
    }
}
