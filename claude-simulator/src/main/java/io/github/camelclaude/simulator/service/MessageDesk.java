/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.service;

import io.github.camelclaude.simulator.account.Accounting;
import io.github.camelclaude.simulator.account.Attempt;
import io.github.camelclaude.simulator.account.ContentKey;
import io.github.camelclaude.simulator.account.Ending;
import io.github.camelclaude.simulator.account.Spending;
import io.github.camelclaude.simulator.account.Spending.Cap;
import io.github.camelclaude.simulator.answer.Answer;
import io.github.camelclaude.simulator.answer.Answerer;
import io.github.camelclaude.simulator.answer.Served;
import io.github.camelclaude.simulator.cache.CachePlan;
import io.github.camelclaude.simulator.cache.CacheQuery;
import io.github.camelclaude.simulator.cache.PromptCache;
import io.github.camelclaude.simulator.catalog.Cost;
import io.github.camelclaude.simulator.error.ApiError;
import io.github.camelclaude.simulator.error.ApiException;
import io.github.camelclaude.simulator.fault.Fault;
import io.github.camelclaude.simulator.fault.FaultQueue;
import io.github.camelclaude.simulator.limit.Charge;
import io.github.camelclaude.simulator.limit.Outcome;
import io.github.camelclaude.simulator.message.MessagesRequest;
import io.github.camelclaude.simulator.message.Prompt;
import io.github.camelclaude.simulator.message.PromptLayout;
import io.github.camelclaude.simulator.seed.Seed;
import io.github.camelclaude.simulator.tokens.Usage;
import java.util.Optional;

/**
 * Where requests for messages are let in or refused, whichever edge they come through. Measuring a request is free of state
 * and may run anywhere; deciding is guarded by this object's lock.
 */
public final class MessageDesk {

    private final FaultQueue faults;
    private final Accounting accounting;
    private final Spending spending;
    private final PromptCache cache;
    private final Answerer answerer;
    private final Identity identity;
    private final Refusals refusals;
    private final Pace pace;

    MessageDesk(
            FaultQueue faults,
            Accounting accounting,
            Spending spending,
            PromptCache cache,
            Answerer answerer,
            Identity identity,
            Pace pace) {
        this.faults = faults;
        this.accounting = accounting;
        this.spending = spending;
        this.cache = cache;
        this.answerer = answerer;
        this.identity = identity;
        this.refusals = new Refusals(identity);
        this.pace = pace;
    }

    PromptCache cache() {
        return cache;
    }

    /** Measures a valid request; an {@link ApiException} says that it is too long for its model. */
    public Prepared prepare(MessagesRequest request, Wishes wishes) {
        long tokens = Prompt.tokensOf(request);
        if (tokens > request.model().contextTokens()) {
            throw new ApiException(ApiError.invalidRequest("prompt is too long: %d tokens > %d maximum"
                    .formatted(tokens, request.model().contextTokens())));
        }
        return new Prepared(request, tokens, ContentKey.of(request.userContent()), wishes);
    }

    /** Lets a request in at this time, or refuses it. */
    public synchronized Decision decide(Prepared prepared, Caller caller, Admission admission, long now) {
        MessagesRequest request = prepared.request();
        String model = request.model().id();
        Attempt attempt = accounting.arrive(prepared.contentKey(), model, now);
        Fault fault = fault(prepared, attempt);
        if (fault != null && fault.isSilence()) {
            return unanswered(fault, attempt, now);
        }
        if (fault != null && fault.isRefusal()) {
            ApiError error = refusals.byFault(fault, model, spending.nextMonth(now));
            accounting.end(attempt, new Ending.Failed(fault), now);
            accounting.toldToWait(attempt, error.retryAfterSeconds(), now);
            return new Decision.Refused(error, fault);
        }
        Optional<Cap> cap = admission.isCapped() ? spending.reached(caller.workspaceId(), now) : Optional.empty();
        if (cap.isPresent()) {
            ApiError error = refusals.byCap(cap.get(), spending.nextMonth(now));
            accounting.end(attempt, new Ending.Rejected(error.status(), error.type()), now);
            return new Decision.Refused(error, null);
        }
        CachePlan plan = plan(request, prepared.promptTokens(), caller, now);
        Charge charge = admission.charge(request, plan);
        Outcome outcome = admission.path().admit(charge, now);
        if (outcome instanceof Outcome.Refused refused) {
            ApiError error = refusals.byLimit(refused, model, request.isFast());
            accounting.end(attempt, new Ending.Refused(refused.dimension(), error.retryAfterSeconds()), now);
            accounting.toldToWait(attempt, error.retryAfterSeconds(), now);
            return new Decision.Refused(error, null);
        }
        Permit permit = new Permit(admission.path(), charge, admission.burnDown());
        try {
            return new Decision.Granted(grant(prepared, caller, attempt, permit, plan, fault, now));
        } catch (ApiException e) {
            permit.finish(0, now);
            accounting.end(
                    attempt, new Ending.Rejected(e.error().status(), e.error().type()), now);
            return new Decision.Refused(e.error(), null);
        }
    }

