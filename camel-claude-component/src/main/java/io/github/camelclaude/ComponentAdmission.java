/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import io.github.camelclaude.backend.AdminRateLimits;
import io.github.camelclaude.call.Admission;
import io.github.camelclaude.call.Draws;
import io.github.camelclaude.call.Unlimited;
import io.github.camelclaude.call.WallTimeline;
import io.github.camelclaude.catalog.ModelCatalog;
import io.github.camelclaude.estimate.Estimator;
import io.github.camelclaude.limits.LimitSources;
import io.github.camelclaude.limits.ServiceLimits;
import io.github.camelclaude.observe.Decisions;
import io.github.camelclaude.observe.LimiterEvents;
import io.github.camelclaude.observe.LimitsPicture;
import io.github.camelclaude.rate.Limiter;
import io.github.camelclaude.rate.LimiterSettings;
import io.github.camelclaude.rate.LocalLimiter;
import io.github.camelclaude.rate.Picture.GroupPicture;
import java.io.IOException;
import java.util.Map;
import java.util.SplittableRandom;

/** The limiter of a component and what stands around it: made when the component starts, closed when it stops. */
final class ComponentAdmission implements AutoCloseable {

    private final LimiterMode mode;
    private final LimitSources sources;
    private final LimiterEvents events;
    private final Decisions decisions = new Decisions();
    private final Admission admission;
    private volatile ServiceLimits organization = ServiceLimits.NONE;
    private volatile AdminRateLimits admin;

    ComponentAdmission(LimiterOptions options, LimiterMode mode, ModelCatalog catalog, ComponentThreads threads)
            throws IOException {
        this.mode = mode;
        LimiterSettings settings = options.settings();
        WallTimeline timeline = new WallTimeline(threads.timer());
        sources = options.sources(catalog.limits());
        events = new LimiterEvents(settings.mode());
        Limiter limiter = mode == LimiterMode.off
                ? new Unlimited(timeline::now)
                : new LocalLimiter(timeline, settings, sources, events, new SplittableRandom());
        admission = new Admission(
                limiter,
                settings,
                timeline,
                mode == LimiterMode.off ? Draws.none() : new Draws(new Estimator(), sources, catalog, this::askFor),
                threads.calls(),
                decisions);
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
        return LimitsPicture.of(mode.name(), limiter().picture(), events.counts());
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
        sources.learned(told);
        for (GroupPicture group : limiter().picture().groups()) {
            limiter().reconfigure(sources.apply(group.name()));
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
