/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.service;

import io.github.camelclaude.simulator.account.Attempt;
import io.github.camelclaude.simulator.account.Ending;
import io.github.camelclaude.simulator.account.Ending.Answered;
import io.github.camelclaude.simulator.account.Ending.Cancelled;
import io.github.camelclaude.simulator.answer.Answer;
import io.github.camelclaude.simulator.catalog.Cost;
import io.github.camelclaude.simulator.limit.LimitPath;
import io.github.camelclaude.simulator.message.MessagesRequest;
import io.github.camelclaude.simulator.tokens.Usage;

/**
 * A request that is being answered. Output is charged as it is produced; the call ends once, completed or cancelled, and
 * whatever comes after is ignored. Guarded by the desk that granted it.
 */
public final class Call {

    private final MessageDesk desk;
    private final MessagesRequest request;
    private final Attempt attempt;
    private final LimitPath path;
    private final Answer answer;
    private final Usage usage;
    private final String messageId;
    private final Pace pace;
    private long produced;
    private boolean ended;

    Call(
            MessageDesk desk,
            MessagesRequest request,
            Attempt attempt,
            LimitPath path,
            Answer answer,
            Usage usage,
            String messageId,
            Pace pace) {
        this.desk = desk;
        this.request = request;
        this.attempt = attempt;
        this.path = path;
        this.answer = answer;
        this.usage = usage;
        this.messageId = messageId;
        this.pace = pace;
    }

    public MessagesRequest request() {
        return request;
    }

    public Answer answer() {
        return answer;
    }

    /** The whole usage, as it will be when everything has been produced. */
    public Usage usage() {
        return usage;
    }

    public String messageId() {
        return messageId;
    }

    /** How fast this answer is produced. */
    public Pace pace() {
        return pace;
    }

    public LimitPath path() {
        return path;
    }

    /** So many tokens of the answer have been produced by now, all together. */
    public void producedUntil(long tokens, long now) {
        synchronized (desk) {
            long further = Math.min(tokens, answer.outputTokens()) - produced;
            if (!ended && further > 0) {
                path.produce(further, now);
                produced += further;
            }
        }
    }

    /** The whole answer has been sent. */
    public void complete(long now) {
        synchronized (desk) {
            producedUntil(answer.outputTokens(), now);
            end(new Answered(usage, cost(usage)), now);
        }
    }

    /** The caller has gone; what was produced until now counts. */
    public void cancel(long now) {
        synchronized (desk) {
            Usage until = usage.withOutput(produced, Math.min(produced, usage.thinking()));
            end(new Cancelled(until, cost(until)), now);
        }
    }

    private Cost cost(Usage used) {
        return request.model().priceOfPrompt(used.prompt()).of(used);
    }

    private void end(Ending ending, long now) {
        if (!ended) {
            ended = true;
            path.finish();
            desk.accounting().end(attempt, ending, now);
        }
    }
}
