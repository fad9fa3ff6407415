/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks;

import io.github.camelclaude.benchmarks.load.Figures;
import io.github.camelclaude.benchmarks.subject.Subject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What the rounds of one load measured, by subject. */
final class Rounds {

    private final Map<Subject, List<Figures>> figures = new EnumMap<>(Subject.class);

    void add(Subject subject, Figures measured) {
        figures.computeIfAbsent(subject, key -> new ArrayList<>()).add(measured);
    }

    /** In the order in which they are declared. */
    List<Subject> subjects() {
        return List.copyOf(figures.keySet());
    }

    Series series(Subject subject, String figure) {
        return new Series(figures.get(subject).stream()
                .map(measured -> measured.get(figure))
                .toList());
    }
}
