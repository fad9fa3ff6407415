/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** An answer that may be no use to a route although the call succeeded. */
public enum FailOn {
    /** The model declined ({@code refusal}). */
    refusal,
    /** The answer was cut off ({@code max_tokens}, {@code model_context_window_exceeded}). */
    truncated,
    /** The answer is not the JSON that was asked for. */
    schema,
    /** The model paused a long turn ({@code pause_turn}). */
    paused;

    /**
     * Reads the option.
     *
     * @param names comma-separated names, or {@code none}
     * @throws IllegalArgumentException if a name is unknown
     */
    public static Set<FailOn> parse(String names) {
        Set<FailOn> parsed = EnumSet.noneOf(FailOn.class);
        if (!"none".equals(names.strip())) {
            for (String name : names.split(",")) {
                parsed.add(Arrays.stream(values())
                        .filter(known -> known.name().equals(name.strip()))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("failOn=" + names + ": there is no '"
                                + name.strip() + "'; there are " + Arrays.toString(values()) + " and none")));
            }
        }
        return Collections.unmodifiableSet(parsed);
    }

    /** Which of these a stop reason of the API stands for, or null. */
    static FailOn of(String stopReason) {
        return switch (stopReason) {
            case "refusal" -> refusal;
            case "max_tokens", "model_context_window_exceeded" -> truncated;
            case "pause_turn" -> paused;
            default -> null;
        };
    }
}
