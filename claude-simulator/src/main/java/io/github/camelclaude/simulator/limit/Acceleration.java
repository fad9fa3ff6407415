/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.limit;

/**
 * How fast input may grow. The service refuses steep rises below the nominal limits and publishes no threshold, so this is
 * a plain assumption: within a window no more input than {@code growthPercent} of the window before, and never less than a
 * floor.
 *
 * @param windowNanos length of a window
 * @param growthPercent what a window may use in percent of the one before, at least 100
 * @param floorTokens what a window may always use
 */
public record Acceleration(long windowNanos, int growthPercent, long floorTokens) {

    public Acceleration {
        if (windowNanos <= 0 || growthPercent < 100 || floorTokens < 1) {
            throw new IllegalArgumentException(
                    "Acceleration over %d ns windows to %d percent from %d tokens; it needs a window, at least 100 percent and 1 token"
                            .formatted(windowNanos, growthPercent, floorTokens));
        }
    }

    /** What happened in the running window and the one before. */
    static final class Ramp {
        private final Acceleration rule;
        private long window = Long.MIN_VALUE;
        private long before;
        private long current;

        Ramp(Acceleration rule) {
            this.rule = rule;
        }

        /** 0 if so much more input is fine now, otherwise nanoseconds until the next window. */
        long nanosUntil(long tokens, long now) {
            roll(now);
            long ceiling = Math.max(rule.floorTokens, before * rule.growthPercent / 100);
            if (current == 0 || current + tokens <= ceiling) {
                return 0;
            }
            return (window + 1) * rule.windowNanos - now;
        }

        void take(long tokens, long now) {
            roll(now);
            current += tokens;
        }

        private void roll(long now) {
            long index = Math.floorDiv(now, rule.windowNanos);
            if (index == window) {
                return;
            }
            before = index == window + 1 ? current : 0;
            current = 0;
            window = index;
        }
    }
}
