/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks.limiter;

import io.github.camelclaude.rate.simulation.Comparison;

/**
 * Prints what becomes of the same calls with the throttles that people use today and with ours, in the simulation that the
 * limiter's promises are measured in: {@code java -cp benchmarks/target/camel-claude-benchmarks.jar
 * io.github.camelclaude.benchmarks.limiter.LimiterComparison [seeds]}.
 */
public final class LimiterComparison {

    private static final int USUAL_SEEDS = 5;

    private LimiterComparison() {}

    public static void main(String[] arguments) {
        int seeds = arguments.length == 0 ? USUAL_SEEDS : Integer.parseInt(arguments[0]);
        System.out.println(new Comparison(seeds)
                .add("Bucket4j on all three", Bucket4jThrottle::new)
                .tables());
    }
}
