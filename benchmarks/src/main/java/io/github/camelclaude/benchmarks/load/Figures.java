/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks.load;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What one fork measured, by name; travels from process to process as one line.
 *
 * @param values the figures
 */
public record Figures(Map<String, Double> values) {

    /** How the line begins. */
    public static final String MARK = "FIGURES ";

    public Figures {
        values = Map.copyOf(values);
    }

    /** @throws IllegalArgumentException if it was not measured */
    public double get(String name) {
        Double value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException(name + " was not measured; there are " + values.keySet());
        }
        return value;
    }

    public String toLine() {
        return MARK
                + new TreeMap<>(values)
                        .entrySet().stream()
                                .map(figure -> figure.getKey() + "=" + figure.getValue())
                                .collect(Collectors.joining(" "));
    }

    public static Figures ofLine(String line) {
        return new Figures(Arrays.stream(line.substring(MARK.length()).split(" "))
                .map(figure -> figure.split("="))
                .collect(Collectors.toMap(figure -> figure[0], figure -> Double.valueOf(figure[1]))));
    }
}