    /** A cap on spending stands in the way of a batch; what its items then cost may go beyond it a little. */
    synchronized void refuseBeyondCaps(Caller caller, long now) {
        spending.reached(caller.workspaceId(), now).ifPresent(cap -> {
            throw new ApiException(refusals.byCap(cap, spending.nextMonth(now)));
        });
    }

    /** What the cache would do for a request now. */
    CachePlan plan(MessagesRequest request, long promptTokens, Caller caller, long now) {
        String scope = caller.workspaceId() + '/' + request.model().id();
        Optional<CacheQuery> query = PromptLayout.marked(request, scope);
        return query.isPresent() ? cache.plan(query.get(), now) : CachePlan.nothing(promptTokens);
    }

    /** What a request is answered, without letting it in anywhere. */
    Served serve(Prepared prepared, CachePlan plan, Fault fault, String tier) {
        MessagesRequest request = prepared.request();
        Answer answer = answerer.answer(
                request, prepared.promptTokens(), prepared.wishes().length());
        if (fault == Fault.REFUSAL) {
            answer = answer.refused();
        } else if (fault == Fault.TRUNCATED_JSON) {
            answer = answer.brokenOff();
        }
        Usage usage = new Usage(
                plan.uncached(),
                plan.write5m(),
                plan.write1h(),
                plan.read(),
                answer.outputTokens(),
                answer.thinkingTokens());
        String speed = request.isFast() ? "fast" : "standard";
        return new Served(
                identity.next("msg_"), request.model().id(), answer, usage, tier, speed, request.inferenceGeo());
    }

    /** What the cache does for an item of a batch; caching is best effort there. */
    synchronized CachePlan planInBatch(Prepared prepared, Caller caller, boolean misses, long now) {
        CachePlan plan = plan(prepared.request(), prepared.promptTokens(), caller, now);
        return misses ? plan.withoutReads() : plan;
    }

    /** An item of a batch has been answered. */
    synchronized void batchItem(Prepared prepared, CachePlan plan, Served served, Caller caller, long now) {
        cache.begin(plan, now, now);
        MessagesRequest request = prepared.request();
        boolean us = request.inferenceGeo().equals("us");
        Cost cost = request.model().costOf(served.usage(), false, us, true);
        Attempt attempt =
                accounting.arrive(prepared.contentKey(), request.model().id(), now);
        ended(attempt, new Ending.Answered(served.usage(), cost), caller, now);
    }

    /** Other caps on spending from now on. */
    public synchronized void spendingCaps(Spending.Caps caps) {
        spending.caps(caps);
    }

    public synchronized Spending.Caps spendingCaps() {
        return spending.caps();
    }

    /** What this month has cost. */
    public synchronized Cost spentThisMonth(long now) {
        return spending.thisMonth(now);
    }

    synchronized String nextMonth(long now) {
        return spending.nextMonth(now);
    }

    synchronized void forget() {
        cache.clear();
        spending.reset();
    }

    void ended(Attempt attempt, Ending ending, Caller caller, long now) {
        accounting.end(attempt, ending, now);
        spending.add(caller.workspaceId(), ending.charged(), now);
    }

    private Fault fault(Prepared prepared, Attempt attempt) {
        Fault wished = prepared.wishes().fault();
        return wished != null
                ? wished
                : faults.decide(prepared.contentKey(), attempt.number()).orElse(null);
    }

    /** A cut is over at once; a request that hangs is over when its caller has gone. */
    private Decision unanswered(Fault fault, Attempt attempt, long now) {
        if (fault == Fault.HANG) {
            return new Decision.Unanswered(fault, () -> accounting.end(attempt, new Ending.Failed(fault), now));
        }
        accounting.end(attempt, new Ending.Failed(fault), now);
        return new Decision.Unanswered(fault, () -> {});
    }

    private Call grant(
            Prepared prepared, Caller caller, Attempt attempt, Permit permit, CachePlan plan, Fault fault, long now) {
        Served served = serve(prepared, plan, fault, "standard");
        Seed drawn = identity.seed().with(prepared.contentKey()).with(attempt.number());
        return new Call(this, prepared.request(), caller, attempt, permit, plan, now, served, pace.drawn(drawn), fault);
    }
}
