/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.service;

import io.github.camelclaude.simulator.seed.Seed;
import java.time.Duration;

/**
 * How long answers take: a while to the first token, then a little for each.
 *
 * @param firstToken time to the first token, in the middle
 * @param perToken time for each further token, in the middle
 * @param spread spread of both: sigma of a log-normal factor, 0 for none
 */
public record Pace(Duration firstToken, Duration perToken, double spread) {

    /** Like a mid-sized model at a quiet hour. */
    public static final Pace USUAL = new Pace(Duration.ofMillis(300), Duration.ofMillis(5), 0.25);

    public static final Pace INSTANT = new Pace(Duration.ZERO, Duration.ZERO, 0);

    public Pace {
        if (firstToken.isNegative() || perToken.isNegative() || !(spread >= 0 && spread <= 2)) {
            throw new IllegalArgumentException(
                    "Pace of %s to the first token, %s for each, spread %s; times are not negative, the spread is from 0 to 2"
                            .formatted(firstToken, perToken, spread));
        }
    }

    /** Every answer begins after this time and is complete at once. */
    public static Pace fixed(Duration latency) {
        return new Pace(latency, Duration.ZERO, 0);
    }

    public boolean isInstant() {
        return firstToken.isZero() && perToken.isZero();
    }

    /** The pace of one answer. */
    Pace drawn(Seed seed) {
        if (spread == 0) {
            return this;
        }
        return new Pace(scaled(firstToken, seed.with("first token")), scaled(perToken, seed.with("per token")), 0);
    }

    private Duration scaled(Duration duration, Seed seed) {
        return Duration.ofNanos(Math.round(duration.toNanos() * Math.exp(spread * seed.gaussian())));
    }
}
