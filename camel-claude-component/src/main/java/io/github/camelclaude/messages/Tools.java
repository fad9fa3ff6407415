/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tools that a model may ask for. */
public final class Tools {

    private Tools() {}

    /**
     * Reads tool definitions.
     *
     * @param tools  a JSON array as text, or a list of maps
     * @param origin where they came from, for the error message
     * @throws IllegalArgumentException if they are missing or not tool definitions
     */
    public static List<?> of(Object tools, String origin) {
        List<?> definitions;
        try {
            definitions = tools instanceof CharSequence text ? Json.array(text.toString()) : (List<?>) tools;
        } catch (Json.NotJson | ClassCastException e) {
            throw new IllegalArgumentException(
                    "The tools of " + origin + " can't be used: "
                            + (e instanceof Json.NotJson ? e.getMessage() : "they are neither text nor a list"),
                    e);
        }
        if (definitions == null || definitions.isEmpty()) {
            throw new IllegalArgumentException("The tools of " + origin + " are missing");
        }
        Set<Object> names = new LinkedHashSet<>();
        for (Object definition : definitions) {
            if (!(definition instanceof Map<?, ?> tool) || !(tool.get("name") instanceof String name)) {
                throw new IllegalArgumentException("The tools of " + origin + " must each have a name; number "
                        + (definitions.indexOf(definition) + 1) + " has none");
            }
            if (!names.add(name)) {
                throw new IllegalArgumentException(
                        "The tools of " + origin + " must have different names; " + name + " stands twice");
            }
        }
        return definitions;
    }

    /** The field {@code tool_choice}, or null if nothing was chosen. */
    public static Map<String, Object> choice(String toolChoice) {
        if (toolChoice == null || toolChoice.isBlank()) {
            return null;
        }
        return switch (toolChoice) {
            case "auto", "any", "none" -> Fields.of("type", toolChoice);
            default -> Fields.of("type", "tool", "name", toolChoice);
        };
    }
}
