/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

import java.util.List;

/**
 * What the headers of one response tell about the limits.
 *
 * @param entries one per dimension that is told
 * @param date    the service's time of the response ({@code Date}), nanoseconds since 1970, or {@link #UNKNOWN}
 */
public record Report(List<Entry> entries, long date) {

    public static final long UNKNOWN = Long.MIN_VALUE;
    public static final Report NONE = new Report(List.of(), UNKNOWN);

    /**
     * One dimension.
     *
     * @param limit     per minute
     * @param remaining what is left, rounded to {@code rounding}
     * @param resetAt   the service's time at which it is full again, in whole seconds, nanoseconds since 1970, or {@link #UNKNOWN}
     * @param rounding  1 if {@code remaining} is exact, 1000 if it is rounded to the nearest thousand
     */
    public record Entry(Dimension dimension, long limit, long remaining, long resetAt, long rounding) {}

    public Report {
        entries = List.copyOf(entries);
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }
}
