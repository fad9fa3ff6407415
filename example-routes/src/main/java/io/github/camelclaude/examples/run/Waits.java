/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.run;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How long calls waited for their permit, by priority.
 *
 * @param calls   how many there were
 * @param half    half of them waited no longer, in milliseconds
 * @param nearly  99 of 100 waited no longer
 * @param longest the longest wait
 */
public record Waits(long calls, long half, long nearly, long longest) {

    /** Counts waits to a hundredth of a second. Not safe for many threads. */
    static final class Counter {

        private static final long STEP = 10;

        private final TreeMap<Long, Long> calls = new TreeMap<>();
        private long longest;

        void add(long millis) {
            calls.merge(millis / STEP * STEP, 1L, Long::sum);
            longest = Math.max(longest, millis);
        }

        Waits waits() {
            long all = calls.values().stream().mapToLong(Long::longValue).sum();
            return new Waits(all, within(all * 0.5), within(all * 0.99), longest);
        }

        private long within(double wanted) {
            long passed = 0;
            for (Map.Entry<Long, Long> entry : calls.entrySet()) {
                passed += entry.getValue();
                if (passed >= wanted) {
                    return entry.getKey();
                }
            }
            return 0;
        }
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,6d waited: half of them up to %.1f s, 99 %% up to %.1f s, the longest %.1f s",
                calls,
                half / 1000.0,
                nearly / 1000.0,
                longest / 1000.0);
    }
}
