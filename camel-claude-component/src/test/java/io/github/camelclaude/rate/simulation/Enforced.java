/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import io.github.camelclaude.simulator.limit.Burst;
import java.util.Locale;

/** How the service enforces its limits: how much may be used at once, and whether headers show it. */
enum Enforced {
    MINUTE(0, true),
    TEN_SECONDS_SHOWN(6, true),
    TEN_SECONDS_HIDDEN(6, false),
    SECOND_SHOWN(60, true),
    SECOND_HIDDEN(60, false);

    private final int slices;
    private final boolean shown;

    Enforced(int slices, boolean shown) {
        this.slices = slices;
        this.shown = shown;
    }

    Burst burst() {
        return new Burst(100, slices, shown);
    }

    boolean isShown() {
        return shown;
    }

    /** Seconds of refill that a bucket holds. */
    int seconds() {
        return slices == 0 ? 60 : 60 / slices;
    }

    /** The most that is there at once. */
    long capacity(long perMinute) {
        return slices == 0 ? perMinute : Math.max(1, perMinute / slices);
    }

    /** Such as {@code 10 s hidden}. */
    String label() {
        return seconds() + " s" + (slices == 0 ? "" : shown ? " shown" : " hidden").toLowerCase(Locale.ROOT);
    }
}
