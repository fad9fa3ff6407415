/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

/**
 * What was sent when, in steps of {@value #STEP_MILLIS} ms, for the last seventy seconds: tells which part of it the service cannot
 * have seen when it computed a header.
 */
final class SendLog {

    private static final int STEP_MILLIS = 20;
    private static final long STEP = STEP_MILLIS * 1_000_000L;
    private static final int STEPS = 3584;

    private final double[] amounts = new double[STEPS];
    private long newest = Long.MIN_VALUE;
    private long newestBegins;
    private int newestPlace;
    private double held;

    /** Granted, but not sent: the service cannot have seen it. */
    void hold(double amount) {
        held += amount;
    }

    /** What was held is sent, or given up. */
    void unhold(double amount) {
        held -= amount;
    }

    void add(double amount, long sentAt) {
        long sinceNewest = sentAt - newestBegins;
        if (sinceNewest >= 0 && sinceNewest < STEP) {
            amounts[newestPlace] += amount;
        } else {
            addElsewhere(amount, sentAt);
        }
    }

    private void addElsewhere(double amount, long sentAt) {
        long step = Math.floorDiv(sentAt, STEP);
        forward(step);
        if (newest - step < STEPS) {
            amounts[place(step)] += amount;
        }
    }

    /** What is held and what was sent after that time. */
    double after(long time) {
        double sum = held;
        long first = Math.max(Math.floorDiv(time, STEP) + 1, newest - STEPS + 1);
        for (long step = first; step <= newest; step++) {
            sum += amounts[place(step)];
        }
        return sum;
    }

    /** What was sent from one time on and before another, in whole steps. */
    double between(long from, long to) {
        double sum = 0;
        long last = Math.min(newest, Math.floorDiv(to - 1, STEP));
        for (long step = Math.max(Math.floorDiv(from, STEP), newest - STEPS + 1); step <= last; step++) {
            sum += amounts[place(step)];
        }
        return sum;
    }

    /** What is granted, but not sent. */
    double held() {
        return held;
    }

    private static int place(long step) {
        return (int) Math.floorMod(step, (long) STEPS);
    }

    private void forward(long step) {
        if (newest == Long.MIN_VALUE || step - newest >= STEPS) {
            java.util.Arrays.fill(amounts, 0);
            newest = step;
        }
        while (newest < step) {
            newest++;
            amounts[place(newest)] = 0;
        }
        newestBegins = newest * STEP;
        newestPlace = place(newest);
    }
}
