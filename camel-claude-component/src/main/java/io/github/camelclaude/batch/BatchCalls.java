/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import io.github.camelclaude.backend.BatchPage;
import io.github.camelclaude.backend.BatchState;
import io.github.camelclaude.backend.Batches;
import io.github.camelclaude.call.CallPath;
import io.github.camelclaude.call.Where;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Requests about batches, each waited for: whoever works on batches has a thread of its own and one thing to do at a time. Each
 * method fails with a {@link io.github.camelclaude.resilience.ClaudeException}.
 */
final class BatchCalls {

    private static final int PAGE = 100;

    private final Supplier<CallPath> path;
    private final Executor blocking;
    private final Where where;
    private final Duration timeout;

    /** @param blocking runs what blocks between admission and attempt */
    BatchCalls(Supplier<CallPath> path, Executor blocking, Where where, Duration timeout) {
        this.path = path;
        this.blocking = blocking;
        this.where = where;
        this.timeout = timeout;
    }

    /**
     * Sends a batch.
     *
     * @param items      how many wait with the service then
     * @param beforehand is told the backend right before each attempt, and may block; what it throws ends the call
     */
    BatchState create(Path body, long items, Consumer<String> beforehand) {
        return join(path.get()
                .submit(
                        where,
                        items,
                        timeout,
                        (backend, left) -> CompletableFuture.runAsync(() -> beforehand.accept(backend.name()), blocking)
                                .thenCompose(ready -> backend.batches().create(body, left))));
    }

    BatchState retrieve(String backend, String id) {
        return at(backend, (batches, left) -> batches.retrieve(id, left));
    }

    Batches.Results results(String backend, String id) {
        return at(backend, (batches, left) -> batches.results(id, left));
    }

    /** Backends that may have batches. */
    List<String> backends() {
        return path.get().batchBackends(where);
    }

    /** The batches that were created since. */
    List<BatchState> since(String backend, Instant time) {
        List<BatchState> found = new ArrayList<>();
        Optional<String> after = Optional.empty();
        while (true) {
            Optional<String> from = after;
            BatchPage page = at(backend, (batches, left) -> batches.list(from, PAGE, left));
            for (BatchState batch : page.batches()) {
                if (batch.createdAt().isBefore(time)) {
                    return found;
                }
                found.add(batch);
                after = Optional.of(batch.id());
            }
            if (!page.hasMore() || page.batches().isEmpty()) {
                return found;
            }
        }
    }

    private <T> T at(String backend, BiFunction<Batches, Duration, CompletionStage<T>> attempt) {
        return join(path.get().batches(new Where(where.backends(), where.regions(), backend), timeout, attempt));
    }

    private static <T> T join(CompletionStage<T> call) {
        try {
            return call.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
