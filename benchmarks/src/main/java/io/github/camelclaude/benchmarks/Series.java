/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The same figure from each round, in order.
 *
 * @param values one per round
 */
record Series(List<Double> values) {

    Series {
        values = List.copyOf(values);
        if (values.isEmpty()) {
            throw new IllegalArgumentException("There is no round");
        }
    }

    double median() {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** This less the other, round by round. */
    Series minus(Series other) {
        return new Series(IntStream.range(0, values.size())
                .mapToObj(round -> values.get(round) - other.values.get(round))
                .toList());
    }

    /** This over the other, round by round. */
    Series over(Series other) {
        return new Series(IntStream.range(0, values.size())
                .mapToObj(round -> values.get(round) / other.values.get(round))
                .toList());
    }

    Series times(double factor) {
        return new Series(values.stream().map(value -> value * factor).toList());
    }

    /** The median and, in brackets, the least and the greatest. */
    String show(int decimals) {
        String number = "%,." + decimals + "f";
        return (number + " (" + number + " to " + number + ")")
                .formatted(
                        median(),
                        values.stream().mapToDouble(value -> value).min().orElseThrow(),
                        values.stream().mapToDouble(value -> value).max().orElseThrow());
    }
}
