/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.catalog;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelclaude.simulator.catalog.Model.LongPrompt;
import io.github.camelclaude.simulator.catalog.Model.Rules;
import io.github.camelclaude.simulator.catalog.Tier.BatchLimits;
import io.github.camelclaude.simulator.catalog.Tier.ClassLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the catalog from its tree: binding by reflection takes a tenth of a second, which a start can do without. */
final class CatalogFile {

    private static final String RESOURCE = "catalog.json";

    private CatalogFile() {}

    static JsonNode read() {
        try (InputStream in = CatalogFile.class.getResourceAsStream(RESOURCE)) {
            return JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build()
                    .readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("The simulator's " + RESOURCE + " cannot be read", e);
        }
    }

    static LocalDate date(JsonNode json) {
        return LocalDate.parse(json.textValue());
    }

    static List<String> words(JsonNode json) {
        List<String> words = new ArrayList<>();
        json.forEach(word -> words.add(word.textValue()));
        return words;
    }

    static List<Model> models(JsonNode json) {
        List<Model> models = new ArrayList<>();
        json.forEach(model -> models.add(model(model)));
        return List.copyOf(models);
    }

    static Map<String, Tier> tiers(JsonNode json) {
        Map<String, Tier> tiers = new LinkedHashMap<>();
        json.properties().forEach(entry -> tiers.put(entry.getKey(), tier(entry.getValue())));
        return tiers;
    }

    private static Model model(JsonNode json) {
        JsonNode dearer = json.path("longPrompt");
        return new Model(
                json.required("id").textValue(),
                words(json.path("aliases")),
                json.required("modelClass").textValue(),
                json.required("displayName").textValue(),
                Instant.parse(json.required("createdAt").textValue()),
                json.required("status").textValue(),
                price(json.required("price")),
                dearer.isObject()
                        ? new LongPrompt(dearer.required("aboveTokens").intValue(), price(dearer.required("price")))
                        : null,
                json.required("contextTokens").intValue(),
                json.required("maxOutputTokens").intValue(),
                json.required("minCacheTokens").intValue(),
                rules(json.required("rules")),
                words(json.path("uncertain")));
    }

    private static Price price(JsonNode json) {
        return new Price(
                json.required("input").decimalValue(),
                json.required("output").decimalValue(),
                json.required("cacheWrite5m").decimalValue(),
                json.required("cacheWrite1h").decimalValue(),
                json.required("cacheRead").decimalValue());
    }

    private static Rules rules(JsonNode json) {
        return new Rules(
                json.required("prefill").booleanValue(),
                json.required("thinking").textValue(),
                json.required("thinkingOff").booleanValue(),
                json.required("forcedTool").booleanValue(),
                json.required("sampling").textValue(),
                json.required("inferenceGeo").booleanValue(),
                json.required("fast").booleanValue(),
                json.required("dense").booleanValue(),
                json.required("systemTurns").booleanValue());
    }

    private static Tier tier(JsonNode json) {
        Map<String, ClassLimits> limits = new LinkedHashMap<>();
        json.required("limits").properties().forEach(entry -> limits.put(entry.getKey(), limits(entry.getValue())));
        JsonNode batch = json.required("batch");
        return new Tier(
                date(json.required("asOf")),
                json.has("validUntil") ? date(json.get("validUntil")) : null,
                json.required("monthlySpendUsd").longValue(),
                json.required("uncertain").booleanValue(),
                limits,
                limits(json.required("fast")),
                new BatchLimits(
                        batch.required("requests").longValue(),
                        batch.required("queue").longValue()),
                json.required("countTokensRequests").longValue());
    }

    private static ClassLimits limits(JsonNode json) {
        return new ClassLimits(
                json.required("requests").longValue(),
                json.required("inputTokens").longValue(),
                json.required("outputTokens").longValue(),
                json.path("uncertain").asBoolean());
    }
}
