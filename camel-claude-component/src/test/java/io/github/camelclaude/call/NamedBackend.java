/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import io.github.camelclaude.backend.Backend;
import io.github.camelclaude.backend.BackendAnswer;
import io.github.camelclaude.backend.BackendStream;
import io.github.camelclaude.backend.Batches;
import io.github.camelclaude.backend.ClaudeRequest;
import io.github.camelclaude.backend.ModelList;
import io.github.camelclaude.backend.TokenCount;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** A backend that only has a name: attempts are made by the errand. */
record NamedBackend(String name) implements Backend {

    @Override
    public CompletionStage<BackendAnswer> send(ClaudeRequest request, Duration timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<BackendStream> stream(ClaudeRequest request, Duration timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<TokenCount> countTokens(ClaudeRequest request, Duration timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<ModelList> models(Duration timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Batches batches() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
