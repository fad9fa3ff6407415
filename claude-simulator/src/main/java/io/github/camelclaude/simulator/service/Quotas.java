/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.service;

import io.github.camelclaude.simulator.catalog.Catalog;
import io.github.camelclaude.simulator.catalog.Model;
import io.github.camelclaude.simulator.catalog.Tier;
import io.github.camelclaude.simulator.catalog.Tier.ClassLimits;
import io.github.camelclaude.simulator.limit.Dimension;
import io.github.camelclaude.simulator.limit.LimitBook;
import io.github.camelclaude.simulator.limit.LimitPath;
import io.github.camelclaude.simulator.limit.Limits;
import io.github.camelclaude.simulator.message.MessagesRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** The organization's limits on every surface, as the tier gives them and the settings change them. */
public final class Quotas {

    private static final String FAST = "fast/";
    private static final String COUNT_TOKENS = "count-tokens";
    private static final String BATCHES = "batches";

    private final Catalog catalog;
    private final LimitBook book;
    private String tier;
    private Limits overrides;

    Quotas(Catalog catalog, Settings settings) {
        this.catalog = catalog;
        this.tier = settings.tier();
        this.overrides = settings.overrides();
        this.book = new LimitBook(limitsOf(catalog.tier(tier)), settings.enforcement());
        settings.classes().forEach(this::change);
        settings.caps()
                .forEach((workspace, caps) -> caps.forEach((modelClass, cap) -> cap(workspace, modelClass, cap)));
    }

    /** What a message must pass: its model class's pool, or that of the fast mode. */
    public synchronized LimitPath messages(MessagesRequest request, Caller caller, long now) {
        String modelClass = request.model().modelClass();
        return book.path(request.isFast() ? FAST + modelClass : modelClass, caller.workspaceId(), now);
    }

    public synchronized LimitPath countTokens(Caller caller, long now) {
        return book.path(COUNT_TOKENS, caller.workspaceId(), now);
    }

    /** What any request to a batch endpoint must pass. */
    public synchronized LimitPath batches(Caller caller, long now) {
        return book.path(BATCHES, caller.workspaceId(), now);
    }

    /** Batch items that may wait at the same time. */
    public synchronized long batchQueue() {
        return catalog.tier(tier).batch().queue();
    }

    public synchronized String tier() {
        return tier;
    }

    /** The limits of every model class, sorted by its name. */
    public synchronized Map<String, Limits> byClass() {
        Map<String, Limits> limits = new TreeMap<>();
        catalog.models().forEach(model -> limits.put(model.modelClass(), book.of(model.modelClass())));
        return limits;
    }

    public synchronized Limits ofCountTokens() {
        return book.of(COUNT_TOKENS);
    }

    public synchronized Limits ofBatches() {
        return book.of(BATCHES);
    }

    /** A workspace's own caps by model class. */
    public synchronized Map<String, Limits> capsOf(String workspaceId) {
        return new TreeMap<>(book.capsOf(workspaceId));
    }

    /** Changes the limits of a model class; buckets begin full again. */
    public synchronized void change(String modelClass, Limits limits) {
        check(modelClass);
        book.change(modelClass, limits);
    }

    /** Caps a workspace below its organization; buckets begin full again. */
    public synchronized void cap(String workspaceId, String modelClass, Limits cap) {
        check(modelClass);
        book.cap(workspaceId, modelClass, cap);
    }

    /** Goes to another tier, with these limits instead of its own where they are not unlimited. */
    public synchronized void tier(String newTier, Limits newOverrides) {
        Tier known = catalog.tier(newTier);
        tier = newTier;
        overrides = newOverrides;
        limitsOf(known).forEach(book::change);
    }

    /** Every bucket is full again. */
    public synchronized void refill() {
        book.refill();
    }

    /** A model class, or the fast mode of one as {@code fast/opus-5}. */
    private void check(String name) {
        String modelClass = name.startsWith(FAST) ? name.substring(FAST.length()) : name;
        if (catalog.models().stream().noneMatch(model -> model.modelClass().equals(modelClass))) {
            throw new IllegalArgumentException("There is no model class '%s'; known are %s"
                    .formatted(
                            modelClass,
                            catalog.models().stream()
                                    .map(Model::modelClass)
                                    .distinct()
                                    .sorted()
                                    .toList()));
        }
    }

    private Map<String, Limits> limitsOf(Tier from) {
        Map<String, Limits> limits = new LinkedHashMap<>();
        for (Model model : catalog.models()) {
            ClassLimits row = from.limits().get(model.modelClass());
            if (row != null) {
                limits.put(model.modelClass(), overridden(row));
            }
            if (model.rules().fast()) {
                limits.put(FAST + model.modelClass(), overridden(from.fast()));
            }
        }
        limits.put(COUNT_TOKENS, Limits.NONE.with(Dimension.REQUESTS, from.countTokensRequests()));
        limits.put(BATCHES, Limits.NONE.with(Dimension.REQUESTS, from.batch().requests()));
        return limits;
    }

    private Limits overridden(ClassLimits row) {
        Limits limits = Limits.perMinute(row.requests(), row.inputTokens(), row.outputTokens());
        for (Dimension dimension : Dimension.values()) {
            if (overrides.of(dimension) != Limits.UNLIMITED) {
                limits = limits.with(dimension, overrides.of(dimension));
            }
        }
        return limits;
    }
}
