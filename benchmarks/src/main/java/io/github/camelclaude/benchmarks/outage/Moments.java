/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks.outage;

import java.util.Arrays;
import java.util.OptionalLong;

/** Moments on one time line, in nanoseconds: when requests arrived, or when answers did. */
final class Moments {

    private final long[] sorted;

    Moments(long... moments) {
        sorted = moments.clone();
        Arrays.sort(sorted);
    }

    int count() {
        return sorted.length;
    }

    /** The most that lie within any span of this width that begins and ends within the given time. */
    int mostWithin(long width, long from, long to) {
        int most = 0;
        for (int first = 0, next = 0; first < sorted.length; first++) {
            if (sorted[first] < from) {
                continue;
            }
            // The last spans have no room to begin at their first moment; they end where the time does.
            long end = Math.min(sorted[first] + width, to);
            while (next < sorted.length && sorted[next] < end) {
                next++;
            }
            most = Math.max(most, next - first);
        }
        return most;
    }

    /** The first moment that begins a span of this width with at least so many, all within the given time. */
    OptionalLong firstWithAtLeast(int least, long width, long from, long to) {
        for (int first = 0; first + least <= sorted.length; first++) {
            if (sorted[first] >= from
                    && sorted[first] + width <= to
                    && sorted[first + least - 1] - sorted[first] < width) {
                return OptionalLong.of(sorted[first]);
            }
        }
        return OptionalLong.empty();
    }
}
