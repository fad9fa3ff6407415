/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.prefix;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;

/** How long a prefix rested between two uses, start to start: how often which time. Changed under the lock of its owner. */
final class Gaps {

    /** Longer ones are all alike: no life bridges them. */
    private static final long[] UP_TO_MINUTES = {5, 10, 15, 20, 30, 45, 60};

    private final long[] counts = new long[UP_TO_MINUTES.length + 1];

    void add(Duration gap) {
        int i = 0;
        while (i < UP_TO_MINUTES.length && gap.compareTo(Duration.ofMinutes(UP_TO_MINUTES[i])) > 0) {
            i++;
        }
        counts[i]++;
    }

    /** How many are longer than that; one of the edges. */
    long over(Duration life) {
        long over = counts[UP_TO_MINUTES.length];
        for (int i = 0; i < UP_TO_MINUTES.length; i++) {
            over += UP_TO_MINUTES[i] > life.toMinutes() ? counts[i] : 0;
        }
        return over;
    }

    /**
     * The sum over all gaps between five minutes and an hour, each taken for as long as it can be.
     *
     * @param each what one of so many milliseconds counts
     */
    long sumOfBridged(LongUnaryOperator each) {
        long sum = 0;
        for (int i = 1; i < UP_TO_MINUTES.length; i++) {
            sum += counts[i] * each.applyAsLong(TimeUnit.MINUTES.toMillis(UP_TO_MINUTES[i]));
        }
        return sum;
    }

    Map<String, Long> toMap() {
        Map<String, Long> map = new LinkedHashMap<>();
        for (int i = 0; i < UP_TO_MINUTES.length; i++) {
            map.put("upTo" + UP_TO_MINUTES[i] + "m", counts[i]);
        }
        map.put("longer", counts[UP_TO_MINUTES.length]);
        return map;
    }
}
