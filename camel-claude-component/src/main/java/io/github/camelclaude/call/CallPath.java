/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import com.anthropic.models.messages.Usage;
import io.github.camelclaude.backend.Backend;
import io.github.camelclaude.backend.BackendAnswer;
import io.github.camelclaude.backend.BackendStream;
import io.github.camelclaude.backend.Batches;
import io.github.camelclaude.backend.ClaudeRequest;
import io.github.camelclaude.backend.ModelList;
import io.github.camelclaude.backend.TokenCount;
import io.github.camelclaude.catalog.ModelCatalog;
import io.github.camelclaude.catalog.TokenUsage;
import io.github.camelclaude.estimate.Estimate;
import io.github.camelclaude.prefix.Belief;
import io.github.camelclaude.prefix.CachePlan;
import io.github.camelclaude.rate.Demand;
import io.github.camelclaude.rate.LimiterSettings;
import io.github.camelclaude.rate.Priority;
import io.github.camelclaude.rate.Quote;
import io.github.camelclaude.rate.Timeline;
import io.github.camelclaude.resilience.ClaudeException;
import io.github.camelclaude.resilience.Failure;
import io.github.camelclaude.resilience.RetryRules;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The one way a call takes, from a complete request to its outcome: estimate, choose a backend, acquire a permit, attempt,
 * reconcile the response's headers, settle what it used and cost, decide what comes next.
 *
 * <p>One call is one or more attempts, each with a permit of its own. Each result completes exceptionally with a
 * {@link io.github.camelclaude.resilience.ClaudeException}. A permit is settled before anything goes on with the result,
 * and on a thread that no route can hold up; the result itself completes on one of the workers, unless it fails before
 * anything was sent.
 */
public final class CallPath {

    private final Router router;
    private final ModelCatalog catalog;
    private final Admission admission;
    private final Continuation continuation;
    private final RetryRules counting;
    private final boolean countsFirst;
    private final RandomGenerator random;
    private final PromptCaching caching;

    /**
     * @param continuation hands results to the routes
     * @param counting     how often counting tokens is tried again
     * @param countsFirst  whether the tokens of each prompt are counted by the service rather than estimated
     * @param random       for jitter
     * @param caching      what calls share about the prompt cache; null for nothing
     */
    public CallPath(
            Router router,
            ModelCatalog catalog,
            Admission admission,
            Continuation continuation,
            RetryRules counting,
            boolean countsFirst,
            RandomGenerator random,
            PromptCaching caching) {
        this.router = router;
        this.catalog = catalog;
        this.admission = admission;
        this.continuation = continuation;
        this.counting = counting;
        this.countsFirst = countsFirst;
        this.random = random;
        this.caching = caching;
    }

    /** Makes a call and waits for the whole answer. */
    public CompletableFuture<CallOutcome> take(Call call) {
        return paid(call, new Paid<BackendAnswer, CallOutcome>(call, admission.timeline(), course(call)) {

            @Override
            public CompletionStage<BackendAnswer> send(Backend backend, Duration left) {
                return course() == null ? backend.send(call.request(), left) : course().send(backend, left);
            }

            @Override
            public CallOutcome arrived(BackendAnswer answer, Leg leg) {
                TokenUsage usage = usage(answer.message().usage());
                Optional<BigDecimal> cost = cost(call.request().model(), answer, usage);
                leg.settlement().requestIs(answer.requestId().orElse(null));
                leg.settlement().answered(usage, cost.orElse(null), answer.headers());
                leg.settlement().learn(usage);
                Optional<BigDecimal> saved =
                        PromptCaching.saved(catalog.find(call.request().model()), usage);
                return new CallOutcome(answer, leg.place().name(), usage, cost, leg.way(), saved);
            }
        });
    }

