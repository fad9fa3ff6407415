/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.answer;

import io.github.camelclaude.simulator.seed.Seed;

/**
 * How long free answers are, in tokens: log-normal, so that a few are many times longer than most, or all of one length.
 *
 * @param median half of the answers are shorter
 * @param sigma spread of the logarithm, 0 for none; at 0.8 one in a hundred is more than six times the median
 * @param exact whether a text too short for its length is repeated until the length is reached
 */
public record AnswerLength(long median, double sigma, boolean exact) {

    /** No answer is longer than the text that it is taken from. */
    public static final AnswerLength USUAL = new AnswerLength(60, 0.8, false);

    private static final long LONGEST = 100_000;

    public AnswerLength {
        if (median < 1 || median > LONGEST || !(sigma >= 0 && sigma <= 3)) {
            throw new IllegalArgumentException(
                    "Answers of %d tokens in the middle with spread %s; the middle must be from 1 to %d, the spread from 0 to 3"
                            .formatted(median, sigma, LONGEST));
        }
    }

    /** Every answer has so many tokens. */
    public static AnswerLength always(long tokens) {
        return new AnswerLength(tokens, 0, true);
    }

    /** Heavy-tailed, however little text there is. */
    public static AnswerLength around(long median, double sigma) {
        return new AnswerLength(median, sigma, true);
    }

    long of(Seed seed) {
        double tokens = median * Math.exp(sigma * seed.with("length").gaussian());
        return Math.max(1, Math.min(LONGEST, Math.round(tokens)));
    }
}
