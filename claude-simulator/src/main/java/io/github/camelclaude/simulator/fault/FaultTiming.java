/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.fault;

import java.time.Duration;

/**
 * How long slow faults take.
 *
 * @param firstToken how much later the first token of a slow answer comes
 * @param pause between two driblets of an answer
 */
public record FaultTiming(Duration firstToken, Duration pause) {

    public static final FaultTiming USUAL = new FaultTiming(Duration.ofSeconds(30), Duration.ofSeconds(5));

    public FaultTiming {
        if (firstToken.isNegative() || pause.isNegative()) {
            throw new IllegalArgumentException(
                    "Slow faults of %s and %s; times are not negative".formatted(firstToken, pause));
        }
    }
}
