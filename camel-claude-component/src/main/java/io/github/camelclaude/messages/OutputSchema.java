/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaException;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.SpecVersionDetector;
import java.util.List;
import java.util.Map;

/** A JSON schema that the answer must follow. */
public final class OutputSchema {

    private final Map<String, Object> schema;
    private final JsonSchema validator;

    private OutputSchema(Map<String, Object> schema) {
        this.schema = schema;
        JsonNode tree = Json.tree(schema);
        VersionFlag version =
                SpecVersionDetector.detectOptionalVersion(tree, false).orElse(VersionFlag.V202012);
        this.validator = JsonSchemaFactory.getInstance(version).getSchema(tree);
    }

    /**
     * Reads a schema.
     *
     * @param schema its text, or an already parsed map
     * @param origin where it came from, for the error message
     * @throws IllegalArgumentException if it is missing or not a JSON schema
     */
    @SuppressWarnings("unchecked")
    public static OutputSchema of(Object schema, String origin) {
        try {
            if (schema instanceof Map<?, ?> parsed) {
                return new OutputSchema((Map<String, Object>) parsed);
            }
            if (schema instanceof CharSequence text) {
                return new OutputSchema(Json.object(text.toString()));
            }
        } catch (Json.NotJson | JsonSchemaException e) {
            throw new IllegalArgumentException("The JSON schema of " + origin + " can't be used: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("The JSON schema of " + origin + " must be a JSON object, as text or as a"
                + " java.util.Map, but is "
                + (schema == null ? "missing" : schema.getClass().getName()));
    }

    /** As the API takes it in {@code output_config.format}. */
    public Map<String, Object> format() {
        return Fields.of("type", "json_schema", "schema", schema);
    }

    /** Where the value breaks which rule; empty if it follows the schema. The value itself is not quoted. */
    List<String> violations(Object value) {
        return validator.validate(Json.tree(value)).stream()
                .map(violation -> violation.getInstanceLocation() + " breaks " + violation.getType())
                .distinct()
                .sorted()
                .toList();
    }
}
