/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelclaude.simulator.seed.Seed;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Builds an instance of a JSON schema from a text: names of an enumeration are chosen by the text's words, strings are
 * pieces of the text, numbers and everything else follow from a hash of it.
 *
 * <p>Optional properties are filled in down to a depth; a schema that contains itself ends there. Of alternatives the one is
 * taken that ends soonest, by hash where several do.
 */
final class SchemaInstance {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int GENEROUS_DEPTH = 6;
    private static final int DEEPEST = 40;

    /** About as many characters as the longest answer has; nobody would see more. */
    private static final long LARGEST = 1_000_000;

    private final SchemaTree tree;
    private final EnumChoice enums;
    private final StringValues strings;
    private final Seed seed;
    private long built;

    SchemaInstance(JsonNode schema, List<String> texts, Seed seed) {
        this.tree = new SchemaTree(schema);
        this.seed = seed;
        this.enums = new EnumChoice(texts, seed);
        this.strings = new StringValues(new Extract(texts), seed);
    }

    JsonNode build() {
        return build(tree.root(), "", 0);
    }

    private JsonNode build(JsonNode declared, String path, int depth) {
        built += 2;
        if (depth > DEEPEST || isLargeEnough()) {
            return NullNode.instance;
        }
        JsonNode schema = tree.resolve(declared);
        if (schema.has("const")) {
            return schema.get("const");
        }
        if (schema.path("enum").size() > 0) {
            return ofEnum(schema.get("enum"), path);
        }
        JsonNode alternatives = schema.has("anyOf") ? schema.get("anyOf") : schema.path("oneOf");
        if (alternatives.size() > 0) {
            return build(tree.decided(schema, alternative(alternatives, path, depth)), path, depth + 1);
        }
        return switch (tree.typeOf(schema)) {
            case "object" -> object(schema, path, depth);
            case "array" -> array(schema, path, depth);
            case "string" -> JSON.textNode(counted(strings.value(schema, path)));
            case "integer" -> NumberValues.integer(schema, seed.with(path));
            case "number" -> NumberValues.number(schema, seed.with(path));
            case "boolean" -> BooleanNode.valueOf(seed.with(path).below(2) == 0);
            default -> NullNode.instance;
        };
    }

    private boolean isLargeEnough() {
        return built >= LARGEST;
    }

    private String counted(String text) {
        built += text.length();
        return text;
    }

    private JsonNode ofEnum(JsonNode values, String path) {
        List<String> names = new ArrayList<>();
        values.forEach(value -> names.add(value.asText()));
        return values.get(enums.among(names, path));
    }

    private JsonNode alternative(JsonNode alternatives, String path, int depth) {
        List<JsonNode> candidates = new ArrayList<>();
        alternatives.forEach(candidates::add);
        if (depth >= GENEROUS_DEPTH) {
            return tree.shallowest(candidates);
        }
        candidates.removeIf(candidate -> tree.typeOf(tree.resolve(candidate)).equals("null"));
        return candidates.isEmpty()
                ? alternatives.get(0)
                : candidates.get((int) seed.with(path).below(candidates.size()));
    }

    private JsonNode object(JsonNode schema, String path, int depth) {
        ObjectNode object = JSON.objectNode();
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            String name = property.getKey();
            if (required.contains(name) || depth < GENEROUS_DEPTH && !tree.isRecursive(property.getValue())) {
                object.set(name, build(property.getValue(), path + "/" + name, depth + 1));
            }
        }
        JsonNode further = schema.path("additionalProperties");
        for (String name : required) {
            if (!object.has(name)) {
                object.set(name, build(further.isObject() ? further : tree.anything(), path + "/" + name, depth + 1));
            }
        }
        for (int i = 1; object.size() < schema.path("minProperties").asInt() && !isLargeEnough(); i++) {
            JsonNode value = further.isObject() ? further : tree.anything();
            object.set("property" + i, build(value, path + "/property" + i, depth + 1));
        }
        return object;
    }

    private JsonNode array(JsonNode schema, String path, int depth) {
        ArrayNode array = JSON.arrayNode();
        JsonNode first = schema.path("prefixItems");
        JsonNode items = schema.path("items");
        int least = schema.path("minItems").asInt(0);
        int most = schema.path("maxItems").asInt(Integer.MAX_VALUE);
        int wanted = depth >= GENEROUS_DEPTH || tree.isRecursive(items)
                ? least
                : (int) Math.min(
                        most, Math.max(least, 1 + seed.with(path).with("items").below(3)));
        int size = Math.min(most, Math.max(first.size(), wanted));
        boolean unique = schema.path("uniqueItems").asBoolean();
        Set<JsonNode> taken = new HashSet<>();
        for (int i = 0, tried = 0; array.size() < size && tried < size + 32L && !isLargeEnough(); i++, tried++) {
            JsonNode itemSchema = i < first.size() ? first.get(i) : items.isMissingNode() ? tree.anything() : items;
            if (itemSchema.isBoolean() && !itemSchema.booleanValue()) {
                break;
            }
            JsonNode item = build(itemSchema, path + "/" + i, depth + 1);
            if (unique && taken.contains(item)) {
                item = another(itemSchema, taken, item);
            }
            if (!unique || taken.add(item)) {
                array.add(item);
            }
        }
        return array;
    }

    /** The next value of an enumeration that is not in the list yet. */
    private JsonNode another(JsonNode declared, Set<JsonNode> taken, JsonNode usual) {
        for (JsonNode value : tree.resolve(declared).path("enum")) {
            if (!taken.contains(value)) {
                return value;
            }
        }
        return usual;
    }
}
