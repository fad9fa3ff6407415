/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.service;

import io.github.camelclaude.simulator.account.Accounting;
import io.github.camelclaude.simulator.account.Spending;
import io.github.camelclaude.simulator.account.Spending.Caps;
import io.github.camelclaude.simulator.answer.Answerer;
import io.github.camelclaude.simulator.cache.PromptCache;
import io.github.camelclaude.simulator.catalog.Catalog;
import io.github.camelclaude.simulator.catalog.Cost;
import io.github.camelclaude.simulator.cloud.AwsSignature;
import io.github.camelclaude.simulator.error.ApiError;
import io.github.camelclaude.simulator.fault.Fault;
import io.github.camelclaude.simulator.fault.FaultQueue;
import io.github.camelclaude.simulator.limit.Outcome.Refused;
import io.github.camelclaude.simulator.message.MessageRules;
import io.github.camelclaude.simulator.time.SimulatorClock;
import java.math.BigDecimal;

/** Everything behind the edges, put together. */
public final class SimulatedService {

    private final SimulatorClock clock;
    private final Catalog catalog = Catalog.load();
    private final Identity identity;
    private final Keys keys;
    private final MessageRules rules = new MessageRules(catalog);
    private final Quotas quotas;
    private final Accounting accounting = new Accounting();
    private final FaultQueue faults;
    private final MessageDesk messages;
    private final BatchDesk batches;
    private final CloudDesk clouds;
    private final AwsSignature signatures;

    public SimulatedService(Settings settings) {
        clock = settings.clock();
        identity = new Identity(settings.seed());
        keys = new Keys(settings.keys(), identity.defaultWorkspaceId());
        quotas = new Quotas(catalog, settings);
        faults = new FaultQueue(settings.faults());
        messages = new MessageDesk(
                faults,
                accounting,
                new Spending(caps(settings)),
                new PromptCache(),
                new Answerer(settings.seed(), settings.length()),
                identity,
                settings.pace());
        batches = new BatchDesk(rules, messages, quotas, identity, settings.batches());
        clouds = new CloudDesk(settings.clouds());
        signatures = new AwsSignature(settings.awsSecrets());
    }

    public SimulatorClock clock() {
        return clock;
    }

    public Catalog catalog() {
        return catalog;
    }

    public Identity identity() {
        return identity;
    }

    public Keys keys() {
        return keys;
    }

    public MessageRules rules() {
        return rules;
    }

    public Quotas quotas() {
        return quotas;
    }

    public Accounting accounting() {
        return accounting;
    }

    public FaultQueue faults() {
        return faults;
    }

    public MessageDesk messages() {
        return messages;
    }

    public BatchDesk batches() {
        return batches;
    }

    public CloudDesk clouds() {
        return clouds;
    }

    public AwsSignature signatures() {
        return signatures;
    }

    /** The refusal of a request to anything but messages, in the words of the service. */
    public ApiError refusalOf(Refused refused, String what) {
        return new Refusals(identity).byLimit(refused, what, false);
    }

    /** The error that a fault answers with. */
    public ApiError errorOf(Fault fault) {
        return new Refusals(identity).byFault(fault, "any", messages.nextMonth(clock.nanos()));
    }

    /** As after the start: full buckets, empty cache, no batches, no spending, no faults, empty accounts. */
    public void reset() {
        quotas.refill();
        clouds.refill();
        messages.forget();
        batches.clear();
        faults.clear();
        accounting.reset();
    }

    private Caps caps(Settings settings) {
        Caps own = settings.spending();
        if (own.tier() != null || !settings.tierCapped()) {
            return own;
        }
        long dollars = catalog.tier(settings.tier()).monthlySpendUsd();
        return new Caps(
                Cost.ofDollars(BigDecimal.valueOf(dollars)), own.contract(), own.organization(), own.workspaces());
    }
}
