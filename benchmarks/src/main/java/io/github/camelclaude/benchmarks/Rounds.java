/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks;

import io.github.camelclaude.benchmarks.load.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the rounds of one load measured, by subject.
 *
 * @param <S> the subjects
 */
final class Rounds<S extends Enum<S>> {

    private final Map<S, List<Figures>> figures = new TreeMap<>();

    void add(S subject, Figures measured) {
        figures.computeIfAbsent(subject, key -> new ArrayList<>()).add(measured);
    }

    /** In the order in which they are declared. */
    List<S> subjects() {
        return List.copyOf(figures.keySet());
    }

    /** One of each round, in order. */
    List<Figures> figures(S subject) {
        return List.copyOf(figures.get(subject));
    }

    Series series(S subject, String figure) {
        return new Series(figures.get(subject).stream()
                .map(measured -> measured.get(figure))
                .toList());
    }
}
