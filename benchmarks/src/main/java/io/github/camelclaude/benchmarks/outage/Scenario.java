/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks.outage;

import io.github.camelclaude.simulator.fault.Fault;
import java.time.Duration;

/** What goes wrong, for how long, and how slowly it does. */
public enum Scenario {
    /** A fifth of all requests meets an overloaded service. */
    PARTLY_OVERLOADED("A fifth of all requests is answered 529", Fault.OVERLOADED, 0.2, 20, 0),
    /** The service is overloaded for everybody. */
    OVERLOADED("Every request is answered 529", Fault.OVERLOADED, 1, 15, 0),
    /** Connections end before a byte of the answer. */
    CUT("Every connection is cut before the answer", Fault.CUT_BEFORE_BODY, 1, 15, 0),
    /** Errors take their time, as those of a gateway in front of something dead do. */
    SLOWLY_UNAVAILABLE("Every request is answered 503, two seconds later", Fault.UNAVAILABLE, 1, 15, 2_000);

    private final String title;
    private final Fault fault;
    private final double probability;
    private final Duration duration;
    private final Duration slowness;

    Scenario(String title, Fault fault, double probability, int seconds, int slowMillis) {
        this.title = title;
        this.fault = fault;
        this.probability = probability;
        this.duration = Duration.ofSeconds(seconds);
        this.slowness = Duration.ofMillis(slowMillis);
    }

    /** What it is called in a report. */
    public String title() {
        return title;
    }

    Fault fault() {
        return fault;
    }

    double probability() {
        return probability;
    }

    /** How long it goes on. */
    public Duration duration() {
        return duration;
    }

    /** How much later everything comes back that the service answers while it goes on. */
    Duration slowness() {
        return slowness;
    }
}
