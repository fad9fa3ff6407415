/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;

/** How long prompts and answers are. */
@FunctionalInterface
interface Lengths {

    /** A prompt and its answer, in tokens. */
    record Pair(int input, int output) {}

    Pair draw(SplittableRandom random);

    /** Lengths whose logarithm is normal: a long tail of rare large ones. */
    static Lengths logNormal(double meanInput, double meanOutput, double sigma) {
        return random -> new Pair(heavy(random, meanInput, sigma), heavy(random, meanOutput, sigma));
    }

    /** As in a trace, regardless of when. */
    static Lengths of(Trace trace) {
        return random -> trace.pair(random.nextInt(trace.size()));
    }

    default Lengths times(double input, double output) {
        return random -> {
            Pair pair = draw(random);
            return new Pair(atLeastOne(pair.input() * input), atLeastOne(pair.output() * output));
        };
    }

    default Lengths atMost(int input, int output) {
        return random -> {
            Pair pair = draw(random);
            return new Pair(Math.min(pair.input(), input), Math.min(pair.output(), output));
        };
    }

    /** The mean over many draws. */
    default Pair mean() {
        return Means.OF.computeIfAbsent(this, Lengths::measure);
    }

    private Pair measure() {
        SplittableRandom random = new SplittableRandom(1);
        double input = 0;
        double output = 0;
        int draws = 20_000;
        for (int i = 0; i < draws; i++) {
            Pair pair = draw(random);
            input += pair.input();
            output += pair.output();
        }
        return new Pair(atLeastOne(input / draws), atLeastOne(output / draws));
    }

    /** Measured once. */
    final class Means {
        private static final Map<Lengths, Pair> OF = new ConcurrentHashMap<>();

        private Means() {}
    }

    private static int heavy(SplittableRandom random, double mean, double sigma) {
        double value = mean * Math.exp(sigma * random.nextGaussian() - sigma * sigma / 2);
        return atLeastOne(Math.min(value, mean * 40));
    }

    private static int atLeastOne(double value) {
        return (int) Math.max(1, Math.round(value));
    }
}
