/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.observe;

import io.github.camelclaude.backend.Backend;
import io.github.camelclaude.backend.BackendAnswer;
import io.github.camelclaude.backend.BackendStream;
import io.github.camelclaude.backend.BatchPage;
import io.github.camelclaude.backend.BatchState;
import io.github.camelclaude.backend.Batches;
import io.github.camelclaude.backend.ClaudeRequest;
import io.github.camelclaude.backend.ModelList;
import io.github.camelclaude.backend.Relay;
import io.github.camelclaude.backend.TokenCount;
import io.github.camelclaude.resilience.ClaudeException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
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

    @Override
    public Batches batches() {
        return new ObservedBatches(backend.batches());
    }

    private final class ObservedBatches implements Batches {

        private final Batches batches;

        ObservedBatches(Batches batches) {
            this.batches = batches;
        }

        @Override
        public CompletionStage<BatchState> create(Path body, Duration timeout) {
            return observed(batches.create(body, timeout));
        }

        @Override
        public CompletionStage<BatchState> retrieve(String id, Duration timeout) {
            return observed(batches.retrieve(id, timeout));
        }

        @Override
        public CompletionStage<BatchPage> list(Optional<String> after, int most, Duration timeout) {
            return observed(batches.list(after, most, timeout));
        }

        @Override
        public CompletionStage<BatchState> cancel(String id, Duration timeout) {
            return observed(batches.cancel(id, timeout));
        }

        @Override
        public CompletionStage<Deleted> delete(String id, Duration timeout) {
            return observed(batches.delete(id, timeout));
        }

        @Override
        public CompletionStage<Results> results(String id, Duration timeout) {
            return observed(batches.results(id, timeout));
        }
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
