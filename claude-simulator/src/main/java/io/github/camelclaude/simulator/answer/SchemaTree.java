/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelclaude.simulator.error.ApiError;
import io.github.camelclaude.simulator.error.ApiException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A schema with its references and combinations resolved as they are needed. */
final class SchemaTree {

    private static final int LONGEST_CHAIN = 50;
    private static final int MOST_STEPS = 1_000_000;
    private final JsonNode root;

    /** References that are known not to lead back to themselves. */
    private final Set<String> finite = new HashSet<>();

    private int steps;

    SchemaTree(JsonNode root) {
        this.root = root;
    }

    JsonNode root() {
        return root;
    }

    /** A schema that anything fulfils; a string is built for it. */
    JsonNode anything() {
        return JsonNodeFactory.instance.objectNode().put("type", "string");
    }

    /** Follows {@code $ref} and merges {@code allOf}. */
    JsonNode resolve(JsonNode declared) {
        return resolve(declared, 0);
    }

    private JsonNode resolve(JsonNode declared, int depth) {
        if (depth > LONGEST_CHAIN || ++steps > MOST_STEPS) {
            throw new ApiException(
                    ApiError.invalidRequest("output_config.format.schema: a $ref or allOf leads in a circle"));
        }
        if (declared.has("$ref")) {
            JsonNode target = target(declared.get("$ref").asText());
            ObjectNode rest = declared.deepCopy();
            rest.remove("$ref");
            return resolve(rest.isEmpty() ? target : merge(rest, target), depth + 1);
        }
        if (declared.path("allOf").isEmpty()) {
            return declared;
        }
        ObjectNode merged = declared.deepCopy();
        merged.remove("allOf");
        for (JsonNode part : declared.get("allOf")) {
            merged = merge(merged, resolve(part, depth + 1));
        }
        return resolve(merged, depth + 1);
    }

    /** Both together: properties and required names are united, anything else of the second wins. */
    ObjectNode merge(JsonNode base, JsonNode addition) {
        ObjectNode merged = base.isObject() ? base.deepCopy() : JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> entry : addition.properties()) {
            switch (entry.getKey()) {
                case "properties" -> {
                    if (entry.getValue() instanceof ObjectNode properties) {
                        propertiesOf(merged).setAll(properties);
                    }
                }
                case "required" -> entry.getValue().forEach(requiredOf(merged)::add);
                default -> merged.set(entry.getKey(), entry.getValue());
            }
        }
        return merged;
    }

    private static ObjectNode propertiesOf(ObjectNode schema) {
        return schema.get("properties") instanceof ObjectNode object ? object : schema.putObject("properties");
    }

    private static ArrayNode requiredOf(ObjectNode schema) {
        return schema.get("required") instanceof ArrayNode array ? array : schema.putArray("required");
    }

    /** A schema that has decided for one of its alternatives. */
    JsonNode decided(JsonNode schema, JsonNode alternative) {
        ObjectNode rest = schema.deepCopy();
        rest.remove("anyOf");
        rest.remove("oneOf");
        return merge(rest, alternative);
    }

    String typeOf(JsonNode schema) {
        JsonNode type = schema.path("type");
        if (type.isTextual()) {
            return type.textValue();
        }
        for (JsonNode each : type) {
            if (!each.asText().equals("null")) {
                return each.asText();
            }
        }
        if (type.size() > 0) {
            return "null";
        }
        if (schema.has("properties") || schema.has("required") || schema.has("additionalProperties")) {
            return "object";
        }
        if (schema.has("items") || schema.has("prefixItems")) {
            return "array";
        }
        return schema.has("minimum") || schema.has("maximum") || schema.has("multipleOf") ? "number" : "string";
    }

    /** The alternative that ends soonest: null, then plain values, then objects that do not contain themselves. */
    JsonNode shallowest(List<JsonNode> alternatives) {
        JsonNode best = alternatives.get(0);
        int least = Integer.MAX_VALUE;
        for (JsonNode alternative : alternatives) {
            int weight =
                    switch (typeOf(resolve(alternative))) {
                        case "null" -> 0;
                        case "object" -> isRecursive(alternative) ? 4 : 3;
                        case "array" -> 2;
                        default -> 1;
                    };
            if (weight < least) {
                least = weight;
                best = alternative;
            }
        }
        return best;
    }

    boolean isRecursive(JsonNode declared) {
        return reachesItself(declared, new HashSet<>());
    }

    private boolean reachesItself(JsonNode node, Set<String> seen) {
        if (node.has("$ref")) {
            String reference = node.get("$ref").asText();
            if (!seen.add(reference)) {
                return true;
            }
            boolean recursive = !finite.contains(reference) && reachesItself(target(reference), seen);
            seen.remove(reference);
            if (!recursive) {
                finite.add(reference);
            }
            return recursive;
        }
        for (JsonNode child : node) {
            if (child.isContainerNode() && reachesItself(child, seen)) {
                return true;
            }
        }
        return false;
    }

    private JsonNode target(String reference) {
        JsonNode target = reference.equals("#")
                ? root
                : reference.startsWith("#/") ? root.at(pointer(reference)) : MissingNode.getInstance();
        if (target.isMissingNode()) {
            throw new ApiException(ApiError.invalidRequest(
                    "output_config.format.schema: $ref '" + reference + "' does not point into the schema"));
        }
        return target;
    }

    private static String pointer(String reference) {
        return reference.substring(1).replace("%24", "$").replace("%25", "%");
    }
}
