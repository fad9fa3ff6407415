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
import io.github.camelclaude.simulator.limit.Limits;
import io.github.camelclaude.simulator.message.ApiVersion;
import io.github.camelclaude.simulator.service.Quotas;
import io.github.camelclaude.simulator.service.SimulatedService;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The Admin endpoints that tell the limits of the organization and of its workspaces. */
final class AdminEndpoint {

    private final SimulatedService service;
    private final Access access;

    AdminEndpoint(SimulatedService service, Access access) {
        this.service = service;
        this.access = access;
    }

    void organization(RoutingContext context) {
        access.admin(context);
        RateLimitJson shape = new RateLimitJson(access.version(context), service.identity());
        String wantedModel = context.request().getParam("model");
        String wantedGroup = context.request().getParam("group_type");
        Model model = wantedModel == null ? null : model(wantedModel);
        Quotas quotas = service.quotas();
        ArrayNode data = JsonNodeFactory.instance.arrayNode();
        quotas.byClass().forEach((modelClass, limits) -> {
            boolean meant = model == null || model.modelClass().equals(modelClass);
            if (meant
                    && isWanted(wantedGroup, "model_group")
                    && !models(modelClass).isEmpty()) {
                data.add(shape.entry("model_group", modelClass, models(modelClass), limits));
            }
        });
        if (model == null && isWanted(wantedGroup, "batch")) {
            ObjectNode batch = shape.entry("batch", "batch", null, quotas.ofBatches());
            batch.withArrayProperty("limits")
                    .addObject()
                    .put("type", "enqueued_batch_requests")
                    .put("value", quotas.batchQueue());
            data.add(batch);
        }
        if (model == null && isWanted(wantedGroup, "token_count")) {
            data.add(shape.entry("token_count", "token_count", null, quotas.ofCountTokens()));
        }
        Reply.of(context).json(200, page(data));
    }

    /** Only what a workspace has of its own. */
    void workspace(RoutingContext context) {
        access.admin(context);
        ApiVersion version = access.version(context);
        String workspaceId = context.pathParam("id");
        if (!workspaceId.startsWith("wrkspc_")) {
            throw new ApiException(ApiError.notFound("Workspace with id '" + workspaceId + "' not found."));
        }
        RateLimitJson shape = new RateLimitJson(version, service.identity());
        Map<String, Limits> organization = service.quotas().byClass();
        ArrayNode data = JsonNodeFactory.instance.arrayNode();
        service.quotas()
                .capsOf(workspaceId)
                .forEach((modelClass, cap) -> data.add(shape.workspaceEntry(
                        workspaceId, modelClass, models(modelClass), cap, organization.get(modelClass))));
        Reply.of(context).json(200, page(data));
    }

    private Model model(String name) {
        return service.catalog()
                .model(name)
                .filter(known -> !known.isRetired())
                .orElseThrow(() -> new ApiException(ApiError.notFound("model: " + name)));
    }

    /** Ids and aliases of a class that can be called. */
    private List<String> models(String modelClass) {
        return service.catalog().models().stream()
                .filter(model -> model.modelClass().equals(modelClass) && !model.isRetired())
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
