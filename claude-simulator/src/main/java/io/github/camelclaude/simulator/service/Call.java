/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.service;

import io.github.camelclaude.simulator.account.Attempt;
import io.github.camelclaude.simulator.account.Ending;
import io.github.camelclaude.simulator.account.Ending.Answered;
import io.github.camelclaude.simulator.account.Ending.Cancelled;
import io.github.camelclaude.simulator.account.Ending.Failed;
import io.github.camelclaude.simulator.answer.Served;
import io.github.camelclaude.simulator.cache.CachePlan;
import io.github.camelclaude.simulator.catalog.Cost;
import io.github.camelclaude.simulator.fault.Fault;
import io.github.camelclaude.simulator.message.MessagesRequest;
import io.github.camelclaude.simulator.tokens.Usage;
import java.util.Optional;

/**
 * A request that is being answered. Output is charged as it is produced; the call ends once, completed or cancelled, and
 * whatever comes after is ignored. Guarded by the desk that granted it.
 */
public final class Call {

    private final MessageDesk desk;
    private final MessagesRequest request;
    private final Caller caller;
    private final Attempt attempt;
    private final Permit permit;
    private final CachePlan cachePlan;
    private final long arrivedAt;
    private final Served served;
    private final Pace pace;
    private final Fault fault;
    private long produced;
    private boolean ended;

    Call(
            MessageDesk desk,
            MessagesRequest request,
            Caller caller,
            Attempt attempt,
            Permit permit,
            CachePlan cachePlan,
            long arrivedAt,
            Served served,
            Pace pace,
            Fault fault) {
        this.desk = desk;
        this.request = request;
        this.caller = caller;
        this.attempt = attempt;
        this.permit = permit;
        this.cachePlan = cachePlan;
        this.arrivedAt = arrivedAt;
        this.served = served;
        this.pace = pace;
        this.fault = fault;
    }

    public MessagesRequest request() {
        return request;
    }

    public Caller caller() {
        return caller;
    }

    /** The answer, whole, as it will be when everything has been produced. */
    public Served served() {
        return served;
    }

    /** How fast this answer is produced. */
    public Pace pace() {
        return pace;
    }

    /** The fault that its delivery meets, if any. */
    public Optional<Fault> fault() {
        return Optional.ofNullable(fault);
    }

    public long outputTokens() {
        return served.usage().output();
    }

    /** The first byte is on its way: what the request wrote to the cache can be read from now on. */
    public void begin(long now) {
        synchronized (desk) {
            desk.cache().begin(cachePlan, arrivedAt, now);
        }
    }

    /** So many tokens of the answer have been produced by now, all together. */
    public void producedUntil(long tokens, long now) {
        synchronized (desk) {
            long further = Math.min(tokens, outputTokens()) - produced;
            if (!ended && further > 0) {
                permit.produce(further, now);
                produced += further;
            }
        }
    }

    /** The whole answer has been sent, useful or not. */
    public void complete(long now) {
        synchronized (desk) {
            producedUntil(outputTokens(), now);
            if (fault != null && fault.spoilsAnswer()) {
                fail(fault, now);
            } else {
                end(new Answered(served.usage(), cost(served.usage())), now);
            }
        }
    }

    /** The delivery broke off on purpose; what was produced until now counts. */
    public void breakOff(long now) {
        synchronized (desk) {
            fail(fault, now);
        }
    }

    /** The caller has gone; what was produced until now counts. */
    public void cancel(long now) {
        synchronized (desk) {
            Usage until = usedUntilNow();
            end(new Cancelled(until, cost(until)), now);
        }
    }

    private void fail(Fault how, long now) {
        Usage until = usedUntilNow();
        end(new Failed(how, until, cost(until)), now);
    }

    private Usage usedUntilNow() {
        return served.usage()
                .withOutput(produced, Math.min(produced, served.usage().thinking()));
    }

    private Cost cost(Usage used) {
        return request.model()
                .costOf(used, request.isFast(), request.inferenceGeo().equals("us"), false);
    }

    private void end(Ending ending, long now) {
        if (!ended) {
            ended = true;
            permit.finish(produced, now);
            desk.ended(attempt, ending, caller, now);
        }
    }
}
