/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.message;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelclaude.simulator.catalog.Model;
import io.github.camelclaude.simulator.error.ApiError;
import io.github.camelclaude.simulator.error.ApiException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Tools and the choice among them. */
final class ToolRules {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,128}");

    private static final Set<String> CUSTOM_FIELDS = Set.of(
            "type",
            "name",
            "description",
            "input_schema",
            "cache_control",
            "strict",
            "allowed_callers",
            "defer_loading",
            "eager_input_streaming",
            "input_examples");

    private ToolRules() {}

    static void check(Field body, Model model) {
        Set<String> names = new HashSet<>();
        body.ifPresent("tools", tools -> {
            List<Field> all = tools.array();
            all.forEach(tool -> tool(tool, names));
        });
        body.ifPresent("tool_choice", choice -> choice(choice, names, model));
    }

    private static void tool(Field declared, Set<String> names) {
        JsonNode type = declared.object().value().path("type");
        boolean custom = type.isMissingNode() || type.isNull() || type.asText().equals("custom");
        Field tool = custom ? declared.as("custom").onlyKnows(CUSTOM_FIELDS) : declared;
        Field name = tool.required("name");
        if (!NAME.matcher(name.string()).matches()) {
            throw name.wrong("String should match pattern '^[a-zA-Z0-9_-]{1,128}$'");
        }
        if (!names.add(name.string())) {
            throw new ApiException(ApiError.invalidRequest("tools: Tool names must be unique."));
        }
        if (custom) {
            Field schema = tool.required("input_schema").object();
            if (!schema.required("type").value().asText().equals("object")) {
                throw schema.get("type").wrong("Input should be 'object'");
            }
            tool.ifPresent("description", Field::string);
        }
    }

    private static void choice(Field choice, Set<String> names, Model model) {
        String type = choice.type(Set.of("auto", "any", "tool", "none"));
        if ((type.equals("any") || type.equals("tool")) && !model.rules().forcedTool()) {
            throw choice.get("type")
                    .wrong("'%s' is not supported on %s. Use 'auto' or 'none'.".formatted(type, model.id()));
        }
        if (names.isEmpty() && !type.equals("none")) {
            throw choice.wrong("may only be specified while providing tools");
        }
        if (type.equals("tool")) {
            String name = choice.required("name").string();
            if (!names.contains(name)) {
                throw new ApiException(
                        ApiError.invalidRequest("Tool '%s' not found in provided tools".formatted(name)));
            }
        }
        choice.ifPresent("disable_parallel_tool_use", Field::bool);
    }
}
