/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.estimate;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * Tokens per character by content class and generation of models: dated data, read from {@code token-ratios.json} beside
 * this class. A model whose name none of the generations knows is taken for the newest, which has the most tokens.
 */
final class TokenRatios {

    private static final String RESOURCE = "token-ratios.json";

    private final LocalDate asOf;
    private final List<Generation> generations;

    private TokenRatios(LocalDate asOf, List<Generation> generations) {
        this.asOf = asOf;
        this.generations = List.copyOf(generations);
    }

    static TokenRatios load() {
        ObjectReader reader = JsonMapper.builder().build().readerFor(Data.class);
        try (InputStream in = TokenRatios.class.getResourceAsStream(RESOURCE)) {
            Data data = reader.readValue(in);
            return new TokenRatios(LocalDate.parse(data.asOf()), data.generations());
        } catch (IOException e) {
            throw new UncheckedIOException("The token ratios " + RESOURCE + " can't be read", e);
        }
    }

    /** The day on which the data was true. */
    LocalDate asOf() {
        return asOf;
    }

    /** Tokens per unit, by the ordinal of {@link ContentClass}; a copy. */
    double[] of(String model) {
        Generation known = generations.stream()
                .filter(generation -> generation.models().stream().anyMatch(model::contains))
                .findFirst()
                .orElse(generations.get(0));
        double[] ratios = new double[ContentClass.values().length];
        for (ContentClass contentClass : ContentClass.values()) {
            ratios[contentClass.ordinal()] = known.tokensPerUnit().get(contentClass);
        }
        return ratios;
    }

    /**
     * Models that share a tokenizer.
     *
     * @param models    parts of the names of its models
     * @param uncertain what could not be confirmed
     */
    private record Generation(
            @JsonProperty(required = true) String name,
            @JsonProperty(required = true) List<String> models,
            @JsonProperty(required = true) Map<ContentClass, Double> tokensPerUnit,
            List<String> uncertain) {}

    private record Data(
            @JsonProperty(required = true) String asOf,
            @JsonProperty(required = true) String source,
            @JsonProperty(required = true) List<Generation> generations) {}
}
