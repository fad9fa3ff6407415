/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import com.anthropic.core.JsonValue;
import com.anthropic.models.messages.JsonOutputFormat;
import com.anthropic.models.messages.OutputConfig;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import java.util.stream.Collectors;

/** A JSON schema that the answer must follow, in the shape that the API takes. */
public final class OutputSchema {

    private static final ObjectReader READER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerForMapOf(Object.class);

    private final OutputConfig config;

    private OutputSchema(Map<?, ?> schema) {
        Map<String, JsonValue> properties = schema.entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> String.valueOf(entry.getKey()), entry -> JsonValue.from(entry.getValue())));
        this.config = OutputConfig.builder()
                .format(JsonOutputFormat.of(JsonOutputFormat.Schema.builder()
                        .additionalProperties(properties)
                        .build()))
                .build();
    }

    /**
     * Reads a schema.
     *
     * @param schema its text, or an already parsed map
     * @param origin where it came from, for the error message
     * @throws IllegalArgumentException if it is missing or not a JSON object
     */
    public static OutputSchema of(Object schema, String origin) {
        if (schema instanceof Map<?, ?> parsed) {
            return new OutputSchema(parsed);
        }
        if (schema instanceof CharSequence text) {
            try {
                Map<String, Object> parsed = READER.readValue(text.toString());
                if (parsed != null) {
                    return new OutputSchema(parsed);
                }
            } catch (JsonProcessingException e) {
                throw new IllegalArgumentException(
                        "The JSON schema of " + origin + " can't be read: " + e.getOriginalMessage() + " (line "
                                + e.getLocation().getLineNr() + ")",
                        e);
            }
        }
        throw new IllegalArgumentException("The JSON schema of " + origin + " must be a JSON object, as text or as a"
                + " java.util.Map, but is "
                + (schema == null ? "missing" : schema.getClass().getName()));
    }

    OutputConfig config() {
        return config;
    }
}
