/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Fields of the API in the order in which they are written down. The order matters: a prompt is only found in the cache
 * again if it is the same byte for byte.
 */
public final class Fields {

    private Fields() {}

    public static Map<String, Object> of(String name, Object value) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(name, value);
        return fields;
    }

    public static Map<String, Object> of(String first, Object value, String second, Object other) {
        Map<String, Object> fields = of(first, value);
        fields.put(second, other);
        return fields;
    }
}
