/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

/**
 * The output that calls under way have yet to produce. The service counts output while it is written, so what a header shows
 * as remaining does not know of it.
 *
 * <p>Calls are kept in cohorts of a quarter of a second by when they were sent. How fast they write and how long they take to
 * begin is learned from the calls that end; so is how much a call that has written as much as was expected still has before
 * it: nothing if estimates are exact, about the mean again if lengths have a heavy tail.
 */
final class UnderWay {

    private static final long STEP = 250_000_000L;
    /** A power of two. */
    private static final int STEPS = 1024;

    private static final double LEARNING = 0.02;
    private static final double LEAST = 1e-9;

    private final double[] expected = new double[STEPS];
    private final int[] calls = new int[STEPS];
    private long newest = Long.MIN_VALUE;
    private long newestBegins;
    private double toFirst = 0.5;
    private double mean;
    private double meanOfSquares;
    private double tail = 0.5;
    private double ended;
    private double seconds;
    private double meanEstimate;
    private double looked;
    private long lookedAt = Long.MIN_VALUE / 2;

    void add(double output, long sentAt) {
        if (!isInNewest(sentAt)) {
            forward(Math.floorDiv(sentAt, STEP));
        }
        int place = placeOf(sentAt);
        expected[place] += output;
        calls[place]++;
    }

    void remove(double output, long sentAt) {
        int place = placeOf(sentAt);
        if (calls[place] > 0) {
            calls[place]--;
            expected[place] = calls[place] == 0 ? 0 : Amounts.max(0, expected[place] - output);
        }
    }

    /** The answer began after so many seconds. */
    void began(double afterSeconds) {
        toFirst += 0.05 * (Math.min(afterSeconds, 30) - toFirst);
    }

    /** A call has ended. */
    void learn(double estimated, double actual, double tookSeconds) {
        ended++;
        double weight = ended * LEARNING > 1 ? LEARNING : 1 / ended;
        mean += weight * (actual - mean);
        meanOfSquares += weight * (actual * actual - meanOfSquares);
        seconds += weight * (Amounts.max(0.01, tookSeconds - toFirst) - seconds);
        meanEstimate += weight * (estimated - meanEstimate);
        if (estimated > 0 && actual > estimated * 1.05) {
            tail += LEARNING * (Math.min(3, (actual - estimated) / estimated) - tail);
        } else if (tail > LEAST && estimated > 0 && Math.abs(actual - estimated) <= 0.05 * estimated) {
            tail -= LEARNING * tail;
        }
    }

    /** What is yet to be produced of what was sent and has not ended. */
    double unproduced(long now) {
        double sum = 0;
        double perToken = secondsPerToken();
        for (long step = Math.max(newest - STEPS + 1, Math.floorDiv(now, STEP) - STEPS); step <= newest; step++) {
            int place = place(step);
            if (calls[place] > 0) {
                double age = (now - step * STEP - STEP / 2) / 1e9;
                double written = Math.max(0, (age - toFirst) / perToken) * calls[place];
                sum += expected[place] - Math.min(written, expected[place]) * (1 - tail);
            }
        }
        return sum;
    }

    /** {@link #unproduced}, not older than a twentieth of a second. */
    double unproducedAround(long now) {
        if (now - lookedAt > 50_000_000L) {
            looked = unproduced(now);
            lookedAt = now;
        }
        return looked;
    }

    /** Whether calls write about as much as is expected of them; if not, nothing can be said about what others write. */
    boolean isKnown() {
        double bias = meanEstimate > 0 ? mean / meanEstimate : 1;
        return Math.abs(bias - 1) < 0.15;
    }

    /** How far {@link #unproduced} is usually off. */
    double spread(double unproduced) {
        double variance = Math.max(0, meanOfSquares - mean * mean);
        return mean > 0 ? Math.sqrt(unproduced / mean * variance) / 2 : unproduced / 2;
    }

    /** What is yet to be produced in a steady state in which so many tokens are written per second. */
    double steady(double perSecond) {
        if (mean <= 0) {
            return 0;
        }
        return perSecond * (toFirst + meanOfSquares / (2 * mean) * secondsPerToken());
    }

    private double secondsPerToken() {
        return mean > 0 ? seconds / mean : 1 / 70.0;
    }

    private boolean isInNewest(long sentAt) {
        long since = sentAt - newestBegins;
        return since >= 0 && since < STEP;
    }

    /** Where calls stand that were sent then: what is older than all cohorts stays with the oldest one. */
    private int placeOf(long sentAt) {
        return place(isInNewest(sentAt) ? newest : Math.max(Math.floorDiv(sentAt, STEP), newest - STEPS + 1));
    }

    private static int place(long step) {
        return (int) (step & STEPS - 1);
    }

    private void forward(long step) {
        if (newest == Long.MIN_VALUE) {
            newest = step;
        }
        while (newest < step) {
            newest++;
            int oldest = place(newest);
            double kept = expected[oldest];
            int keptCalls = calls[oldest];
            expected[oldest] = 0;
            calls[oldest] = 0;
            if (keptCalls > 0) {
                int next = place(newest - STEPS + 1);
                expected[next] += kept;
                calls[next] += keptCalls;
            }
        }
        newestBegins = newest * STEP;
    }
}
