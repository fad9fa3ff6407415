/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.account;

import io.github.camelclaude.simulator.catalog.Cost;
import io.github.camelclaude.simulator.tokens.Usage;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Sums over attempts. Changed only under the lock of its owner; what leaves it is a copy. */
public final class Totals {

    private long arrived;
    private long early;
    private Usage usage = Usage.NONE;
    private Cost cost = Cost.ZERO;
    private final Map<String, Long> endings;

    Totals() {
        endings = new TreeMap<>();
    }

    private Totals(Totals other) {
        arrived = other.arrived;
        early = other.early;
        usage = other.usage;
        cost = other.cost;
        endings = Collections.unmodifiableMap(new TreeMap<>(other.endings));
    }

    Totals copy() {
        return new Totals(this);
    }

    void reset() {
        arrived = 0;
        early = 0;
        usage = Usage.NONE;
        cost = Cost.ZERO;
        endings.clear();
    }

    void arrive(boolean isEarly) {
        arrived++;
        early += isEarly ? 1 : 0;
    }

    void end(Ending ending) {
        endings.merge(ending.label(), 1L, Long::sum);
        usage = usage.plus(ending.used());
        cost = cost.plus(ending.charged());
    }

    public long arrived() {
        return arrived;
    }

    public long answered() {
        return endings.getOrDefault("answered", 0L);
    }

    public long cancelled() {
        return endings.getOrDefault("cancelled", 0L);
    }

    /** Refused by limits, whatever the dimension. */
    public long refused() {
        return sum("refused ");
    }

    public long failed() {
        return sum("failed ");
    }

    public long rejected() {
        return sum("rejected ");
    }

    /** Attempts that came before the {@code retry-after} that the same content had been told. */
    public long early() {
        return early;
    }

    /** How many attempts ended how, by label, such as {@code refused input-tokens}. */
    public Map<String, Long> endings() {
        return Collections.unmodifiableMap(endings);
    }

    public Usage usage() {
        return usage;
    }

    public Cost cost() {
        return cost;
    }

    private long sum(String prefix) {
        return endings.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(prefix))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
