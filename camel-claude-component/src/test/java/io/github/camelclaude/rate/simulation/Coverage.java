/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import io.github.camelclaude.rate.simulation.Cell.Phase;
import java.util.Locale;
import java.util.Map;

/** Tells how often each fault was met, with each dimension, at each time. */
final class Coverage {

    private Coverage() {}

    static String table(Map<Cell, Integer> runs) {
        StringBuilder table = new StringBuilder("| fault |");
        StringBuilder rule = new StringBuilder("| --- |");
        for (Binding binding : Binding.all()) {
            for (Phase phase : Phase.values()) {
                table.append(" %s, %s |".formatted(lower(binding), lower(phase)));
                rule.append(" --- |");
            }
        }
        table.append('\n').append(rule).append('\n');
        for (Fault fault : Fault.values()) {
            table.append("| ").append(lower(fault)).append(" |");
            for (Binding binding : Binding.all()) {
                for (Phase phase : Phase.values()) {
                    table.append(" %d |".formatted(runs.getOrDefault(new Cell(fault, binding, phase), 0)));
                }
            }
            table.append('\n');
        }
        return table.toString();
    }

    private static String lower(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