    /**
     * Makes a call and waits until the answer begins.
     *
     * @param beforehand runs right before the first request is sent; what it throws is what the call fails with
     */
    public CompletableFuture<OpenedStream> open(Call call, Runnable beforehand) {
        return paid(call, new Paid<BackendStream, OpenedStream>(call, admission.timeline(), course(call)) {

            @Override
            public void beforehand() {
                beforehand.run();
            }

            @Override
            public CompletionStage<BackendStream> send(Backend backend, Duration left) {
                return backend.stream(call.request(), left);
            }

            @Override
            public OpenedStream arrived(BackendStream events, Leg leg) {
                long opened = admission.timeline().now();
                leg.settlement().requestIs(events.requestId());
                BackendStream settled = new SettledStream(
                        events,
                        leg.settlement(),
                        usage -> cost(call.request().model(), usage).orElse(null),
                        leg.settlement()::learn,
                        failure -> leg.place().standing().failed(failure, opened, 0, false));
                return new OpenedStream(
                        settled,
                        leg.place().name(),
                        leg.way(),
                        usage -> cost(call.request().model(), usage),
                        usage -> PromptCaching.saved(catalog.find(call.request().model()), usage));
            }

            @Override
            public void unwanted(OpenedStream result) {
                result.events().close();
            }
        });
    }

    /**
     * What a call would meet if it were made now, where it would fare best. Nothing is reserved, and nothing is looked up: it
     * counts on no entry of the prompt cache.
     *
     * @throws io.github.camelclaude.resilience.ClaudeInvalidRequestException if no backend may take it
     */
    public Quote quote(Call call) {
        Foreseen foreseen = new Foreseen(call, admission.timeline(), null);
        List<Place> eligible = router.eligible("messages", call.request(), call.where());
        Place place = router.choose(eligible, List.of(), at -> admission.quote(foreseen.wish(at)));
        Quote quote = admission.quote(foreseen.wish(place));
        return admission.settings().mode() == LimiterSettings.Mode.SHADOW
                ? new Quote(Duration.ZERO, quote.against())
                : quote;
    }

    /**
     * Gets a ticket for a call that a later step will make.
     *
     * @param validFor how long it can be claimed
     */
    public CompletableFuture<Ticket> ticket(Call call, Duration validFor) {
        Foreseen foreseen = new Foreseen(call, admission.timeline(), course(call));
        return counted(call, foreseen, () -> ticket(call, foreseen, validFor));
    }

