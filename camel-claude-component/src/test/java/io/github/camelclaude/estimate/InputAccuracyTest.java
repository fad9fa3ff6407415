/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelclaude.catalog.TokenUsage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * How well input is estimated, in a simulation: texts of five classes, each with a hidden number of tokens per character up to
 * 30 % from the data that the estimator starts with, and noise of 6 % on every call.
 */
class InputAccuracyTest {

    private static final ContentClass[] CLASSES = {
        ContentClass.PROSE, ContentClass.CODE, ContentClass.JSON, ContentClass.CJK, ContentClass.BASE64
    };
    private static final double NOISE = 0.06;
    private static final int LEARNING = 50;
    private static final int MEASURED = 500;
    private static final int SEEDS = 8;
    private static final String MODEL = "claude-opus-5-5";

    /** What share of each class a call has. */
    private interface Mix {
        double[] next(Random random);
    }

    private static Map<String, Mix> routes() {
        Map<String, Mix> routes = new LinkedHashMap<>();
        for (int i = 0; i < CLASSES.length; i++) {
            int only = i;
            routes.put("only " + CLASSES[i], random -> shares(only, 1));
        }
        routes.put("a fixed mix", random -> new double[] {0.4, 0.2, 0.2, 0.1, 0.1});
        routes.put("one class now, another then", random -> shares(random.nextInt(CLASSES.length), 1));
        routes.put("another mix each time", random -> {
            double[] shares = new double[CLASSES.length];
            double sum = 0;
            for (int i = 0; i < shares.length; i++) {
                shares[i] = -Math.log(1 - random.nextDouble());
                sum += shares[i];
            }
            for (int i = 0; i < shares.length; i++) {
                shares[i] /= sum;
            }
            return shares;
        });
        return routes;
    }

    private static double[] shares(int only, double share) {
        double[] shares = new double[CLASSES.length];
        shares[only] = share;
        return shares;
    }

    @Test
    void after_fifty_calls_of_a_route_it_errs_by_the_noise_and_no_more_than_one_percent_beyond() {
        List<Figures> all = new ArrayList<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            for (Map.Entry<String, Mix> route : routes().entrySet()) {
                all.add(new Run(seed, route.getKey(), route.getValue()).measure());
            }
        }
        assertThat(all).allSatisfy(figures -> {
            assertThat(figures.error()).as(figures.toString()).isLessThanOrEqualTo(figures.unavoidable() + 0.01);
            assertThat(Math.abs(figures.bias())).as(figures.toString()).isLessThan(0.01);
        });
    }

    /**
     * @param first       the mean error of the first ten calls
     * @param error       the mean error after learning
     * @param unavoidable the mean error of one who knows the hidden ratios
     * @param bias        the mean deviation from what one would expect who knows the hidden ratios
     */
    private record Figures(long seed, String route, double first, double error, double unavoidable, double bias) {
        @Override
        public String toString() {
            return "seed %2d, %-28s: first ten calls %4.1f %%, after %d calls %4.2f %% (unavoidable %4.2f %%), bias %+5.2f %%"
                    .formatted(seed, route, 100 * first, LEARNING, 100 * error, 100 * unavoidable, 100 * bias);
        }
    }

    private static final class Run {

        private final long seed;
        private final String route;
        private final Mix mix;
        private final Random random;
        private final String[] pool = new String[CLASSES.length];
        private final double[] hidden = new double[CLASSES.length];
        private final Estimator estimator = new Estimator();

        private Run(long seed, String route, Mix mix) {
            this.seed = seed;
            this.route = route;
            this.mix = mix;
            this.random = new Random(31 * seed + route.hashCode());
            double[] data = TokenRatios.load().of(MODEL);
            for (int i = 0; i < CLASSES.length; i++) {
                pool[i] = new Texts(seed).text(CLASSES[i], 200_000);
                hidden[i] = data[CLASSES[i].ordinal()] * (0.7 + 0.6 * random.nextDouble());
            }
        }

        private Figures measure() {
            double first = 0;
            double error = 0;
            double unavoidable = 0;
            double bias = 0;
            for (int call = 0; call < LEARNING + MEASURED; call++) {
                int[] lengths = lengths();
                double truth = 0;
                StringBuilder text = new StringBuilder();
                for (int i = 0; i < CLASSES.length; i++) {
                    int from = random.nextInt(pool[i].length() - lengths[i]);
                    text.append(pool[i], from, from + lengths[i]);
                    truth += lengths[i] * hidden[i];
                }
                long actual = Math.max(1, Math.round(truth * (1 + NOISE * random.nextGaussian())));
                Estimate estimate = estimator.estimate(new CallKey(route, MODEL), request(text.toString()), call);
                double wrong = Math.abs(estimate.input() - (double) actual) / actual;
                first += call < 10 ? wrong / 10 : 0;
                if (call >= LEARNING) {
                    error += wrong / MEASURED;
                    unavoidable += Math.abs(truth - actual) / actual / MEASURED;
                    bias += (estimate.input() - truth) / truth / MEASURED;
                }
                estimator.settled(estimate, TokenUsage.of(actual, 100), call);
            }
            return new Figures(seed, route, first, error, unavoidable, bias);
        }

        private int[] lengths() {
            double total = 1_500 * Math.pow(12, random.nextDouble());
            double[] shares = mix.next(random);
            int[] lengths = new int[CLASSES.length];
            for (int i = 0; i < CLASSES.length; i++) {
                lengths[i] = (int) (total * shares[i]);
            }
            return lengths;
        }

        private static Map<String, Object> request(String text) {
            return Map.of(
                    "model", MODEL, "max_tokens", 1_000, "messages", List.of(Map.of("role", "user", "content", text)));
        }
    }
}
