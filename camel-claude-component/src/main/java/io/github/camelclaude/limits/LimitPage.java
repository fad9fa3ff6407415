/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.limits;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelclaude.limits.ServiceLimits.Entry;
import io.github.camelclaude.limits.ServiceLimits.Kind;
import io.github.camelclaude.rate.Dimension;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One response of the Rate Limits API, of either version: the older names the kind of a group in {@code group_type}, the newer
 * in {@code group.type}. Groups and limits of kinds that are not known are passed over; what is known must make sense.
 *
 * @param name   what the input is called in errors
 * @param number which page it is, from 1
 */
record LimitPage(String name, int number, JsonNode page) {

    static final String REMEDY =
            "Export it again as the guide's page on limits of the service shows, or leave limitsFile out";

    List<Entry> entries() {
        JsonNode data = page.path("data");
        if (!data.isArray()) {
            throw new IllegalArgumentException(
                    "%s has no list \"data\" in part %d: it must be the answer of the Rate Limits API. %s"
                            .formatted(name, number, page.path("error").isObject() ? failed() : REMEDY));
        }
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < data.size(); i++) {
            entry(data.get(i), "part %d, data[%d]".formatted(number, i)).ifPresent(entries::add);
        }
        return entries;
    }

    private String failed() {
        return "It is an error of the API (%s): export it with an Admin key"
                .formatted(page.path("error").path("type").asText());
    }

    private Optional<Entry> entry(JsonNode entry, String at) {
        JsonNode group = entry.path("group");
        String type = group.isObject()
                ? group.path("type").asText()
                : entry.path("group_type").asText();
        Kind kind =
                switch (type) {
                    case "model_group" -> Kind.MODELS;
                    case "batch" -> Kind.BATCH;
                    case "token_count" -> Kind.COUNT_TOKENS;
                    default -> null;
                };
        if (kind == null) {
            return Optional.empty();
        }
        List<String> models = new ArrayList<>();
        entry.path("models").forEach(model -> models.add(model.asText()));
        if (kind == Kind.MODELS && models.isEmpty()) {
            throw bad(at + ".models", entry.path("models"), "must list the models that share these limits");
        }
        return Optional.of(new Entry(workspace(entry, at), kind, models, amounts(entry, at)));
    }

    private Optional<String> workspace(JsonNode entry, String at) {
        String id = entry.path("workspace_id").asText(page.path("workspace_id").asText(""));
        if (id.isEmpty() && entry.path("type").asText().equals("workspace_rate_limit")) {
            throw new IllegalArgumentException(
                    "%s: %s is of a workspace but does not say of which. Export it with the header anthropic-version: 2026-10-21, or put \"workspace_id\" beside \"data\""
                            .formatted(name, at));
        }
        return Optional.of(id).filter(known -> !known.isEmpty());
    }

    private Map<Dimension, Long> amounts(JsonNode entry, String at) {
        Map<Dimension, Long> amounts = new LinkedHashMap<>();
        JsonNode limits = entry.path("limits");
        for (int i = 0; i < limits.size(); i++) {
            Dimension dimension =
                    ServiceLimits.TYPES.get(limits.get(i).path("type").asText());
            JsonNode value = limits.get(i).path("value");
            if (dimension != null) {
                if (!value.canConvertToLong()
                        || !value.isIntegralNumber()
                        || value.asLong() < 0
                        || value.asLong() > RateLimitHeaders.LARGEST) {
                    throw bad("%s.limits[%d].value".formatted(at, i), value, "must be a whole number of at least 0");
                }
                amounts.merge(dimension, value.asLong(), Math::min);
            }
        }
        return amounts;
    }

    private IllegalArgumentException bad(String at, JsonNode value, String rule) {
        String shown = value.isMissingNode() ? "nothing" : value.toString();
        return new IllegalArgumentException("%s: %s=%s %s. %s"
                .formatted(name, at, shown.substring(0, Math.min(60, shown.length())), rule, REMEDY));
    }
}