    private CompletableFuture<Ticket> ticket(Call call, Foreseen foreseen, Duration validFor) {
        try {
            List<Place> eligible = router.eligible("messages", call.request(), call.where());
            CacheCourse course = foreseen.course();
            if (course == null) {
                return continuation.onWorkers(admission.ticket(choice(foreseen, eligible), validFor));
            }
            CompletableFuture<Ticket> ticket = new CompletableFuture<>();
            Admission.Bound bound = admission.bound(
                    call, Demand.NO_DEADLINE, admission.timeline().now());
            ticket.whenComplete((got, failure) -> course.leave());
            course.enter(
                    bound,
                    () -> course.lookUp(eligible)
                            .thenRun(() -> admission
                                    .starting()
                                    .execute(() ->
                                            get(ticket, () -> admission.ticket(choice(foreseen, eligible), validFor)))),
                    ticket::completeExceptionally);
            return continuation.onWorkers(ticket);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Wish choice(Foreseen foreseen, List<Place> eligible) {
        return foreseen.wish(
                router.choose(eligible, List.of(), at -> admission.quote(foreseen.wish(at)), foreseen::readAt));
    }

    /** Completes one with what the other becomes; cancelling the one cancels the other. */
    private static void get(CompletableFuture<Ticket> result, Supplier<CompletableFuture<Ticket>> asked) {
        try {
            CompletableFuture<Ticket> source = asked.get();
            result.whenComplete((got, failure) -> {
                if (result.isCancelled()) {
                    source.cancel(true);
                }
            });
            source.whenComplete((got, failure) -> {
                if (failure != null) {
                    result.completeExceptionally(failure);
                } else if (!result.complete(got)) {
                    got.release();
                }
            });
        } catch (RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    private CacheCourse course(Call call) {
        return caching == null ? null : caching.course(call);
    }

    /** What a call will take, estimated once for all backends. */
    private static class Foreseen {

        private static final long UNKNOWN = -1;

        private final Call call;
        private final Timeline timeline;
        private final CacheCourse course;
        private long counted = UNKNOWN;
        private Estimate estimate;

        /** @param course the part of the prompt cache; null for none */
        Foreseen(Call call, Timeline timeline, CacheCourse course) {
            this.call = call;
            this.timeline = timeline;
            this.course = course;
        }

        public CacheCourse course() {
            return course;
        }

        long readAt(Place place) {
            return course == null ? 0 : course.belief(place).read();
        }

        public Draw draw(Place place) {
            if (estimate == null) {
                estimate = counted == UNKNOWN
                        ? place.draws().estimate(call, timeline.now())
                        : place.draws().counted(call, counted, timeline.now());
            }
            if (course == null || estimate == null) {
                return place.draws().of(call, estimate);
            }
            Belief belief = course.belief(place);
            return place.draws().of(call, estimate.cached(belief.read(), belief.written()));
        }

        Wish wish(Place place) {
            return new Wish(call, draw(place), call.ticket(), call.again(), Demand.NO_DEADLINE, 1, Wish.NOW);
        }
    }

    /** A call that costs tokens. */
    private abstract static class Paid<A, R> extends Foreseen implements Errand<A, R> {

        Paid(Call call, Timeline timeline, CacheCourse course) {
            super(call, timeline, course);
        }
    }

    /**
     * Counts tokens: free of charge, but limited in how often.
     *
     * @param timeout the longest time it may take, all waiting included; positive
     */
    public CompletionStage<TokenCount> countTokens(ClaudeRequest request, Where where, Duration timeout) {
        return counting(quickly(request, where, timeout));
    }

    private CompletableFuture<TokenCount> counting(Call call) {
        return begin(
                call,
                new Free<>(
                        "count-tokens",
                        place -> place.draws().ofCount(call.request()),
                        (backend, left) -> backend.countTokens(call.request(), left)));
    }

    /** @param timeout the longest time the call may take, all waiting included; positive */
    public CompletionStage<ModelList> models(Where where, Duration timeout) {
        ClaudeRequest nothing = new ClaudeRequest(Map.of());
        return begin(
                quickly(nothing, where, timeout),
                new Free<>("models", place -> place.draws().ofCount(nothing), (backend, left) -> backend.models(left)));
    }

    /**
     * Does something with batches that costs no tokens. Their requests have a limit of their own.
     *
     * @param timeout the longest time it may take, all waiting included; positive
     */
    public <T> CompletionStage<T> batches(
            Where where, Duration timeout, BiFunction<Batches, Duration, CompletionStage<T>> attempt) {
        return begin(
                quickly(new ClaudeRequest(Map.of()), where, timeout),
                new Free<>(
                        "batch",
                        place -> place.draws().ofBatches(),
                        (backend, left) -> attempt.apply(backend.batches(), left)));
    }

    /**
     * Names of the backends that have batches.
     *
     * @throws io.github.camelclaude.resilience.ClaudeInvalidRequestException if there is none
     */
    public List<String> batchBackends(Where where) {
        return router.eligible("batch", new ClaudeRequest(Map.of()), where).stream()
                .map(Place::name)
                .toList();
    }

    /**
     * Submits a batch. What may have arrived is not sent again, since it may be paid: see {@link #mayHaveArrived}.
     *
     * @param items   how many wait with the service then: those of the batch, and those that wait there already
     * @param timeout the longest time it may take, all waiting included; positive
     */
    public <T> CompletionStage<T> submit(
            Where where, long items, Duration timeout, BiFunction<Backend, Duration, CompletionStage<T>> attempt) {
        return begin(
                quickly(new ClaudeRequest(Map.of()), where, timeout, counting.onceAtMost()),
                new Free<>("batch", place -> place.draws().ofBatch(items), attempt));
    }

    /** Whether the service may have done what failed so, and charge for it. */
    public static boolean mayHaveArrived(ClaudeException failure) {
        return Settlement.failure(failure).outcome() != Failure.Outcome.NOT_DONE;
    }

    private Call quickly(ClaudeRequest request, Where where, Duration timeout) {
        return quickly(request, where, timeout, counting);
    }

    /** A call that waits no longer for its turn than it may take. */
    private static Call quickly(ClaudeRequest request, Where where, Duration timeout, RetryRules rules) {
        return new Call(
                request,
                CachePlan.NONE,
                new Call.Time(timeout, timeout, null),
                new WaitTerms(Priority.NORMAL, "", timeout, WhenFull.refuse, null),
                rules,
                where,
                null,
                false,
                "",
                "");
    }

    /** What costs no tokens. */
    private record Free<T>(
            String operation, Function<Place, Draw> draws, BiFunction<Backend, Duration, CompletionStage<T>> attempt)
            implements Errand<T, T> {

        @Override
        public Draw draw(Place place) {
            return draws.apply(place);
        }

        @Override
        public CompletionStage<T> send(Backend backend, Duration left) {
            return attempt.apply(backend, left);
        }

        @Override
        public T arrived(T answer, Leg leg) {
            leg.settlement().answered(TokenUsage.of(0, 0), null, Map.of());
            return answer;
        }
    }

    private <A, R> CompletableFuture<R> paid(Call call, Paid<A, R> errand) {
        return counted(call, errand, () -> begin(call, errand));
    }

    /** Counts before going on, if that is wanted. Where that fails there is still the estimate. */
    private <R> CompletableFuture<R> counted(Call call, Foreseen foreseen, Supplier<CompletableFuture<R>> then) {
        if (!countsFirst || call.ticket() != null) {
            return then.get();
        }
        CompletableFuture<TokenCount> count = counting(call);
        AtomicReference<CompletableFuture<?>> current = new AtomicReference<>(count);
        CompletableFuture<R> result = new CompletableFuture<>();
        result.whenComplete((value, failure) -> {
            if (result.isCancelled()) {
                current.get().cancel(true);
            }
        });
        count.whenComplete((tokens, failure) -> {
            if (result.isDone()) {
                return;
            }
            if (tokens != null) {
                foreseen.counted = tokens.inputTokens();
            }
            CompletableFuture<R> next = then.get();
            current.set(next);
            next.whenComplete((value, thrown) -> {
                if (thrown == null) {
                    result.complete(value);
                } else {
                    result.completeExceptionally(thrown);
                }
            });
            if (result.isCancelled()) {
                next.cancel(true);
            }
        });
        return result;
    }

    private <A, R> CompletableFuture<R> begin(Call call, Errand<A, R> errand) {
        Journey<A, R> journey = new Journey<>(admission, router, random, call, errand);
        CompletableFuture<R> result = journey.begin();
        return journey.isOverBeforeItBegan() ? result : continuation.away(result);
    }

    /** An answer names its model as the backend knows it; the request's own name is the catalog's. */
    private Optional<BigDecimal> cost(String requested, BackendAnswer answer, TokenUsage usage) {
        return cost(answer.message().model().asString(), usage).or(() -> cost(requested, usage));
    }

    private Optional<BigDecimal> cost(String modelId, TokenUsage usage) {
        return catalog.find(modelId).map(model -> model.cost(usage));
    }

    /** The tokens of an answer, as the service counted them. */
    public static TokenUsage usage(Usage usage) {
        long written = usage.cacheCreationInputTokens().orElse(0L);
        long writtenFor1h = usage.cacheCreation()
                .map(split -> split.ephemeral1hInputTokens())
                .orElse(0L);
        return new TokenUsage(
                atLeastNone(usage.inputTokens()),
                atLeastNone(usage.cacheReadInputTokens().orElse(0L)),
                atLeastNone(written - writtenFor1h),
                atLeastNone(writtenFor1h),
                atLeastNone(usage.outputTokens()));
    }

    /** An answer is not lost for counts that can't be. */
    private static long atLeastNone(long tokens) {
        return Math.max(0, tokens);
    }
}
