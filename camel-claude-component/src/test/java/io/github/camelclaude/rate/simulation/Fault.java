/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

/** What goes wrong, beside the limits themselves. */
enum Fault {
    NONE(0),
    /** Headers are held up for seconds, each for a time of its own, so that they overtake each other. */
    LATE_HEADERS(0.5),
    /** Headers do not arrive. */
    LOST_HEADERS(0.5),
    /** No response carries any. */
    NO_HEADERS(1),
    /** 529 before any limit is looked at. */
    OVERLOADED(0.1),
    /** The connection breaks: before the request arrives, or while the answer is written. */
    CUT(0.05),
    /** The service's clock is wrong. */
    CLOCK_SKEW(1),
    /** A refused request uses up a request. */
    REFUSED_COUNT(1),
    /** Events of one instant come in any order. */
    SHUFFLED(1);

    final double probability;

    Fault(double probability) {
        this.probability = probability;
    }
}
