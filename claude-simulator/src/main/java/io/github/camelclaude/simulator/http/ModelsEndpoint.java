/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelclaude.simulator.catalog.Catalog;
import io.github.camelclaude.simulator.catalog.Model;
import io.github.camelclaude.simulator.error.ApiError;
import io.github.camelclaude.simulator.error.ApiException;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** {@code GET /v1/models} and {@code GET /v1/models/{id}}. */
final class ModelsEndpoint {

    private final Catalog catalog;
    private final Access access;

    ModelsEndpoint(Catalog catalog, Access access) {
        this.catalog = catalog;
        this.access = access;
    }

    void one(RoutingContext context) {
        access.caller(context);
        access.version(context);
        String name = context.pathParam("id");
        Model model = catalog.model(name)
                .filter(known -> !known.isRetired())
                .orElseThrow(() -> new ApiException(ApiError.notFound("model: " + name)));
        Reply.of(context).json(200, json(model));
    }

    void list(RoutingContext context) {
        access.caller(context);
        access.version(context);
        List<Model> models =
                catalog.models().stream().filter(model -> !model.isRetired()).toList();
        Paging paging = Paging.of(context.request());
        int from = 0;
        int to = models.size();
        if (paging.beforeId() != null) {
            to = Math.max(0, indexOf(models, paging.beforeId()));
            from = Math.max(0, to - paging.limit());
        } else {
            from = paging.afterId() == null ? 0 : placeAfter(models, paging.afterId());
            to = Math.min(models.size(), from + paging.limit());
        }
        boolean more = paging.beforeId() != null ? from > 0 : to < models.size();
        ArrayNode data = JsonNodeFactory.instance.arrayNode();
        models.subList(from, to).forEach(model -> data.add(json(model)));
        Reply.of(context).json(200, Paging.page(data, more));
    }

    /** After an unknown model comes nothing; beginning anew would let a reader of pages go round for ever. */
    private static int placeAfter(List<Model> models, String id) {
        int index = indexOf(models, id);
        return index < 0 ? models.size() : index + 1;
    }

    private static int indexOf(List<Model> models, String id) {
        for (int i = 0; i < models.size(); i++) {
            if (models.get(i).id().equals(id)) {
                return i;
            }
        }
        return -1;
    }

    private static ObjectNode json(Model model) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("type", "model");
        json.put("id", model.id());
        json.put("display_name", model.displayName());
        json.put("created_at", model.createdAt().toString());
        json.put("line", model.id().replaceFirst("^claude-([a-z]+).*$", "$1"));
        json.put("lifecycle", "active");
        json.putNull("deprecated_at");
        json.putNull("retires_at");
        json.put("max_input_tokens", model.contextTokens());
        json.put("max_tokens", model.maxOutputTokens());
        json.set("capabilities", capabilities(model));
        return json;
    }

    private static ObjectNode capabilities(Model model) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (String always :
                new String[] {"batch", "citations", "code_execution", "image_input", "pdf_input", "structured_outputs"
                }) {
            json.putObject(always).put("supported", true);
        }
        String thinking = model.rules().thinking();
        ObjectNode types = json.putObject("thinking")
                .put("supported", !thinking.equals("none"))
                .putObject("types");
        types.putObject("adaptive").put("supported", thinking.equals("adaptive") || thinking.equals("both"));
        types.putObject("between_tools").put("supported", thinking.equals("adaptive"));
        types.putObject("disabled").put("supported", model.rules().thinkingOff());
        types.putObject("enabled").put("supported", thinking.equals("budget") || thinking.equals("both"));
        ObjectNode tools = json.putObject("server_tools").put("supported", true);
        tools.putObject("web_search").put("supported", true);
        tools.putObject("code_execution").put("supported", true);
        ObjectNode effort = json.putObject("effort").put("supported", true);
        for (String level : new String[] {"low", "medium", "high", "xhigh", "max"}) {
            effort.putObject(level).put("supported", true);
        }
        ObjectNode context = json.putObject("context_management").put("supported", true);
        for (String strategy :
                new String[] {"clear_thinking_20251015", "clear_tool_uses_20250919", "compact_20260112"}) {
            context.putObject(strategy).put("supported", true);
        }
        return json;
    }
}
