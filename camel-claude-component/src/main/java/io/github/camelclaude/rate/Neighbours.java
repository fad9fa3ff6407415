/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

/**
 * What others take of a bucket: other keys, other processes, whoever shares the limit. Nobody tells; but what headers take
 * away from our own account again and again is what they take, and it slows the refill that is left to us.
 *
 * <p>What they take comes in lumps. The larger the lumps, the longer one has to listen before one may call them a rate, and
 * the more of the bucket is kept free for the next one.
 */
final class Neighbours {

    /** Less than this part of the refill is taken for noise. */
    private static final double DEAD_ZONE = 0.06;
    /** More than this part is never believed: the level alone shows it. */
    private static final double MOST = 0.5;

    private static final double LUMPS_PER_MEMORY = 10;
    private static final double LEARNING = 0.1;
    private static final double SPREAD_MEMORY = 30;
    private static final double DEVIATIONS = 4;
    /** From what the service knew to what it decides on, at least. */
    private static final double WIRE_SECONDS = 0.15;

    private static final double LONGEST_MEMORY = 60;
    private static final long SILENCE = 10_000_000_000L;
    private static final double SILENCE_MEMORY = 20;

    private final double memory;
    private double rate;
    private double squares;
    private double lump;
    private long heardAt;

    /** @param memory over how many seconds a small and steady consumption is learned */
    Neighbours(double memory) {
        this.memory = memory;
    }

    void begin(long now) {
        heardAt = now;
    }

    /** A header has taken so much away, or given it back where it is negative. */
    void took(double amount, double perSecond, long now) {
        double since = Math.max(0, now - heardAt) / 1e9;
        squares = squares * Math.exp(-since / SPREAD_MEMORY) + amount * amount;
        heardAt = now;
        lump += LEARNING * (Math.abs(amount) - lump);
        rate = Math.min(MOST * perSecond, Math.max(0, rate + amount / patience(perSecond)));
    }

    /** So much of what was taken was our own. */
    void wereUs(double amount, double perSecond) {
        rate = Math.max(0, rate - amount / patience(perSecond));
        lump = Math.max(0, lump - LEARNING * amount);
    }

    private double patience(double perSecond) {
        return Math.max(memory, Math.min(LONGEST_MEMORY, LUMPS_PER_MEMORY * lump / perSecond));
    }

    /** A header has come that tells nothing of them: the bucket is full, whoever takes or does not take from it. */
    void unseen(long now) {
        double since = Math.min(memory, Math.max(0, now - heardAt) / 1e9);
        heardAt = now;
        rate -= rate * since / memory;
    }

    /**
     * Time passes. Nothing is heard while nothing is sent: what was believed must not keep it so.
     *
     * @return whether that has changed anything
     */
    boolean pass(double seconds, long now) {
        boolean isForgotten = rate != 0 && now - heardAt > SILENCE;
        if (isForgotten) {
            rate -= rate * Math.min(1, seconds / SILENCE_MEMORY);
        }
        return isForgotten;
    }

    boolean areThere(double perSecond) {
        return rate > DEAD_ZONE * perSecond;
    }

    /** What they take per second, as far as it is more than noise. */
    double perSecond(double perSecond) {
        return areThere(perSecond) ? rate : 0;
    }

    /**
     * What is kept free for them: four standard deviations of what they may have taken, beyond what is expected of them, since
     * anything was heard.
     */
    double reserve(double perSecond, long now) {
        if (!areThere(perSecond)) {
            return 0;
        }
        double unheard = WIRE_SECONDS + Math.max(0, now - heardAt) / 1e9;
        return DEVIATIONS * Math.sqrt(squares / SPREAD_MEMORY * unheard);
    }
}
