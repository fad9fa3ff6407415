/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

/**
 * How a limiter behaves, the same for all its groups.
 *
 * @param mode         whether decisions hold
 * @param burst        how much may be taken at once
 * @param quotaShare   which part of every limit is ours, above 0 and at most 1, where several processes share them
 * @param maxQueueSize how many demands may wait, at least 0
 */
public record LimiterSettings(Mode mode, Burst burst, double quotaShare, int maxQueueSize) {

    public static final LimiterSettings DEFAULT = new LimiterSettings(Mode.HOLD, Burst.LEARN, 1, 1000);

    /** Whether decisions hold. */
    public enum Mode {
        /** Calls wait until they fit. */
        HOLD,
        /** Everything is granted at once, and what would have happened is told. */
        SHADOW
    }

    /**
     * How much may be taken at once after a rest, in seconds of refill.
     *
     * @param seconds what is known of the service's buckets
     * @param grows   whether more is tried, in small steps, until the service refuses
     */
    public record Burst(double seconds, boolean grows) {
        /** Begins carefully and finds out how much the service takes; costs at most one refusal per dimension. */
        public static final Burst LEARN = new Burst(0.8, true);
        /** Never more than the narrowest slices that are known allow. */
        public static final Burst CAREFUL = new Burst(0.8, false);

        public Burst {
            if (!(seconds >= 0.1 && seconds <= 60)) {
                throw new IllegalArgumentException("burst=" + seconds + " s must be from 0.1 s to 60 s");
            }
        }
    }

    public LimiterSettings {
        if (!(quotaShare > 0 && quotaShare <= 1)) {
            throw new IllegalArgumentException("quotaShare=" + quotaShare + " must be above 0 and at most 1");
        }
        if (maxQueueSize < 0) {
            throw new IllegalArgumentException("maxQueueSize=" + maxQueueSize + " must be at least 0");
        }
    }
}
