/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.resilience;

import java.time.Duration;

/**
 * When a backend is taken for dead. Made for calls that take seconds to minutes and that cost money: ten failures in a row say
 * enough, at ten calls a second as at ten an hour, and a fifth that fails says nothing.
 *
 * @param failureRate  percent of the calls of the window that may fail
 * @param slowRate     percent that may be slow, which is to take most of the time they have
 * @param window       how many calls are looked back
 * @param minimumCalls fewer calls say nothing
 * @param firstWait        how long nobody calls at first; doubles with each probe that fails
 * @param longestWait  how long nobody calls at most
 * @param probes       how many must succeed, one after the other
 */
public record BreakerSettings(
        float failureRate,
        float slowRate,
        int window,
        int minimumCalls,
        Duration firstWait,
        Duration longestWait,
        int probes) {

    public static final BreakerSettings DEFAULT =
            new BreakerSettings(50, 80, 50, 10, Duration.ofSeconds(5), Duration.ofSeconds(10), 2);
}
