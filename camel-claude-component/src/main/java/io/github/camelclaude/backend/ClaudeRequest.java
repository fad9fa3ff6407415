/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A complete request in the shape of the Messages API: {@code model}, {@code max_tokens}, {@code messages} and whatever
 * else, as maps, lists, strings, numbers and booleans, in the order in which they are sent. Fields that this version does not know pass through untouched.
 *
 * @param body the fields of the request
 */
public record ClaudeRequest(Map<String, Object> body) {

    public ClaudeRequest {
        body = Collections.unmodifiableMap(new LinkedHashMap<>(body));
    }

    /** The model, or an empty string if there is none. */
    public String model() {
        return body.get("model") instanceof String model ? model : "";
    }
}
