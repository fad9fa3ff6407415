/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

/**
 * Estimates that nothing has confirmed may be too low, and what is too low is found out seconds later, when the answer tells.
 * Until a few dozen calls have ended a little more is taken than was estimated, and afterwards as much more as estimates have
 * turned out too low. What was taken too much comes back when the call ends, but not to what may be taken at once.
 */
final class Surcharge {

    private static final double AT_FIRST = 0.25;
    private static final double MOST = 0.3;
    private static final int CONFIRMED_BY = 30;
    private static final double LEARNING = 0.05;
    private static final double NOISE = 0.04;

    private int confirmed;
    private double unconfirmed = AT_FIRST;
    private double tooLow;
    private double factor = 1 + AT_FIRST;

    double factor() {
        return factor;
    }

    /**
     * @param estimated what had been estimated
     * @param actual    what it was
     */
    void learn(double estimated, double actual) {
        if (estimated > 0 && actual > 0) {
            if (confirmed < CONFIRMED_BY) {
                confirmed++;
                unconfirmed = AT_FIRST * (CONFIRMED_BY - confirmed) / CONFIRMED_BY;
            }
            tooLow += LEARNING * (Amounts.max(-1, Amounts.min(1, actual / estimated - 1)) - tooLow);
            double learned = tooLow > NOISE ? Amounts.min(MOST, tooLow) : 0;
            factor = 1 + Amounts.max(unconfirmed, learned);
        }
    }
}
