/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator;

import io.github.camelclaude.simulator.account.Accounting;
import io.github.camelclaude.simulator.account.Spending.Caps;
import io.github.camelclaude.simulator.account.Totals;
import io.github.camelclaude.simulator.fault.Fault;
import io.github.camelclaude.simulator.fault.FaultPlan;
import io.github.camelclaude.simulator.fault.FaultTiming;
import io.github.camelclaude.simulator.http.SimulatorServer;
import io.github.camelclaude.simulator.limit.Limits;
import io.github.camelclaude.simulator.service.Settings;
import io.github.camelclaude.simulator.service.SimulatedService;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

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

    private final SimulatedService service;
    private final SimulatorServer server;
    private final String host;

    /** Server and service take a while to wake up, so they do it side by side. */
    ClaudeSimulator(String host, int port, Settings settings, FaultTiming timing) throws IOException {
        this.host = host;
        CompletableFuture<SimulatorServer> waking = CompletableFuture.supplyAsync(SimulatorServer::new);
        try {
            service = new SimulatedService(settings);
        } catch (RuntimeException e) {
            // Vert.x silences System.err while it wakes up: whoever says why there is no simulator should be heard.
            waking.join().close();
            throw e;
        }
        server = waking.join();
        server.listen(host, port, service, timing);
    }

    public static SimulatorBuilder builder() {
        return new SimulatorBuilder();
    }

    /** What a client takes for {@code https://api.anthropic.com}. */
    public String baseUrl() {
        return "http://" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + server.port();
    }

    /** What a client takes for {@code https://bedrock-runtime.<region>.amazonaws.com}. */
    public String bedrockUrl(String region) {
        return baseUrl() + "/bedrock/" + region;
    }

    /** What a client takes for {@code https://<location>-aiplatform.googleapis.com}; the location is in the path. */
    public String vertexUrl() {
        return baseUrl();
    }

    public int port() {
        return server.port();
    }

    /** What arrived and how it ended. */
    public Accounting accounting() {
        return service.accounting();
    }

    /** The coming requests for messages meet these faults, one each. */
    public void injectNext(Fault... next) {
        service.faults().next(List.of(next));
    }

    /** The coming requests to anything but messages meet these faults, one each. */
    public void injectNextBesidesMessages(Fault... next) {
        service.faults().nextBesides(List.of(next));
    }

    /** Replaces the plan of faults. */
    public void faults(FaultPlan plan) {
        service.faults().plan(plan);
    }

    /** Changes the limits of a model class; buckets begin full again. */
    public void limits(String modelClass, Limits limits) {
        service.quotas().change(modelClass, limits);
    }

    /** Caps a workspace below its organization; buckets begin full again. */
    public void workspaceCap(String workspaceId, String modelClass, Limits cap) {
        service.quotas().cap(workspaceId, modelClass, cap);
    }

    /** Other caps on spending from now on. */
    public void spending(Caps caps) {
        service.messages().spendingCaps(caps);
    }

    /** The tier whose limits apply. */
    public String tier() {
        return service.quotas().tier();
    }

    /** The id of the workspace that keys belong to unless they are named. */
    public String defaultWorkspaceId() {
        return service.identity().defaultWorkspaceId();
    }

    /** The simulated service's time. */
    public Instant now() {
        return service.clock().now();
    }

    /** Moves the simulated service's time forward: buckets refill, cache entries and batches age as if it had passed. */
    public void advance(Duration duration) {
        service.clock().advance(duration);
    }

    /** As after the start: full buckets, empty cache, no batches, no spending, no faults, empty accounts. */
    public void reset() {
        service.reset();
    }

    /** No limit has refused anything. */
    public void assertNoRefusals() {
        Totals totals = accounting().totals();
        check(totals.refused() == 0, "no refusals, but there were " + totals.refused());
    }

    /** Nobody came back before the {@code retry-after} they had been told. */
    public void assertNoEarlyCalls() {
        Totals totals = accounting().totals();
        check(totals.early() == 0, "no calls before retry-after, but there were " + totals.early());
    }

    /** Every content has been answered exactly once, and every further attempt is explained by a failed one before. */
    public void assertEachContentAnsweredOnce() {
        long wrong = accounting().attemptsByContent().values().stream()
                .filter(content -> content.answers() != 1 || !content.isExplained())
                .count();
        check(wrong == 0, "each content answered once, but " + wrong + " were not");
    }

    /** Nothing costs more than this, all together. */
    public void assertCostAtMost(double dollars) {
        double cost = accounting().totals().cost().dollars().doubleValue();
        check(cost <= dollars, "a cost of at most $" + dollars + ", but it was $" + cost);
    }

    @Override
    public void close() {
        server.close();
    }

    private void check(boolean holds, String expectation) {
        if (!holds) {
            throw new AssertionError("Expected " + expectation + System.lineSeparator()
                    + accounting().picture());
        }
    }
}
