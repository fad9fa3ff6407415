/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.batch.HandedIn.Reason;
import java.time.temporal.TemporalAccessor;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * What comes back with a result. Text, whole numbers, finite ones and booleans stay what they are; times, dates, constants
 * and UUIDs become text; anything else is refused. They become headers: names that steer Camel are only for those who wrote
 * the route.
 */
final class ItemContext {

    private final List<String> names;

    /** @param names what the option itemContext lists */
    ItemContext(List<String> names) {
        this.names = names;
    }

    boolean lists(String name) {
        return names.contains(name);
    }

    /**
     * What an item says in its own object {@code context}, and what it has under the names that are listed.
     *
     * @param own   the item's object; may be null
     * @param named the value of a name that is listed, or null
     * @throws ItemMistake if a value is not simple, or a name can't be a header
     */
    Map<String, Object> of(Map<?, ?> own, Function<String, Object> named, String place) {
        Map<String, Object> context = new LinkedHashMap<>();
        if (own != null) {
            own.forEach((key, value) -> {
                String name = String.valueOf(key);
                requireHeader(name, place);
                put(context, name, value, place);
            });
        }
        names.forEach(name -> put(context, name, named.apply(name), place));
        return context;
    }

    /** Values that a route has picked itself. */
    static Map<String, Object> picked(Collection<String> names, Function<String, Object> named, String place) {
        Map<String, Object> context = new LinkedHashMap<>();
        names.forEach(name -> put(context, name, named.apply(name), place));
        return context;
    }

    /**
     * The same, and the prefix that the item begins with: what the cache did for it counts for that prefix when its result comes.
     * No route gets to see it, since its name begins with Camel.
     *
     * @param prefix its name, or null for none
     */
    static Map<String, Object> withPrefix(Map<String, Object> context, String prefix) {
        if (prefix == null && !context.containsKey(ClaudeConstants.CACHE_PREFIX)) {
            return context;
        }
        Map<String, Object> with = new LinkedHashMap<>(context);
        if (prefix == null) {
            with.remove(ClaudeConstants.CACHE_PREFIX);
        } else {
            with.put(ClaudeConstants.CACHE_PREFIX, prefix);
        }
        return with;
    }

    private void requireHeader(String name, String place) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!names.contains(name) && (lower.startsWith("camel") || lower.startsWith("org.apache.camel"))) {
            throw new ItemMistake(
                    Reason.refused,
                    place + ": a name in context begins with Camel; call it otherwise, or list it in the option"
                            + " itemContext");
        }
        if (name.isBlank() || name.chars().anyMatch(Character::isISOControl)) {
            throw new ItemMistake(
                    Reason.refused,
                    place + ": a name in context is blank or has control characters; name it otherwise");
        }
    }

    private static void put(Map<String, Object> context, String name, Object value, String place) {
        if (value == null) {
            return;
        }
        if (value instanceof Double || value instanceof Float) {
            boolean isFinite = Double.isFinite(((Number) value).doubleValue());
            context.put(name, isFinite ? value : value.toString());
        } else if (value instanceof String || value instanceof Number || value instanceof Boolean) {
            context.put(name, value);
        } else if (value instanceof CharSequence
                || value instanceof Character
                || value instanceof Enum<?>
                || value instanceof TemporalAccessor
                || value instanceof Date
                || value instanceof UUID) {
            context.put(name, value.toString());
        } else {
            throw new ItemMistake(
                    Reason.refused,
                    place + ": a value of the context is a " + kind(value)
                            + "; what comes back with a result has to be text, a number or a boolean");
        }
    }

    private static String kind(Object value) {
        return value instanceof Map<?, ?>
                ? "map"
                : value instanceof Collection<?> ? "list" : value.getClass().getName();
    }
}
