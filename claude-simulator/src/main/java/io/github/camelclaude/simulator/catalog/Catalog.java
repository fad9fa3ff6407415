/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The dated data, read once from {@code catalog.json} beside this class. */
public final class Catalog {

    private final LocalDate asOf;
    private final List<String> sources;
    private final List<Model> models;
    private final Map<String, Tier> tiers;
    private final Map<String, Model> byName = new HashMap<>();

    private Catalog(JsonNode json) {
        asOf = CatalogFile.date(json.required("asOf"));
        sources = CatalogFile.words(json.required("sources"));
        models = CatalogFile.models(json.required("models"));
        tiers = CatalogFile.tiers(json.required("tiers"));
        for (Model model : models) {
            byName.put(model.id(), model);
            model.aliases().forEach(alias -> byName.put(alias, model));
        }
    }

    public static Catalog load() {
        return new Catalog(CatalogFile.read());
    }

    /** The day on which the data was last checked. */
    public LocalDate asOf() {
        return asOf;
    }

    public List<String> sources() {
        return sources;
    }

    /** Newest first. */
    public List<Model> models() {
        return models;
    }

    /** The model that an id or alias means. */
    public Optional<Model> model(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public Tier tier(String name) {
        Tier tier = tiers.get(name.toLowerCase(Locale.ROOT).replaceFirst("^(legacy-?|tier-?)", ""));
        if (tier == null) {
            throw new IllegalArgumentException(
                    "There is no tier '%s'; known are %s (1 to 4 are the legacy ones, valid until 2026-06-26)"
                            .formatted(name, new TreeSet<>(tiers.keySet())));
        }
        return tier;
    }
}
