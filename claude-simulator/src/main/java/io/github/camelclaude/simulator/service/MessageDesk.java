/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.service;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelclaude.simulator.account.Accounting;
import io.github.camelclaude.simulator.account.Attempt;
import io.github.camelclaude.simulator.account.ContentKey;
import io.github.camelclaude.simulator.account.Ending;
import io.github.camelclaude.simulator.answer.Answer;
import io.github.camelclaude.simulator.answer.Answerer;
import io.github.camelclaude.simulator.error.ApiError;
import io.github.camelclaude.simulator.error.ApiException;
import io.github.camelclaude.simulator.fault.Fault;
import io.github.camelclaude.simulator.fault.FaultQueue;
import io.github.camelclaude.simulator.limit.Charge;
import io.github.camelclaude.simulator.limit.LimitBook;
import io.github.camelclaude.simulator.limit.LimitPath;
import io.github.camelclaude.simulator.limit.Outcome;
import io.github.camelclaude.simulator.message.ApiVersion;
import io.github.camelclaude.simulator.message.MessageRules;
import io.github.camelclaude.simulator.message.MessagesRequest;
import io.github.camelclaude.simulator.message.Prompt;
import io.github.camelclaude.simulator.seed.Seed;
import io.github.camelclaude.simulator.tokens.Usage;
import java.util.Optional;

/**
 * Where requests for messages are read, let in or refused. Reading is free of state and may run anywhere; deciding is
 * guarded by this object's lock.
 */
public final class MessageDesk {

    private final MessageRules rules;
    private final LimitBook limits;
    private final FaultQueue faults;
    private final Accounting accounting;
    private final Answerer answerer;
    private final Identity identity;
    private final Pace pace;

    public MessageDesk(
            MessageRules rules,
            LimitBook limits,
            FaultQueue faults,
            Accounting accounting,
            Answerer answerer,
            Identity identity,
            Pace pace) {
        this.rules = rules;
        this.limits = limits;
        this.faults = faults;
        this.accounting = accounting;
        this.answerer = answerer;
        this.identity = identity;
        this.pace = pace;
    }

    public Accounting accounting() {
        return accounting;
    }

    /** Reads a request; an {@link ApiException} says what is wrong with it. */
    public Prepared prepare(JsonNode body, ApiVersion version, boolean beta) {
        MessagesRequest request = rules.create(body, version, beta);
        long tokens = Prompt.tokensOf(request);
        if (tokens > request.model().contextTokens()) {
            throw new ApiException(ApiError.invalidRequest("prompt is too long: %d tokens > %d maximum"
                    .formatted(tokens, request.model().contextTokens())));
        }
        return new Prepared(request, tokens, ContentKey.of(request.userContent()));
    }

    /** Lets a request in at this time, or refuses it. */
    public synchronized Decision decide(Prepared prepared, Caller caller, long now) {
        MessagesRequest request = prepared.request();
        String modelClass = request.model().modelClass();
        LimitPath path = limits.path(modelClass, caller.workspaceId(), now);
        Attempt attempt =
                accounting.arrive(prepared.contentKey(), request.model().id(), now);
        Optional<Fault> fault = faults.decide(prepared.contentKey(), attempt.number());
        if (fault.isPresent()) {
            accounting.end(attempt, new Ending.Failed(fault.get()), now);
            return new Decision.Faulty(fault.get(), path);
        }
        Outcome outcome = path.admit(Charge.ofInput(prepared.promptTokens()), now);
        if (outcome instanceof Outcome.Refused refused) {
            ApiError error = Refusals.of(
                    refused, identity.organizationId(), request.model().id());
            accounting.end(attempt, new Ending.Refused(refused.dimension(), error.retryAfterSeconds()), now);
            return new Decision.Refused(error, path);
        }
        return new Decision.Granted(grant(prepared, attempt, path));
    }

    private Call grant(Prepared prepared, Attempt attempt, LimitPath path) {
        MessagesRequest request = prepared.request();
        Answer answer = answerer.answer(request);
        Usage usage =
                Usage.uncached(prepared.promptTokens(), 0).withOutput(answer.outputTokens(), answer.thinkingTokens());
        Seed drawn = identity.seed().with(prepared.contentKey()).with(attempt.number());
        return new Call(this, request, attempt, path, answer, usage, identity.next("msg_"), pace.drawn(drawn));
    }
}
