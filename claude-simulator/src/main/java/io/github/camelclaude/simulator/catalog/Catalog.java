/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.catalog;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.deser.std.FromStringDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;

/** The dated data, read once from {@code catalog.json} beside this class. */
public final class Catalog {

    private static final String RESOURCE = "catalog.json";

    private final Contents contents;
    private final Map<String, Model> byName = new HashMap<>();

    private record Contents(
            LocalDate asOf, List<String> sources, String note, List<Model> models, Map<String, Tier> tiers) {}

    private Catalog(Contents contents) {
        this.contents = contents;
        for (Model model : contents.models) {
            byName.put(model.id(), model);
            model.aliases().forEach(alias -> byName.put(alias, model));
        }
    }

    public static Catalog load() {
        try (InputStream in = Catalog.class.getResourceAsStream(RESOURCE)) {
            JsonMapper mapper = JsonMapper.builder()
                    .addModule(dates())
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();
            return new Catalog(mapper.readValue(in, Contents.class));
        } catch (IOException e) {
            throw new UncheckedIOException("The simulator's " + RESOURCE + " cannot be read", e);
        }
    }

    /** The day on which the data was last checked. */
    public LocalDate asOf() {
        return contents.asOf;
    }

    public List<String> sources() {
        return contents.sources;
    }

    /** Newest first. */
    public List<Model> models() {
        return contents.models;
    }

    /** The model that an id or alias means. */
    public Optional<Model> model(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    public Tier tier(String name) {
        String key = name.toLowerCase(Locale.ROOT).replaceFirst("^(legacy-?|tier-?)", "");
        Tier tier = contents.tiers.get(key);
        if (tier == null) {
            throw new IllegalArgumentException(
                    "There is no tier '%s'; known are %s (1 to 4 are the legacy ones, valid until 2026-06-26)"
                            .formatted(name, new TreeSet<>(contents.tiers.keySet())));
        }
        return tier;
    }

    private static SimpleModule dates() {
        return new SimpleModule()
                .addDeserializer(LocalDate.class, new Parsed<>(LocalDate.class, LocalDate::parse))
                .addDeserializer(Instant.class, new Parsed<>(Instant.class, Instant::parse));
    }

    private static final class Parsed<T> extends FromStringDeserializer<T> {
        private static final long serialVersionUID = 1L;
        private final transient Function<String, T> parser;

        Parsed(Class<T> type, Function<String, T> parser) {
            super(type);
            this.parser = parser;
        }

        @Override
        protected T _deserialize(String value, com.fasterxml.jackson.databind.DeserializationContext context) {
            return parser.apply(value);
        }
    }
}
