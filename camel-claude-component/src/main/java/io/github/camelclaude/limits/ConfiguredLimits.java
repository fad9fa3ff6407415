/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.limits;

import io.github.camelclaude.catalog.LimitCatalog;
import io.github.camelclaude.rate.Dimension;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The limits that a configuration gives: for all model classes, and for single ones, which come first. */
public final class ConfiguredLimits {

    public static final ConfiguredLimits NONE =
            new ConfiguredLimits(Map.of(), Map.of(), List.of(), SpendCaps.NONE, Map.of());

    private final Map<Dimension, Long> all;
    private final Map<String, Map<Dimension, Long>> byClass;
    private final List<String> unknownKeys;
    private final SpendCaps spend;
    private final Map<String, SpendCaps> spendByClass;

    private ConfiguredLimits(
            Map<Dimension, Long> all,
            Map<String, Map<Dimension, Long>> byClass,
            List<String> unknownKeys,
            SpendCaps spend,
            Map<String, SpendCaps> spendByClass) {
        this.all = all;
        this.byClass = byClass;
        this.unknownKeys = List.copyOf(unknownKeys);
        this.spend = spend;
        this.spendByClass = Map.copyOf(spendByClass);
    }

    /**
     * Checks and takes over.
     *
     * @param all   for all model classes, each for itself
     * @param keyed by model or model class, as in {@code limits[claude-opus-5-5]}
     * @param spend in all
     * @throws IllegalArgumentException if a value can't be, with the value, the rule and what to do
     */
    public static ConfiguredLimits of(
            LimitOptions all, Map<String, LimitOptions> keyed, SpendCaps spend, LimitCatalog catalog) {
        Map<String, Map<Dimension, Long>> byClass = new HashMap<>();
        Map<String, String> givenAs = new HashMap<>();
        List<String> unknown = new ArrayList<>();
        keyed.forEach((key, options) -> {
            String name = catalog.isClass(key) ? key : catalog.classOf(key).name();
            String other = givenAs.put(name, key);
            if (other != null) {
                throw new IllegalArgumentException(
                        "limits[%s] and limits[%s] are one: these models share the limits of %s. Give them once"
                                .formatted(other, key, name));
            }
            if (!catalog.isClass(name)) {
                unknown.add(key);
            }
            Map<Dimension, Long> amounts = amounts("limits[%s].".formatted(key), options);
            byClass.put(name, amounts);
            // The service may tell that a model has limits of its own after all; its group then has the model's name.
            byClass.put(LimitCatalog.plainName(key), amounts);
        });
        return new ConfiguredLimits(amounts("", all), byClass, unknown, spend, Map.of());
    }

    private static Map<Dimension, Long> amounts(String prefix, LimitOptions options) {
        Map<Dimension, Long> amounts = new LinkedHashMap<>();
        put(amounts, Dimension.REQUESTS, prefix + "requestsPerMinute", options.getRequestsPerMinute());
        put(amounts, Dimension.INPUT_TOKENS, prefix + "inputTokensPerMinute", options.getInputTokensPerMinute());
        put(amounts, Dimension.OUTPUT_TOKENS, prefix + "outputTokensPerMinute", options.getOutputTokensPerMinute());
        put(amounts, Dimension.TOKENS, prefix + "tokensPerMinute", options.getTokensPerMinute());
        put(amounts, Dimension.CONCURRENCY, prefix + "maxConcurrency", options.getMaxConcurrency());
        return amounts;
    }

    private static void put(Map<Dimension, Long> amounts, Dimension dimension, String option, Long value) {
        if (value == null) {
            return;
        }
        if (value < 1 || value > RateLimitHeaders.LARGEST) {
            throw new IllegalArgumentException(
                    "%s=%d must be from 1 to %d; leave it out if you don't want to limit %s here, and stop the route to send nothing"
                            .formatted(option, value, RateLimitHeaders.LARGEST, dimension));
        }
        amounts.put(dimension, value);
    }

    /** Keys that name no model or class that the catalog knows: a new model, or a slip of the pen worth a warning. */
    public List<String> unknownKeys() {
        return unknownKeys;
    }

    Optional<Long> amount(String className, Dimension dimension) {
        Long own = byClass.getOrDefault(className, Map.of()).get(dimension);
        return Optional.ofNullable(own == null ? all.get(dimension) : own);
    }

    /**
     * These, and caps on what single models or model classes may spend.
     *
     * @param keyed by model or model class
     * @throws IllegalArgumentException if a value can't be
     */
    public ConfiguredLimits capping(Map<String, LimitOptions> keyed, LimitCatalog catalog) {
        Map<String, SpendCaps> caps = new HashMap<>();
        keyed.forEach((key, options) -> {
            SpendCaps own = SpendCaps.of(
                    "limits[%s].".formatted(key), options.getSpendPerDay(), options.getSpendPerMonth(), null);
            if (!own.equals(SpendCaps.NONE)) {
                caps.put(catalog.isClass(key) ? key : catalog.classOf(key).name(), own);
            }
        });
        return new ConfiguredLimits(all, byClass, unknownKeys, spend, caps);
    }

    /** What the models of a class may spend together. */
    SpendCaps spendOf(String className) {
        return spendByClass.getOrDefault(className, SpendCaps.NONE);
    }

    SpendCaps spend() {
        return spend;
    }
}
