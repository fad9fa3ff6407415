/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator;

import io.github.camelclaude.simulator.account.Accounting;
import io.github.camelclaude.simulator.answer.Answerer;
import io.github.camelclaude.simulator.catalog.Catalog;
import io.github.camelclaude.simulator.catalog.Model;
import io.github.camelclaude.simulator.catalog.Tier;
import io.github.camelclaude.simulator.catalog.Tier.ClassLimits;
import io.github.camelclaude.simulator.fault.Fault;
import io.github.camelclaude.simulator.fault.FaultPlan;
import io.github.camelclaude.simulator.fault.FaultQueue;
import io.github.camelclaude.simulator.http.SimulatorServer;
import io.github.camelclaude.simulator.limit.LimitBook;
import io.github.camelclaude.simulator.limit.Limits;
import io.github.camelclaude.simulator.message.MessageRules;
import io.github.camelclaude.simulator.service.Identity;
import io.github.camelclaude.simulator.service.Keys;
import io.github.camelclaude.simulator.service.MessageDesk;
import io.github.camelclaude.simulator.time.SimulatorClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A local Claude API, started and stopped by whoever holds it.
 *
 * <pre>{@code
 * try (ClaudeSimulator sim = ClaudeSimulator.builder().tier("start").latency(Duration.ZERO).start()) {
 *     client = AnthropicOkHttpClient.builder().baseUrl(sim.baseUrl()).apiKey("any").build();
 * }
 * }</pre>
 *
 * <p>Nothing in its answers comes from a model, nothing is billed, and every response says so with the header
 * {@code x-claude-simulator: true}.
 */
public final class ClaudeSimulator implements AutoCloseable {

    private final SimulatorServer server;
    private final String host;
    private final Accounting accounting = new Accounting();
    private final SimulatorClock clock = SimulatorClock.running();
    private final FaultQueue faults;

    ClaudeSimulator(SimulatorOptions options) throws IOException {
        Catalog catalog = Catalog.load();
        Identity identity = new Identity(options.seed());
        host = options.host();
        faults = new FaultQueue(options.faults());
        MessageDesk desk = new MessageDesk(
                new MessageRules(catalog),
                new LimitBook(limits(catalog, options), options.enforcement()),
                faults,
                accounting,
                new Answerer(options.seed(), options.length()),
                identity,
                options.pace());
        Keys keys = new Keys(options.keys(), identity.defaultWorkspaceId());
        server = SimulatorServer.listen(options.host(), options.port(), desk, keys, identity, clock);
    }

    public static SimulatorBuilder builder() {
        return new SimulatorBuilder();
    }

    /** What a client takes for {@code https://api.anthropic.com}. */
    public String baseUrl() {
        return "http://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + server.port();
    }

    public int port() {
        return server.port();
    }

    /** What arrived and how it ended. */
    public Accounting accounting() {
        return accounting;
    }

    /** The coming requests meet these faults, one each. */
    public void injectNext(Fault... next) {
        faults.next(List.of(next));
    }

    /** Replaces the plan of faults. */
    public void faults(FaultPlan plan) {
        faults.plan(plan);
    }

    /** The simulated service's time. */
    public Instant now() {
        return clock.now();
    }

    /** Moves the simulated service's time forward: buckets refill as if it had passed. */
    public void advance(Duration duration) {
        clock.advance(duration);
    }

    @Override
    public void close() {
        server.close();
    }

    private static Map<String, Limits> limits(Catalog catalog, SimulatorOptions options) {
        Tier tier = catalog.tier(options.tier());
        Map<String, Limits> limits = new HashMap<>();
        for (Model model : catalog.models()) {
            ClassLimits row = tier.limits().get(model.modelClass());
            if (row != null) {
                limits.put(
                        model.modelClass(),
                        Limits.perMinute(
                                chosen(options.requests(), row.requests()),
                                chosen(options.inputTokens(), row.inputTokens()),
                                chosen(options.outputTokens(), row.outputTokens())));
            }
        }
        return limits;
    }

    private static long chosen(Long own, long tiers) {
        return own == null ? tiers : own;
    }
}
