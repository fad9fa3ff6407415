/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks.load;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** Times of calls, kept one by one, written by many threads and read once they are done. */
final class Latencies {

    private final long[] nanos;
    private final AtomicInteger recorded = new AtomicInteger();

    /** @param most how many are kept; what comes after is counted and not kept */
    Latencies(int most) {
        nanos = new long[most];
    }

    void record(long time) {
        int index = recorded.getAndIncrement();
        if (index < nanos.length) {
            nanos[index] = time;
        }
    }

    int count() {
        return recorded.get();
    }

    /** The time in milliseconds that this share of the calls did not exceed. */
    double[] millis(double... shares) {
        long[] sorted = Arrays.copyOf(nanos, Math.min(recorded.get(), nanos.length));
        Arrays.sort(sorted);
        return Arrays.stream(shares)
                .map(share -> sorted.length == 0
                        ? Double.NaN
                        : sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)] / 1e6)
                .toArray();
    }
}
