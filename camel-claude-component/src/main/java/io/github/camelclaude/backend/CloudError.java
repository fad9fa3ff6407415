/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import com.anthropic.errors.AnthropicServiceException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;

/**
 * What an error of a cloud says in the cloud's own form: Amazon's as a header and a message, Google's as a status and a message
 * inside an error.
 *
 * @param code    the cloud's own name for it, or null
 * @param message or null
 */
record CloudError(String code, String message) {

    static final String TYPE_HEADER = "x-amzn-errortype";

    static CloudError of(AnthropicServiceException refusal) {
        List<String> types = refusal.headers().values(TYPE_HEADER);
        JsonNode body = body(refusal);
        JsonNode error = body.path("error");
        String code = types.isEmpty()
                ? code(error)
                : StreamError.capitalized(types.get(0).split(":")[0].strip());
        String message = text(body.path("message"));
        return new CloudError(code, message == null ? text(error.path("message")) : message);
    }

    /** What is in between may answer with anything. */
    private static JsonNode body(AnthropicServiceException refusal) {
        try {
            JsonNode body = refusal.body().convert(JsonNode.class);
            return body == null ? MissingNode.getInstance() : body;
        } catch (RuntimeException e) {
            return MissingNode.getInstance();
        }
    }

    /** Amazon's errors inside a stream come as if they were the API's. */
    private static String code(JsonNode error) {
        String type = text(error.path("type"));
        return StreamError.isAmazons(type) ? StreamError.capitalized(type) : text(error.path("status"));
    }

    private static String text(JsonNode node) {
        return node.isTextual() ? node.textValue() : null;
    }
}
