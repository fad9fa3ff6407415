/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.prefix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Copies of JSON values whose maps have one order. A prompt is found in the cache only if it is the same byte for byte, and
 * a {@code HashMap} or a {@code Map.of} has another order in each process.
 */
final class Ordered {

    private Ordered() {}

    /** With the names of all maps in their alphabetical order: the same for equal maps, whoever made them. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> sorted(Map<?, ?> map) {
        return (Map<String, Object>) copy(map, true);
    }

    /** With the order that maps have; those that have none of their own get the alphabetical one. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> kept(Map<?, ?> map) {
        return (Map<String, Object>) copy(map, false);
    }

    private static Object copy(Object value, boolean sorted) {
        if (value instanceof Map<?, ?> map) {
            boolean keeps = !sorted && (map instanceof LinkedHashMap || map instanceof SortedMap);
            Map<String, Object> copy = keeps ? new LinkedHashMap<>() : new TreeMap<>();
            map.forEach((name, field) -> copy.put(String.valueOf(name), copy(field, sorted)));
            return Collections.unmodifiableMap(copy);
        }
        if (value instanceof Iterable<?> elements) {
            List<Object> copy = new ArrayList<>();
            elements.forEach(element -> copy.add(copy(element, sorted)));
            return Collections.unmodifiableList(copy);
        }
        if (value instanceof Object[] elements) {
            return copy(Arrays.asList(elements), sorted);
        }
        return value;
    }
}
