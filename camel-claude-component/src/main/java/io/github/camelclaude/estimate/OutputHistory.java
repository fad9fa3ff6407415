/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.estimate;

/**
 * How long answers are: a histogram of lengths on a logarithmic scale in which older answers count less, so that the mean is
 * a moving one of {@value #NEWER_COUNTS} per answer, with all weight on what there is while there is little. Sums are kept per
 * bin, so that means over any part of the distribution, such as that of answers cut off at {@code max_tokens} or of those
 * that came this far, are exact within one bin. Constant in size.
 *
 * <p>One guess counts as the first answer: {@value #DEFAULT_TOKENS} tokens.
 */
final class OutputHistory {

    static final int DEFAULT_TOKENS = 400;

    private static final double NEWER_COUNTS = 0.015;
    private static final int BINS_PER_DOUBLING = 4;
    /** Up to 2^18 tokens; the longest answer of any model is 2^17. */
    private static final int BINS = 18 * BINS_PER_DOUBLING + 1;

    private static final double RESERVED_SHARE = 0.8;
    private static final double MOST_RESERVED = 2;

    private final double[] counts = new double[BINS];
    private final double[] sums = new double[BINS];
    private double squares;
    private double total;
    private double observations;
    /** What the next answer weighs: growing instead of shrinking all others. */
    private double weight = 1;

    OutputHistory() {
        add(DEFAULT_TOKENS);
    }

    synchronized void observed(long tokens) {
        if (tokens < 0) {
            return;
        }
        observations += 1;
        weight /= 1 - NEWER_COUNTS;
        add(tokens);
        if (weight > 1e12) {
            rescale();
        }
    }

    synchronized OutputForecast forecast(long maxTokens) {
        double mean = meanOfTheLesser(maxTokens);
        double held = Math.min(Math.max(mean, quantile(RESERVED_SHARE)), MOST_RESERVED * mean);
        return new OutputForecast(
                limited(mean, maxTokens),
                limited(held, maxTokens),
                Math.min(squares / total, (double) maxTokens * maxTokens),
                maxTokens,
                observations);
    }

    /** The mean of what is left of the answers that came this far, but nothing beyond {@code maxTokens}. */
    synchronized long left(long written, long maxTokens) {
        if (written >= maxTokens) {
            return 0;
        }
        double longer = 0;
        double left = 0;
        int first = bin(written);
        for (int i = BINS - 1; i >= first; i--) {
            double mean = counts[i] == 0 ? 0 : sums[i] / counts[i];
            double part = mean > written ? 1 : 0;
            longer += counts[i] * part;
            left += counts[i] * part * (Math.min(mean, maxTokens) - written);
        }
        // Beyond all that has been seen: as much again as it takes to be one of the longest.
        double expected = longer > 0 ? left / longer : Math.max(1, written * 0.2);
        return Math.min(maxTokens - written, Math.max(1, Math.round(expected)));
    }

    private void add(long tokens) {
        int bin = bin(tokens);
        counts[bin] += weight;
        sums[bin] += weight * tokens;
        squares += weight * tokens * tokens;
        total += weight;
    }

    private void rescale() {
        double by = 1 / weight;
        for (int i = 0; i < BINS; i++) {
            counts[i] *= by;
            sums[i] *= by;
        }
        squares *= by;
        total *= by;
        weight = 1;
    }

    /** The mean of the lengths, each cut off at the limit. */
    private double meanOfTheLesser(long limit) {
        double sum = 0;
        for (int i = 0; i < BINS; i++) {
            sum += Math.min(sums[i], counts[i] * limit);
        }
        return sum / total;
    }

    private double quantile(double share) {
        double wanted = share * total;
        double passed = 0;
        for (int i = 0; i < BINS; i++) {
            passed += counts[i];
            if (passed >= wanted) {
                return sums[i] / counts[i];
            }
        }
        return sums[BINS - 1] / Math.max(counts[BINS - 1], Double.MIN_NORMAL);
    }

    private static long limited(double tokens, long maxTokens) {
        return Math.min(maxTokens, Math.round(tokens));
    }

    private static int bin(long tokens) {
        if (tokens <= 1) {
            return 0;
        }
        return (int) Math.min(BINS - 1L, 1 + (long) (Math.log(tokens) / Math.log(2) * BINS_PER_DOUBLING));
    }
}
