/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

import java.util.Locale;

/** How urgent a call is. Each priority has a floor: the share of the quota it gets even when all others want everything. */
public enum Priority {
    CRITICAL(0.4),
    HIGH(0.3),
    NORMAL(0.2),
    LOW(0.1);

    private final double floor;

    Priority(double floor) {
        this.floor = floor;
    }

    /** Its share while all priorities wait; what one of them does not use, the others get. */
    public double floor() {
        return floor;
    }

    /** As in options, headers, metrics and logs: {@code critical}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
