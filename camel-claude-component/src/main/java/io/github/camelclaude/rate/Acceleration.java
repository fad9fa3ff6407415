/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

/**
 * Keeps usage from rising more steeply than the service accepts, once it has said that it does not accept it: what is taken in
 * any ten seconds stays below twice the mean of the minute before, from a floor on. An hour after the last such refusal it
 * no longer holds; while it does not, nothing is counted here, and the minute before a refusal is looked up in what was sent.
 */
final class Acceleration {

    private static final long SECOND = 1_000_000_000L;
    private static final int SECONDS = 70;
    private static final int RECENT = 10;
    private static final double GROWTH = 2;
    private static final double FLOOR = 0.1;
    private static final long HOLDS = 3600 * SECOND;

    private final double[] taken = new double[SECONDS];
    private long newest = Long.MIN_VALUE;
    private long newestEnds = Long.MIN_VALUE;
    private int newestPlace;
    private long holdsUntil = Long.MIN_VALUE;

    void refused(SendLog sends, long now) {
        if (!holds(now)) {
            recall(sends, now);
        }
        holdsUntil = now + HOLDS;
    }

    private void recall(SendLog sends, long now) {
        java.util.Arrays.fill(taken, 0);
        begin(now);
        for (long second = newest - SECONDS + 1; second <= newest; second++) {
            taken[place(second)] = sends.between(second * SECOND, (second + 1) * SECOND);
        }
        taken[newestPlace] += sends.held();
    }

    /** So much is taken while it holds. */
    void take(double amount, long now) {
        forward(now);
        taken[newestPlace] += amount;
    }

    boolean holds(long now) {
        return now < holdsUntil;
    }

    /** When so much may be taken. */
    long readyAt(double amount, double perSecond, long now) {
        if (!holds(now)) {
            return now;
        }
        forward(now);
        double recent = sum(newest - RECENT + 1, newest);
        double before = sum(newest - SECONDS + 1, newest - RECENT);
        double most = RECENT * Math.max(FLOOR * perSecond, GROWTH * before / (SECONDS - RECENT));
        return recent == 0 || recent + amount <= most ? now : (newest + 1) * SECOND;
    }

    private double sum(long from, long to) {
        double sum = 0;
        for (long second = from; second <= to; second++) {
            sum += taken[place(second)];
        }
        return sum;
    }

    private void forward(long now) {
        if (now >= newestEnds) {
            begin(now);
        }
    }

    private void begin(long now) {
        long second = Math.floorDiv(now, SECOND);
        if (newest == Long.MIN_VALUE || second - newest >= SECONDS) {
            java.util.Arrays.fill(taken, 0);
            newest = second;
        }
        while (newest < second) {
            newest++;
            taken[place(newest)] = 0;
        }
        newestEnds = (newest + 1) * SECOND;
        newestPlace = place(newest);
    }

    private static int place(long second) {
        return (int) Math.floorMod(second, (long) SECONDS);
    }
}
