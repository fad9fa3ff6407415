/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.datatype;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;

/** JSON as text: one value and nothing after it. */
final class JsonText {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonText() {}

    /** Whether it is a parsed value that is not text. */
    static boolean isValue(Object body) {
        return body == null
                || body instanceof Map
                || body instanceof List
                || body instanceof Number
                || body instanceof Boolean
                || body instanceof JsonNode;
    }

    static String of(Object value) throws JsonProcessingException {
        return MAPPER.writeValueAsString(value);
    }

    /** @throws IllegalArgumentException if the text is not JSON; the text is not quoted */
    static String checked(String text) {
        try {
            if (text != null && !MAPPER.readTree(text).isMissingNode()) {
                return text;
            }
        } catch (JsonProcessingException e) {
            // Said below: Jackson's own message quotes the text, which is not ours to print.
        }
        throw new IllegalArgumentException(
                "The message body can't become the data type claude:json: it is text, and not" + " JSON");
    }
}
