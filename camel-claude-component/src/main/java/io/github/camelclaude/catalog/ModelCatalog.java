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
import java.util.List;
import java.util.Optional;

/**
 * The models and prices known when this version was made: dated data, read from {@code models.json} beside this class. A
 * model that is not in it can be called all the same; only its cost is then unknown.
 */
public final class ModelCatalog {

    private static final String RESOURCE = "models.json";

    private final LocalDate asOf;
    private final List<ClaudeModel> models;
    private final LimitCatalog limits = LimitCatalog.load();

    private ModelCatalog(LocalDate asOf, List<ClaudeModel> models) {
        this.asOf = asOf;
        this.models = List.copyOf(models);
    }

    /** Reads the catalog that this version ships. */
    public static ModelCatalog load() {
        ObjectReader reader = JsonMapper.builder().build().readerFor(Data.class);
        try (InputStream in = ModelCatalog.class.getResourceAsStream(RESOURCE)) {
            Data data = reader.readValue(in);
            return new ModelCatalog(LocalDate.parse(data.asOf()), data.models());
        } catch (IOException e) {
            throw new UncheckedIOException("The model catalog " + RESOURCE + " can't be read", e);
        }
    }

    /** The day on which the data was true. */
    public LocalDate asOf() {
        return asOf;
    }

    /** The newest models of each family, the most capable first. */
    public List<ClaudeModel> current() {
        return models.stream().filter(ClaudeModel::current).toList();
    }

    /** The model of this id; empty if the catalog does not know it. */
    public Optional<ClaudeModel> find(String id) {
        return models.stream().filter(model -> model.id().equals(id)).findFirst();
    }

    /** Which models share limits with this one; a model that nobody knows shares them with none. */
    public ModelClass classOf(String id) {
        return limits.classOf(id);
    }

    /** Tiers, model classes and kinds of endpoints. */
    public LimitCatalog limits() {
        return limits;
    }

    private record Data(
            @JsonProperty(required = true) String asOf,
            @JsonProperty(required = true) String source,
            @JsonProperty(required = true) List<ClaudeModel> models) {}
}
