/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;

/**
 * Strict JSON: one value and nothing after it, no name twice in an object. What says one thing to us and another to
 * somebody else must not get past a check.
 */
final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Json() {}

    /** The value: maps, lists, strings, numbers, booleans, null. */
    static Object parse(String text) throws JsonProcessingException {
        return MAPPER.readValue(text, Object.class);
    }

    /** @throws NotJson if the text is not a JSON object */
    static Map<String, Object> object(String text) {
        return read(text, MAPPER.getTypeFactory().constructMapType(Map.class, String.class, Object.class), "object");
    }

    /** @throws NotJson if the text is not a JSON array */
    static List<Object> array(String text) {
        return read(text, MAPPER.getTypeFactory().constructCollectionType(List.class, Object.class), "array");
    }

    private static <T> T read(String text, com.fasterxml.jackson.databind.JavaType type, String what) {
        try {
            T value = MAPPER.readValue(text, type);
            if (value != null) {
                return value;
            }
            throw new NotJson("it is not a JSON " + what);
        } catch (JsonProcessingException e) {
            throw new NotJson(
                    "it is not a JSON " + what + " (line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ")");
        }
    }

    static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** Says where the text is wrong without quoting it. */
    static final class NotJson extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        NotJson(String message) {
            super(message);
        }
    }
}
