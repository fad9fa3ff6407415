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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Tiers, model classes and kinds of endpoints as far as they were known when this version was made: dated data, read from
 * {@code limits.json} beside this class. Everything in it is only used where nobody who knows better says something.
 */
public final class LimitCatalog {

    private static final String RESOURCE = "limits.json";

    private final Data data;
    private final Map<String, String> classByModel = new HashMap<>();

    private LimitCatalog(Data data) {
        this.data = data;
        data.classes().forEach(row -> row.models().forEach(model -> classByModel.put(model, row.name())));
    }

    /** Reads the catalog that this version ships. */
    public static LimitCatalog load() {
        ObjectReader reader = JsonMapper.builder().build().readerFor(Data.class);
        try (InputStream in = LimitCatalog.class.getResourceAsStream(RESOURCE)) {
            return new LimitCatalog(reader.readValue(in));
        } catch (IOException e) {
            throw new UncheckedIOException("The catalog of limits " + RESOURCE + " can't be read", e);
        }
    }

    /** The day on which the data was true. */
    public LocalDate asOf() {
        return LocalDate.parse(data.asOf());
    }

    /**
     * Which class a model belongs to. The name of a model may be decorated as the clouds do it
     * ({@code eu.anthropic.claude-opus-5-v1:0}, {@code claude-opus-4-5@20251101}) and dated or not. A model that is not known
     * is a class of its own under its name without decoration and date: to share buckets with another model by mistake would
     * make both slow, and to split a bucket in two would draw twice from it.
     */
    public ModelClass classOf(String modelId) {
        String plain = ModelName.plain(modelId);
        String name = classByModel.get(plain);
        return name == null ? new ModelClass(plain, false) : new ModelClass(name, true);
    }

    /**
     * What names the buckets that a model draws on at a kind of place.
     *
     * @param region the region or location; null if there is none
     */
    public String bucketsOf(EndpointKind kind, String modelId, String region) {
        String plain = ModelName.plain(modelId);
        return switch (kind.buckets()) {
            case CLASS -> classOf(modelId).name();
            case MODEL -> plain;
            case LINEAGE ->
                data.lineages().stream()
                        .filter(lineage -> data.lineageLocations().contains(region)
                                && lineage.models().contains(plain))
                        .findFirst()
                        .map(ClassRow::name)
                        .orElse(plain);
        };
    }

    /** A model's name without a cloud's decoration and without a date. */
    public static String plainName(String modelId) {
        return ModelName.plain(modelId);
    }

    /** Whether this is the name of a class. */
    public boolean isClass(String name) {
        return data.classes().stream().anyMatch(row -> row.name().equals(name));
    }

    /**
     * @param name as in the documentation, upper or lower case
     * @throws IllegalArgumentException if there is no such tier
     */
    public Tier tier(String name) {
        return data.tiers().stream()
                .filter(tier -> tier.name().equals(name.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "tier=%s is not known; it must be one of %s. Leave it out if your organization has limits of its own: use limitsFile or the options of each limit"
                                .formatted(
                                        name,
                                        data.tiers().stream().map(Tier::name).collect(Collectors.joining(", ")))));
    }

    /** What is assumed where nobody says anything: the smallest limits that were ever published. */
    public Tier careful() {
        return data.careful();
    }

    /** @throws IllegalArgumentException if there is no such kind */
    public EndpointKind endpoint(String kind) {
        return data.endpoints().stream()
                .filter(endpoint -> endpoint.kind().equals(kind))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no kind of endpoint " + kind));
    }

    private record ClassRow(
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) List<String> models,
            List<String> uncertain) {}

    private record Data(
            @JsonProperty(required = true) String asOf,
            @JsonProperty(required = true) String source,
            @JsonProperty(required = true) List<ClassRow> classes,
            @JsonProperty(required = true) List<Tier> tiers,
            @JsonProperty(required = true) Tier careful,
            @JsonProperty(required = true) List<ClassRow> lineages,
            @JsonProperty(required = true) List<String> lineageLocations,
            @JsonProperty(required = true) List<EndpointKind> endpoints) {}
}
