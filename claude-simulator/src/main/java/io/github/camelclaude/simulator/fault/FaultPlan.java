/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.fault;

import io.github.camelclaude.simulator.seed.Seed;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which requests meet which fault. The decision follows from the seed, the request's content and the number of the attempt:
 * the same job meets the same faults in whatever order its requests arrive, and a repeated request meets fresh luck.
 */
public final class FaultPlan {

    private static final FaultPlan NONE = new FaultPlan(Seed.of(0), new EnumMap<>(Fault.class));

    private final Seed seed;
    private final Map<Fault, Double> probabilities;

    private FaultPlan(Seed seed, Map<Fault, Double> probabilities) {
        this.seed = seed;
        this.probabilities = Collections.unmodifiableMap(probabilities);
    }

    public static FaultPlan none() {
        return NONE;
    }

    public static FaultPlan seeded(long seed) {
        return new FaultPlan(Seed.of(seed), new EnumMap<>(Fault.class));
    }

    /** The same plan, where a request meets the fault with this probability, from 0 to 1. */
    public FaultPlan with(Fault fault, double probability) {
        EnumMap<Fault, Double> changed = new EnumMap<>(Fault.class);
        changed.putAll(probabilities);
        changed.put(fault, probability);
        double sum = changed.values().stream().mapToDouble(Double::doubleValue).sum();
        if (!(probability >= 0) || sum > 1) {
            throw new IllegalArgumentException(
                    "Probability %s of %s, all together %s; each must be from 0 to 1 and all together at most 1"
                            .formatted(probability, fault.label(), sum));
        }
        return new FaultPlan(seed, changed);
    }

    public Map<Fault, Double> probabilities() {
        return probabilities;
    }

    /**
     * The fault that an attempt meets.
     *
     * @param contentKey identifies the content of the request
     * @param attempt 1 for the first time that this content arrives
     */
    public Optional<Fault> decide(String contentKey, int attempt) {
        if (probabilities.isEmpty()) {
            return Optional.empty();
        }
        double luck = seed.with(contentKey).with(attempt).unit();
        for (Map.Entry<Fault, Double> entry : probabilities.entrySet()) {
            luck -= entry.getValue();
            if (luck < 0) {
                return Optional.of(entry.getKey());
            }
        }
        return Optional.empty();
    }
}
