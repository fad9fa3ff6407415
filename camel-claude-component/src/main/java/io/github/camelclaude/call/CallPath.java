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
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The one way a call takes, from a complete request to its outcome: estimate, acquire a permit, attempt, reconcile the
 * response's headers, settle what it used and cost.
 *
 * <p>One call is one attempt: retries are the route's, by its error handler. Each result completes exceptionally with a
 * {@link io.github.camelclaude.resilience.ClaudeException}. A permit is settled before anything goes on with the result,
 * and on a thread that no route can hold up; the result itself completes on one of the workers, unless it fails before
 * the method returns.
 */
public final class CallPath {

    private final Backend backend;
    private final ModelCatalog catalog;
    private final Admission admission;
    private final Continuation continuation;

    /** @param continuation hands results to the routes */
    public CallPath(Backend backend, ModelCatalog catalog, Admission admission, Continuation continuation) {
        this.backend = backend;
        this.catalog = catalog;
        this.admission = admission;
        this.continuation = continuation;
    }

    /** Who is called. */
    public String backendName() {
        return backend.name();
    }

    /** Makes a call and waits for the whole answer. */
    public CompletableFuture<CallOutcome> take(Call call) {
        return continuation.of(admission.admit(call), admitted -> {
            Settlement settlement = admission.settlement(admitted);
            return Continuation.settled(
                    attempt(call, settlement, () -> {}, left -> backend.send(call.request(), left)),
                    answer -> settle(admitted, settlement, answer),
                    settlement::failed,
                    unwanted -> {});
        });
    }

    /**
     * Makes a call and waits until the answer begins.
     *
     * @param beforehand runs right before the request is sent; what it throws is what the call fails with
     */
    public CompletableFuture<OpenedStream> open(Call call, Runnable beforehand) {
        return continuation.of(admission.admit(call), admitted -> {
            Settlement settlement = admission.settlement(admitted);
            return Continuation.settled(
                    attempt(call, settlement, beforehand, left -> backend.stream(call.request(), left)),
                    events -> new OpenedStream(settled(admitted, settlement, events), backend.name(), way(admitted)),
                    settlement::failed,
                    unwanted -> unwanted.events().close());
        });
    }

    private static <T> CompletionStage<T> attempt(
            Call call, Settlement settlement, Runnable beforehand, Function<Duration, CompletionStage<T>> request) {
        try {
            Duration left = timeLeft(call);
            beforehand.run();
            settlement.sent();
            return request.apply(left);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** A deadline may be nearer than the call's own time. */
    private static Duration timeLeft(Call call) {
        Duration timeout = call.time().timeout();
        if (call.time().deadline() == null) {
            return timeout;
        }
        Duration left = Duration.between(Instant.now(), call.time().deadline());
        if (left.toMillis() < 1) {
            throw Refusals.tooLate(call.time().deadline());
        }
        return left.compareTo(timeout) < 0 ? left : timeout;
    }

    private CallOutcome settle(Admitted admitted, Settlement settlement, BackendAnswer answer) {
        TokenUsage usage = usage(answer.message().usage());
        Optional<BigDecimal> cost = cost(answer.message().model().asString(), usage);
        settlement.answered(usage, cost.orElse(null), answer.headers());
        admission.learn(admitted, usage);
        return new CallOutcome(answer, backend.name(), usage, cost, way(admitted));
    }

    private BackendStream settled(Admitted admitted, Settlement settlement, BackendStream events) {
        String model = admitted.call().request().model();
        return new SettledStream(
                events,
                settlement,
                usage -> cost(model, usage).orElse(null),
                usage -> admission.learn(admitted, usage));
    }

    private Optional<BigDecimal> cost(String modelId, TokenUsage usage) {
        return catalog.find(modelId).map(model -> model.cost(usage));
    }

    private CallWay way(Admitted admitted) {
        return new CallWay(
                admitted.decision().id(),
                admission.waited(admitted.permit()),
                admitted.decision().attempts());
    }

    /** @param timeout the longest time the call may take; positive */
    public CompletionStage<TokenCount> countTokens(ClaudeRequest request, Duration timeout) {
        return backend.countTokens(request, timeout);
    }

    /** @param timeout the longest time the call may take; positive */
    public CompletionStage<ModelList> models(Duration timeout) {
        return continuation.of(CompletableFuture.completedFuture(timeout), backend::models);
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
