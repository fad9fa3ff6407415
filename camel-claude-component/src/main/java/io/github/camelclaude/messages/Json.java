/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelclaude.backend.LargestRequest;
import java.util.List;
import java.util.Map;

/**
 * Strict JSON: one value and nothing after it, no name twice in an object. What says one thing to us and another to
 * somebody else must not get past a check.
 */
public final class Json {

    /** Jackson's own limit is below what a document in a request may have. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(LargestRequest.BYTES)
                    .build())
            .build();

    private static final JsonMapper MAPPER = JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Json() {}

    /** The value: maps, lists, strings, numbers, booleans, null. */
    static Object parse(String text) throws JsonProcessingException {
        return MAPPER.readValue(text, Object.class);
    }

    /**
     * The value: maps, lists, strings, numbers, booleans; null for {@code null}.
     *
     * @throws NotJson if the text is not JSON
     */
    public static Object value(String text) {
        try {
            return MAPPER.readValue(text, Object.class);
        } catch (JsonProcessingException e) {
            throw new NotJson("it is not JSON" + place(e));
        }
    }

    /** @throws NotJson if the value can't be written as JSON */
    public static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new NotJson("it can't be written as JSON");
        }
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
            throw new NotJson("it is not a JSON " + what + place(e));
        }
    }

    /** What is nested too deep, for one, has no place. */
    private static String place(JsonProcessingException e) {
        JsonLocation location = e.getLocation();
        return location == null ? "" : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
    }

    static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /** Says where the text is wrong without quoting it. */
    public static final class NotJson extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        NotJson(String message) {
            super(message);
        }
    }
}
