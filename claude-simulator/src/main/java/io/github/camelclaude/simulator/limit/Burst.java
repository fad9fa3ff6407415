/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.limit;

/**
 * How much of a minute's amount may be used at once. The service says only that limits may be enforced over shorter
 * intervals (its example: 60 per minute as one per second); the real capacity is undocumented.
 *
 * @param percent capacity of the buckets in percent of the amount per minute, 1 to 100; 100 is the documented reading
 * @param slicesPerMinute additionally enforce the amount over so many slices of a minute; 0 for none, 60 for every second
 * @param slicesVisible whether headers show what is left of the slice, beside the limit per minute; hidden slices refuse
 *     although headers show plenty
 */
public record Burst(int percent, int slicesPerMinute, boolean slicesVisible) {

    /** A whole minute's amount at once, no slices. */
    public static final Burst WHOLE_MINUTE = new Burst(100, 0, false);

    public Burst {
        if (percent < 1 || percent > 100) {
            throw new IllegalArgumentException(
                    "Burst is " + percent + " percent of a minute; it must be from 1 to 100");
        }
        if (slicesPerMinute < 0 || slicesPerMinute > 6000) {
            throw new IllegalArgumentException(
                    slicesPerMinute + " slices per minute; it must be from 0 (none) to 6000 (every 10 ms)");
        }
    }

    long capacity(long perMinute) {
        return perMinute == 0 ? 0 : Math.max(1, perMinute * percent / 100);
    }

    long sliceCapacity(long perMinute) {
        return perMinute == 0 ? 0 : Math.max(1, perMinute / slicesPerMinute);
    }
}
