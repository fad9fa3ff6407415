/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import io.github.camelclaude.backend.AdminRateLimits;
import io.github.camelclaude.call.Admission;
import io.github.camelclaude.call.Draws;
import io.github.camelclaude.call.Standing;
import io.github.camelclaude.call.Unlimited;
import io.github.camelclaude.call.WallTimeline;
import io.github.camelclaude.catalog.ModelCatalog;
import io.github.camelclaude.estimate.Estimator;
import io.github.camelclaude.limits.LimitSources;
import io.github.camelclaude.limits.ServiceLimits;
import io.github.camelclaude.observe.Decisions;
import io.github.camelclaude.observe.LimiterEvents;
import io.github.camelclaude.observe.LimitsPicture;
import io.github.camelclaude.rate.GroupName;
import io.github.camelclaude.rate.GroupSetup;
import io.github.camelclaude.rate.Limiter;
import io.github.camelclaude.rate.LimiterSettings;
import io.github.camelclaude.rate.LocalLimiter;
import io.github.camelclaude.rate.Picture.GroupPicture;
import io.github.camelclaude.resilience.RetryBudget;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** The limiter of a component and what stands around it: made when the component starts, closed when it stops. */
final class ComponentAdmission implements AutoCloseable {

    /** Retries that a backend gets each second, for those who call seldom. */
    private static final double RETRIES_PER_SECOND = 10;

    private static final double MOST_RETRIES_SAVED = 100;

    private final LimiterMode mode;
    private final Map<String, LimitSources> sources = new TreeMap<>();
    private final Map<String, Draws> draws = new TreeMap<>();
    private final Map<String, Standing> standings = new TreeMap<>();
    private final LimiterEvents events;
    private final Decisions decisions = new Decisions();
    private final Admission admission;
    private volatile ServiceLimits organization = ServiceLimits.NONE;
    private volatile AdminRateLimits admin;

    ComponentAdmission(
            LimiterOptions options,
            Map<String, BackendOptions> backends,
            LimiterMode mode,
            ModelCatalog catalog,
            ComponentThreads threads)
            throws IOException {
        this.mode = mode;
        LimiterSettings settings = options.settings();
        WallTimeline timeline = new WallTimeline(threads.timer());
        for (Map.Entry<String, BackendOptions> backend : backends.entrySet()) {
            String name = backend.getKey();
            String kind = ComponentBackends.kind(name, backend.getValue());
            sources.put(name, options.sources(name, kind, backend.getValue(), catalog.limits()));
        }
        events = new LimiterEvents(options.context(), settings);
        Limiter limiter = mode == LimiterMode.off
                ? new Unlimited(timeline::now)
                : new LocalLimiter(timeline, settings, this::setup, events, new SplittableRandom());
        admission = new Admission(limiter, settings, timeline, threads.calls(), decisions);
        Estimator estimator = new Estimator();
        for (String name : backends.keySet()) {
            draws.put(
                    name,
                    mode == LimiterMode.off
                            ? Draws.none(name)
                            : new Draws(estimator, sources.get(name), catalog, this::askFor));
            RetryBudget budget =
                    new RetryBudget(options.retryBudget(), RETRIES_PER_SECOND, MOST_RETRIES_SAVED, timeline.now());
            standings.put(
                    name,
                    new Standing(
                            name,
                            limiter,
                            mode == LimiterMode.hold ? options.breaker() : null,
                            budget,
                            mode == LimiterMode.off || tellsLimits(backends.get(name), name, catalog)
                                    ? null
                                    : this::setup,
                            most(backends.get(name), options),
                            timeline::now));
        }
    }

    private static boolean tellsLimits(BackendOptions backend, String name, ModelCatalog catalog) {
        return catalog.limits().endpoint(ComponentBackends.kind(name, backend)).tellsLimits();
    }

    private static long most(BackendOptions backend, LimiterOptions options) {
        return backend.getMaxConcurrency() == null ? options.maxConcurrency() : backend.getMaxConcurrency();
    }

    private GroupSetup setup(GroupName name) {
        return sources(name).apply(name);
    }

    /** Money is of no backend: any of them knows how much may be spent. */
    private LimitSources sources(GroupName name) {
        return sources.getOrDefault(name.backend(), sources.values().iterator().next());
    }

    Draws draws(String backend) {
        return draws.get(backend);
    }

    Standing standing(String backend) {
        return standings.get(backend);
    }

    /** Money was spent on a model that no permit stood for, in USD. */
    void spent(String model, BigDecimal usd) {
        List<GroupName> groups = sources.values().iterator().next().spend(model);
        if (!groups.isEmpty()) {
            limiter().spent(groups, usd.movePointRight(6).longValue());
        }
    }

    Admission admission() {
        return admission;
    }

    Limiter limiter() {
        return admission.limiter();
    }

    Decisions decisions() {
        return decisions;
    }

    Map<String, Object> picture() {
        Map<String, String> states = new TreeMap<>();
        standings.forEach((name, standing) -> states.put(name, standing.state()));
        return LimitsPicture.of(mode.name(), limiter().picture(), events.counts(), states);
    }

    /** Asks the service for its limits; until it has answered, and if it can't, those of the next source hold. */
    void ask(AdminRateLimits api) {
        admin = api;
        api.ofOrganization().thenAccept(told -> {
            organization = told;
            learn(told);
        });
    }

    /** What the workspace of the key has of its own. */
    private void askFor(String workspace) {
        AdminRateLimits api = admin;
        if (api != null) {
            api.ofWorkspace(workspace).thenAccept(own -> learn(organization.and(own)));
        }
    }

    private void learn(ServiceLimits told) {
        sources.values().forEach(each -> each.learned(told));
        for (GroupPicture group : limiter().picture().groups()) {
            limiter().reconfigure(setup(group.name()));
        }
    }

    @Override
    public void close() {
        admission.close();
        if (admin != null) {
            admin.close();
        }
    }
}
