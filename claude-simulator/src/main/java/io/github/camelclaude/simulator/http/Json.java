/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelclaude.simulator.error.ApiError;
import io.github.camelclaude.simulator.error.ApiException;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Bytes to JSON and back. */
final class Json {

    private static final int LONGEST_STRING = 300_000_000;
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(LONGEST_STRING)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Json() {}

    static JsonNode read(Buffer body) {
        try {
            JsonNode json = MAPPER.readTree(body.getBytes());
            if (json.isMissingNode()) {
                throw notJson("Expecting value: line 1 column 1 (char 0)");
            }
            return json;
        } catch (JsonProcessingException e) {
            throw notJson("%s: line %d column %d"
                    .formatted(
                            e.getOriginalMessage().lines().findFirst().orElse("unreadable"),
                            e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                            e.getLocation() == null ? 1 : e.getLocation().getColumnNr()));
        } catch (IOException e) {
            throw notJson("it is not text");
        }
    }

    static <T> T convert(JsonNode json, Class<T> type) throws JsonProcessingException {
        return MAPPER.treeToValue(json, type);
    }

    static Buffer write(JsonNode json) {
        try {
            return Buffer.buffer(MAPPER.writeValueAsBytes(json));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ApiException notJson(String reason) {
        return new ApiException(ApiError.invalidRequest("The request body is not valid JSON: " + reason));
    }
}
