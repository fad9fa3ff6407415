/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelclaude.simulator.limit.Dimension;
import io.github.camelclaude.simulator.limit.Limits;
import io.github.camelclaude.simulator.message.ApiVersion;
import io.github.camelclaude.simulator.service.Identity;
import java.util.List;
import java.util.Map;

/**
 * An entry of the Rate Limits endpoints. The older version names the kind of group in {@code group_type}; the newer one has
 * an id and a {@code group} object, as the official SDK of that version reads it.
 */
record RateLimitJson(ApiVersion version, Identity identity) {

    private static final List<Dimension> DIMENSIONS =
            List.of(Dimension.REQUESTS, Dimension.INPUT_TOKENS, Dimension.OUTPUT_TOKENS);
    private static final Map<Dimension, String> NAMES = Map.of(
            Dimension.REQUESTS, "requests_per_minute",
            Dimension.INPUT_TOKENS, "input_tokens_per_minute",
            Dimension.OUTPUT_TOKENS, "output_tokens_per_minute");

    ObjectNode entry(String groupType, String name, List<String> models, Limits limits) {
        ObjectNode entry = JsonNodeFactory.instance.objectNode().put("type", "rate_limit");
        if (version == ApiVersion.V2026_10_21) {
            entry.put("id", identity.lasting("rl_", name));
        }
        return filled(entry, groupType, name, models, limits);
    }

    ObjectNode workspaceEntry(String workspaceId, String name, List<String> models, Limits cap, Limits organization) {
        ObjectNode entry = JsonNodeFactory.instance.objectNode().put("type", "workspace_rate_limit");
        if (version == ApiVersion.V2026_10_21) {
            entry.put("rate_limit_id", identity.lasting("rl_", name)).put("workspace_id", workspaceId);
        }
        filled(entry, "model_group", name, models, cap);
        for (var limit : entry.path("limits")) {
            ObjectNode value = (ObjectNode) limit;
            DIMENSIONS.stream()
                    .filter(dimension ->
                            NAMES.get(dimension).equals(value.path("type").asText()))
                    .forEach(dimension -> value.put("org_limit", organization.of(dimension)));
            if (version == ApiVersion.V2026_10_21) {
                value.putObject("source").put("type", "workspace");
            }
        }
        return entry;
    }

    private ObjectNode filled(ObjectNode entry, String groupType, String name, List<String> models, Limits limits) {
        if (version == ApiVersion.V2026_10_21) {
            ObjectNode group = entry.putObject("group")
                    .put("id", identity.lasting("rlg_", name))
                    .put("type", groupType);
            if (groupType.equals("model_group")) {
                group.put("display_name", "Claude " + name);
            }
        } else {
            entry.put("group_type", groupType);
        }
        if (models == null) {
            entry.putNull("models");
        } else {
            ArrayNode names = entry.putArray("models");
            models.forEach(names::add);
        }
        ArrayNode values = entry.putArray("limits");
        for (Dimension dimension : DIMENSIONS) {
            if (limits.of(dimension) != Limits.UNLIMITED) {
                values.addObject().put("type", NAMES.get(dimension)).put("value", limits.of(dimension));
            }
        }
        return entry;
    }
}
