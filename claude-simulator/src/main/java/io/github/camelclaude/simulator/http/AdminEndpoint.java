/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelclaude.simulator.catalog.Model;
import io.github.camelclaude.simulator.error.ApiError;
import io.github.camelclaude.simulator.error.ApiException;
import io.github.camelclaude.simulator.limit.Dimension;
import io.github.camelclaude.simulator.limit.Limits;
import io.github.camelclaude.simulator.service.Quotas;
import io.github.camelclaude.simulator.service.SimulatedService;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The Admin endpoints that tell the limits of the organization and of its workspaces. */
final class AdminEndpoint {

    private static final Map<Dimension, String> NAMES = Map.of(
            Dimension.REQUESTS, "requests_per_minute",
            Dimension.INPUT_TOKENS, "input_tokens_per_minute",
            Dimension.OUTPUT_TOKENS, "output_tokens_per_minute");
    private final SimulatedService service;
    private final Access access;

    AdminEndpoint(SimulatedService service, Access access) {
        this.service = service;
        this.access = access;
    }

    void organization(RoutingContext context) {
        access.admin(context);
        String wantedModel = context.request().getParam("model");
        String wantedGroup = context.request().getParam("group_type");
        Model model = wantedModel == null
                ? null
                : service.catalog()
                        .model(wantedModel)
                        .orElseThrow(() -> new ApiException(ApiError.notFound("model: " + wantedModel)));
        Quotas quotas = service.quotas();
        ArrayNode data = JsonNodeFactory.instance.arrayNode();
        quotas.byClass().forEach((modelClass, limits) -> {
            if (isWanted(wantedGroup, "model_group")
                    && (model == null || model.modelClass().equals(modelClass))) {
                entry(data, "rate_limit", "model_group", models(modelClass), limits, null);
            }
        });
        if (model == null && isWanted(wantedGroup, "batch")) {
            entry(data, "rate_limit", "batch", null, quotas.ofBatches(), null)
                    .addObject()
                    .put("type", "enqueued_batch_requests")
                    .put("value", quotas.batchQueue());
        }
        if (model == null && isWanted(wantedGroup, "token_count")) {
            entry(data, "rate_limit", "token_count", null, quotas.ofCountTokens(), null);
        }
        Reply.of(context).json(200, page(data));
    }

    /** Only what a workspace has of its own. */
    void workspace(RoutingContext context) {
        access.admin(context);
        String workspaceId = context.pathParam("id");
        if (!workspaceId.startsWith("wrkspc_")) {
            throw new ApiException(ApiError.notFound("Workspace with id '" + workspaceId + "' not found."));
        }
        Quotas quotas = service.quotas();
        Map<String, Limits> organization = quotas.byClass();
        ArrayNode data = JsonNodeFactory.instance.arrayNode();
        quotas.capsOf(workspaceId)
                .forEach((modelClass, cap) -> entry(
                        data,
                        "workspace_rate_limit",
                        "model_group",
                        models(modelClass),
                        cap,
                        organization.get(modelClass)));
        Reply.of(context).json(200, page(data));
    }

    private static ArrayNode entry(
            ArrayNode data, String type, String group, List<String> models, Limits limits, Limits organization) {
        ObjectNode entry = data.addObject().put("type", type).put("group_type", group);
        if (models == null) {
            entry.putNull("models");
        } else {
            models.forEach(entry.withArrayProperty("models")::add);
        }
        ArrayNode list = entry.putArray("limits");
        for (Dimension dimension : List.of(Dimension.REQUESTS, Dimension.INPUT_TOKENS, Dimension.OUTPUT_TOKENS)) {
            if (limits.of(dimension) == Limits.UNLIMITED) {
                continue;
            }
            ObjectNode limit =
                    list.addObject().put("type", NAMES.get(dimension)).put("value", limits.of(dimension));
            if (organization != null) {
                limit.put("org_limit", organization.of(dimension));
            }
        }
        return list;
    }

    private List<String> models(String modelClass) {
        return service.catalog().models().stream()
                .filter(model -> model.modelClass().equals(modelClass))
                .flatMap(model -> Stream.concat(Stream.of(model.id()), model.aliases().stream()))
                .toList();
    }

    private static boolean isWanted(String wanted, String group) {
        return wanted == null || wanted.equals(group);
    }

    private static ObjectNode page(ArrayNode data) {
        ObjectNode page = JsonNodeFactory.instance.objectNode();
        page.set("data", data);
        page.putNull("next_page");
        return page;
    }
}
