/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.catalog;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the places that serve Claude call its models, and what they can do, as far as it was known when this version was made:
 * dated data, read from {@code backends.json} beside this class.
 */
public final class BackendCatalog {

    private static final String RESOURCE = "backends.json";
    private static final Pattern DATED = Pattern.compile("(.*)-(\\d{8})");

    private final Data data;

    private BackendCatalog(Data data) {
        this.data = data;
    }

    /** Reads the catalog that this version ships. */
    public static BackendCatalog load() {
        ObjectReader reader = JsonMapper.builder().build().readerFor(Data.class);
        try (InputStream in = BackendCatalog.class.getResourceAsStream(RESOURCE)) {
            return new BackendCatalog(reader.readValue(in));
        } catch (IOException e) {
            throw new UncheckedIOException("The catalog of backends " + RESOURCE + " can't be read", e);
        }
    }

    /** The day on which the data was true. */
    public LocalDate asOf() {
        return LocalDate.parse(data.asOf());
    }

    /** What a kind of place is called in sentences. */
    public String title(String kind) {
        return kind(kind).title();
    }

    /**
     * What a model is called there. A name that is decorated already stays as it is; one without a date, where the API knows
     * it as another name of a dated one, gets the date where only that is known.
     *
     * @param profile the inference profile, or null for none
     */
    public String modelName(String kind, String model, String profile) {
        if (!model.startsWith("claude-") || model.contains("@")) {
            return model;
        }
        String name = name(kind(kind), model);
        return profile == null ? name : profile + "." + name;
    }

    private String name(Kind place, String model) {
        String special = place.names().get(model);
        if (special != null) {
            return special;
        }
        String date = place.knowsAliases() ? null : data.dates().get(model);
        Matcher dated = DATED.matcher(date == null ? model : model + "-" + date);
        return dated.matches()
                ? place.dated().replace("{model}", dated.group(1)).replace("{date}", dated.group(2))
                : place.name().replace("{model}", model);
    }

    /** The largest request that is taken, in bytes. */
    public long largestRequest(String kind) {
        return kind(kind).largestRequest();
    }

    /** Whether it has an operation, such as {@code count-tokens}. */
    public boolean can(String kind, String operation) {
        return kind(kind).operations().contains(operation);
    }

    /** What a request wants that can't be done there, in words; empty if nothing. */
    public List<String> cannot(String kind, Map<String, Object> requestBody) {
        Kind place = kind(kind);
        return place.cannot().stream()
                .map(Feature::named)
                .filter(feature -> feature.isWantedBy(requestBody))
                .map(feature -> place.title() + " has no " + feature.words())
                .toList();
    }

    /**
     * Where data is processed, by all names that this has: a geography, and the region if it does not leave that.
     *
     * @param region  null if the platform has none
     * @param profile the inference profile, which may carry data all over its geography; null for none
     */
    public Set<String> regions(String kind, String region, String profile) {
        Set<String> names = new LinkedHashSet<>();
        if (profile != null) {
            names.add(profile);
            return names;
        }
        String here = region == null ? "" : region;
        names.add(kind(kind).geographies().entrySet().stream()
                .filter(entry -> here.startsWith(entry.getKey()))
                .max(Comparator.comparingInt(entry -> entry.getKey().length()))
                .map(Map.Entry::getValue)
                .orElse(here));
        if (!here.isEmpty()) {
            names.add(here);
        }
        return names;
    }

    private Kind kind(String name) {
        return data.kinds().stream()
                .filter(kind -> kind.kind().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no kind of backend " + name));
    }

    private record Kind(
            @JsonProperty(required = true) String kind,
            @JsonProperty(required = true) String title,
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) String dated,
            @JsonProperty(required = true) boolean knowsAliases,
            @JsonProperty(required = true) Map<String, String> names,
            @JsonProperty(required = true) long largestRequest,
            @JsonProperty(required = true) List<String> operations,
            @JsonProperty(required = true) List<String> cannot,
            @JsonProperty(required = true) Map<String, String> geographies,
            List<String> uncertain) {}

    private record Data(
            @JsonProperty(required = true) String asOf,
            @JsonProperty(required = true) String source,
            @JsonProperty(required = true) Map<String, String> dates,
            List<String> uncertain,
            @JsonProperty(required = true) List<Kind> kinds) {}
}
