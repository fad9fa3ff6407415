/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.estimate;

import java.util.Arrays;

/**
 * Corrects the tokens per character of each content class by what calls of one route and model really used.
 *
 * <p>The model: a call's tokens are the sum over the classes of amount times ratio times a factor that is unknown, times
 * noise in proportion. The factors begin at 1, uncertain by about 30 %, and every call that ends narrows them down: a
 * Kalman filter (recursive least squares with a prior) on the shares of the classes, so that one call moves those factors
 * that it says something about and leaves the others alone. It begins fast, because the prior is wide, and slows down as it
 * knows more, until it forgets as fast as it learns: about the last 200 calls count.
 *
 * <p>Robust in three ways. The noise is estimated too, so that a noisy route learns slowly and an exact one at once. An
 * observation beyond three standard deviations counts as one of three. Four such in a row on the same side are no outliers
 * but news: then the factors are as uncertain as in the beginning.
 *
 * <p>Reading takes no lock: the products of ratios and factors are published as a whole. Constant in size.
 */
final class Calibration {

    private static final int CLASSES = ContentClass.values().length;
    private static final double PRIOR = 0.3 * 0.3;
    private static final double FORGETTING = 7e-8;
    private static final double BEYOND = 3;
    private static final int NEWS = 4;
    private static final double LEAST_FACTOR = 0.2;
    private static final double MOST_FACTOR = 5;
    private static final double LEAST_NOISE = 0.01 * 0.01;
    private static final double MOST_NOISE = 0.5 * 0.5;

    private final double[] ratios;
    private final double[] factors = new double[CLASSES];
    private final double[][] uncertainty = new double[CLASSES][CLASSES];
    private double noise = 0.08 * 0.08;
    private int observations;
    private int surprises;
    private volatile double[] published;

    /** @param ratios tokens per unit, by the ordinal of {@link ContentClass} */
    Calibration(double[] ratios) {
        this.ratios = ratios.clone();
        Arrays.fill(factors, 1);
        open();
        publish();
    }

    /** The tokens of a content; at least 1. */
    long tokens(RequestContent content) {
        double[] now = published;
        double tokens = 0;
        for (ContentClass contentClass : ContentClass.values()) {
            tokens += content.amount(contentClass) * now[contentClass.ordinal()];
        }
        return Math.max(1, Math.round(tokens));
    }

    /** Learns from a call. */
    synchronized void observed(RequestContent content, long actual) {
        double base = 0;
        double[] shares = new double[CLASSES];
        for (ContentClass contentClass : ContentClass.values()) {
            int i = contentClass.ordinal();
            shares[i] = content.amount(contentClass) * ratios[i];
            base += shares[i];
        }
        if (actual <= 0 || !(base > 0)) {
            return;
        }
        for (int i = 0; i < CLASSES; i++) {
            shares[i] /= base;
        }
        learn(shares, actual / base);
        publish();
    }

    private void learn(double[] shares, double observed) {
        double[] gain = times(uncertainty, shares);
        double expected = product(factors, shares);
        double known = product(gain, shares);
        double spread = known + noise * expected * expected;
        double innovation = observed - expected;
        double limit = BEYOND * Math.sqrt(spread);
        if (isNews(innovation, limit)) {
            open();
            surprises = 0;
            learn(shares, observed);
            return;
        }
        double counted = Math.max(-limit, Math.min(limit, innovation));
        for (int i = 0; i < CLASSES; i++) {
            factors[i] = within(LEAST_FACTOR, factors[i] + gain[i] / spread * counted, MOST_FACTOR);
        }
        narrow(gain, spread);
        listen(counted, known, expected);
    }

    /** Counts surprises in a row; those on the other side begin anew. */
    private boolean isNews(double innovation, double limit) {
        if (Math.abs(innovation) <= limit) {
            surprises = 0;
            return false;
        }
        int side = innovation < 0 ? -1 : 1;
        surprises = surprises * side > 0 ? surprises + side : side;
        return Math.abs(surprises) >= NEWS;
    }

    private void narrow(double[] gain, double spread) {
        for (int i = 0; i < CLASSES; i++) {
            for (int j = 0; j < CLASSES; j++) {
                uncertainty[i][j] -= gain[i] * gain[j] / spread;
            }
            uncertainty[i][i] = within(FORGETTING, uncertainty[i][i] + FORGETTING, PRIOR);
        }
    }

    /** Learns how noisy the calls are. */
    private void listen(double innovation, double known, double expected) {
        observations++;
        double seen = Math.max(0, innovation * innovation - known) / (expected * expected);
        double weight = Math.max(0.02, 1.0 / (observations + 10));
        noise = within(LEAST_NOISE, noise + weight * (seen - noise), MOST_NOISE);
    }

    private void open() {
        for (int i = 0; i < CLASSES; i++) {
            Arrays.fill(uncertainty[i], 0);
            uncertainty[i][i] = PRIOR;
        }
    }

    private void publish() {
        double[] now = new double[CLASSES];
        for (int i = 0; i < CLASSES; i++) {
            now[i] = ratios[i] * factors[i];
        }
        published = now;
    }

    private static double[] times(double[][] matrix, double[] vector) {
        double[] result = new double[CLASSES];
        for (int i = 0; i < CLASSES; i++) {
            result[i] = product(matrix[i], vector);
        }
        return result;
    }

    private static double product(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < CLASSES; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }

    private static double within(double least, double value, double most) {
        return Math.max(least, Math.min(most, value));
    }
}
