/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import io.github.camelclaude.backend.ClaudeRequest;
import io.github.camelclaude.catalog.ModelCatalog;
import io.github.camelclaude.catalog.TokenUsage;
import io.github.camelclaude.estimate.CallKey;
import io.github.camelclaude.estimate.Estimate;
import io.github.camelclaude.estimate.Estimator;
import io.github.camelclaude.limits.CallScope;
import io.github.camelclaude.limits.CallScope.Pool;
import io.github.camelclaude.limits.LimitSources;
import io.github.camelclaude.limits.RateLimitHeaders;
import io.github.camelclaude.rate.Cost;
import io.github.camelclaude.rate.GroupName;
import io.github.camelclaude.rate.Limit;
import io.github.camelclaude.rate.Report;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says what calls will take and from which groups, and learns from what they took. */
public final class Draws {

    private static final Logger LOG = LoggerFactory.getLogger(Draws.class);
    private static final int SILENT_ANSWERS = 3;

    private final Estimator estimator;
    private final LimitSources sources;
    private final ModelCatalog catalog;
    private final Workspace workspace;
    private final List<GroupName> nowhere;
    private final AtomicInteger answersBeforeTold = new AtomicInteger();
    private volatile boolean told;

    /**
     * @param estimator  shared by all backends: a prompt is as long here as there
     * @param sources    the limits of one of them
     * @param discovered is told the workspace of the key, once it is known
     */
    public Draws(Estimator estimator, LimitSources sources, ModelCatalog catalog, Consumer<String> discovered) {
        this(estimator, sources, catalog, discovered, List.of());
    }

    private Draws(
            Estimator estimator,
            LimitSources sources,
            ModelCatalog catalog,
            Consumer<String> discovered,
            List<GroupName> nowhere) {
        this.workspace = new Workspace(discovered);
        this.estimator = estimator;
        this.sources = sources;
        this.catalog = catalog;
        this.nowhere = nowhere;
    }

    /** Where nothing is limited, nothing is estimated. */
    public static Draws none(String backend) {
        return new Draws(null, null, null, workspace -> {}, List.of(new GroupName(backend + "/unlimited")));
    }

    /** What a call will take, wherever it is made; null where nothing is limited. */
    Estimate estimate(Call call, long now) {
        return estimator == null
                ? null
                : estimator.estimate(
                        new CallKey(call.route(), call.request().model()),
                        call.request().body(),
                        now);
    }

    /** The same where the service has counted the prompt. */
    Estimate counted(Call call, long input, long now) {
        Estimate estimate = estimate(call, now);
        return estimate == null ? null : estimator.counted(estimate, input, now);
    }

    Draw of(Call call, Estimate estimate) {
        if (estimator == null) {
            return new Draw(nowhere, Cost.of(0, 0), null);
        }
        ClaudeRequest request = call.request();
        CallScope scope = new CallScope(
                request.model(), pool(request), workspace.known(), call.terms().fairnessKey());
        return new Draw(sources.path(scope), cost(request, estimate), estimate);
    }

    /** What a call is expected to cost by now: others like it may have ended since it was asked for. */
    Cost expected(Draw draw, ClaudeRequest request) {
        Estimate estimate = draw.estimate();
        return estimate == null ? draw.cost() : cost(request, estimator.again(estimate));
    }

    private Cost cost(ClaudeRequest request, Estimate estimate) {
        long output = estimate.output().expected();
        TokenUsage usage = new TokenUsage(estimate.input(), estimate.cacheRead(), estimate.cacheWrite(), 0, output);
        long microUsd = catalog.find(request.model())
                .map(model -> model.cost(usage).movePointRight(6).longValue())
                .orElse(0L);
        return new Cost(
                estimate.input(),
                estimate.cacheWrite(),
                estimate.cacheRead(),
                output,
                estimate.output().maxTokens(),
                microUsd);
    }

    /** What counting the tokens of a request takes, or listing models: a request, and no tokens. */
    Draw ofCount(ClaudeRequest request) {
        return estimator == null
                ? new Draw(nowhere, Cost.of(0, 0), null)
                : new Draw(
                        sources.path(new CallScope(request.model(), Pool.COUNT_TOKENS, workspace.known(), "")),
                        Cost.of(0, 0),
                        null);
    }

    /** What a request about batches takes: one of those, and no tokens. */
    Draw ofBatches() {
        return estimator == null
                ? new Draw(nowhere, Cost.of(0, 0), null)
                : new Draw(sources.path(new CallScope("", Pool.BATCH, workspace.known(), "")), Cost.of(0, 0), null);
    }

    /**
     * What submitting a batch takes: one request about batches, the places of items in their queue, and that there is money left.
     * How much it takes of that is told by its results.
     */
    Draw ofBatch(long items) {
        Draw one = ofBatches();
        if (estimator == null) {
            return one;
        }
        List<GroupName> path = new ArrayList<>(one.path());
        path.addAll(sources.spend());
        return new Draw(path, new Cost(items, 0, 0, 0, 0, 1), null);
    }

    void settled(Draw draw, TokenUsage usage, long sent) {
        if (estimator != null && draw.estimate() != null) {
            estimator.settled(draw.estimate(), usage, sent);
            if (!told && answersBeforeTold.incrementAndGet() == SILENT_ANSWERS) {
                warnOfGuesses(draw.path());
            }
        }
    }

    /** Something between here and the service may drop its headers; then a guess would hold for good, and nobody know why. */
    private void warnOfGuesses(List<GroupName> path) {
        String guesses = path.stream()
                .flatMap(group -> sources.apply(group).limits().stream())
                .filter(limit -> limit.source() == Limit.Source.DEFAULT)
                .map(limit -> "%,d %s".formatted(limit.amount(), limit.dimension()))
                .collect(Collectors.joining(", "));
        if (!guesses.isEmpty()) {
            LOG.warn(
                    "The first {} answers of {} told no limits, and nobody has said them here: what holds is a careful guess ({} a minute). Say tier, limitsFile, or requestsPerMinute, inputTokensPerMinute and outputTokensPerMinute; or let the headers that begin with anthropic-ratelimit through",
                    SILENT_ANSWERS,
                    path.get(0),
                    guesses);
        }
    }

    /** What the headers of a response to a request tell about limits. */
    Report report(ClaudeRequest request, Map<String, String> headers) {
        if (headers.isEmpty()) {
            return Report.NONE;
        }
        workspace.hear(headers);
        Report report = pool(request) == Pool.FAST
                ? RateLimitHeaders.fast(name -> values(headers, name))
                : RateLimitHeaders.standard(name -> values(headers, name));
        if (!report.isEmpty()) {
            told = true;
        }
        return report;
    }

    private static List<String> values(Map<String, String> headers, String name) {
        String value = headers.get(name);
        return value == null ? List.of() : List.of(value);
    }

    private static Pool pool(ClaudeRequest request) {
        return "fast".equals(request.body().get("speed")) ? Pool.FAST : Pool.STANDARD;
    }
}
