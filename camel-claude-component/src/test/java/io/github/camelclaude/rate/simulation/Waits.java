/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import java.util.Arrays;

/** How long calls waited until their last attempt left, in nanoseconds. */
final class Waits {

    private long[] all = new long[1024];
    private int count;
    private boolean sorted;

    void add(long nanos) {
        if (count == all.length) {
            all = Arrays.copyOf(all, count * 2);
        }
        all[count++] = nanos;
        sorted = false;
    }

    /** In seconds; 0 where there was none. */
    double quantile(double part) {
        if (count == 0) {
            return 0;
        }
        if (!sorted) {
            Arrays.sort(all, 0, count);
            sorted = true;
        }
        return all[(int) Math.min(count - 1, Math.floor(part * count))] / 1e9;
    }
}
