/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

/** What a short run looks at: which fault, while which dimension decides, at which time of a life. */
record Cell(Fault fault, Binding binding, Phase phase) {

    /** When a fault strikes. */
    enum Phase {
        /** From the first call on. */
        START,
        /** Later, while nothing else happens. */
        STEADY,
        /** While limits change. */
        CHANGE,
        /** When work begins again after a rest. */
        REST
    }

    static final int COUNT = Fault.values().length * Binding.values().length * Phase.values().length;

    /** Cells take turns, so that many seeds meet all of them equally often. */
    static Cell of(long seed) {
        int number = (int) Math.floorMod(seed, (long) COUNT);
        Binding[] bindings = Binding.values();
        Phase[] phases = Phase.values();
        return new Cell(
                Fault.values()[number / (bindings.length * phases.length)],
                bindings[number / phases.length % bindings.length],
                phases[number % phases.length]);
    }
}
