/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class OutputHistoryTest {

    private static final long MOST = 128_000;

    private final OutputHistory history = new OutputHistory();
    private final Random random = new Random(11);

    @Test
    void before_anything_is_learned_it_is_something_modest_and_never_above_max_tokens() {
        assertThat(history.forecast(4_096))
                .returns(400L, OutputForecast::expected)
                .returns(0.0, OutputForecast::observed);
        assertThat(history.forecast(100))
                .returns(100L, OutputForecast::expected)
                .returns(100L, OutputForecast::reserve);
        assertThat(history.forecast(0)).returns(0L, OutputForecast::expected).returns(0L, OutputForecast::reserve);
    }

    @Test
    void a_few_answers_are_enough_to_begin_with() {
        for (int i = 0; i < 10; i++) {
            history.observed(2_000);
        }

        assertThat(history.forecast(4_096).expected()).isBetween(1_800L, 2_000L);
    }

    @Test
    void the_mean_is_that_of_the_answers() {
        long seed = 5;
        Random lengths = new Random(seed);
        double sum = 0;
        for (int i = 0; i < 5_000; i++) {
            long tokens = lengthOf(lengths, 200);
            sum += tokens;
            history.observed(tokens);
        }

        OutputForecast forecast = history.forecast(MOST);

        // A moving mean over some 130 answers whose lengths vary by their mean and more.
        assertThat((double) forecast.expected()).as("seed %d", seed).isBetween(sum / 5_000 * 0.75, sum / 5_000 * 1.25);
        assertThat(forecast.reserve()).isBetween(forecast.expected(), 2 * forecast.expected());
        assertThat(forecast.secondMoment()).isGreaterThan((double) forecast.expected() * forecast.expected());
    }

    @Test
    void answers_of_one_length_are_known_exactly() {
        for (int i = 0; i < 2_000; i++) {
            history.observed(777);
        }

        assertThat(history.forecast(MOST))
                .returns(777L, OutputForecast::expected)
                .returns(777L, OutputForecast::reserve);
        assertThat(history.forecast(500)).returns(500L, OutputForecast::expected);
        assertThat(history.left(700, MOST)).isEqualTo(77);
        assertThat(history.left(0, 500)).isEqualTo(500);
    }

    @Test
    void it_follows_when_answers_become_longer() {
        for (int i = 0; i < 1_000; i++) {
            history.observed(100);
        }
        for (int i = 0; i < 200; i++) {
            history.observed(1_000);
        }

        assertThat(history.forecast(MOST).expected()).isBetween(900L, 1_000L);
    }

    @Test
    void a_lower_max_tokens_cuts_the_long_answers_off() {
        for (int i = 0; i < 1_000; i++) {
            history.observed(i % 2 == 0 ? 100 : 10_000);
        }

        assertThat(history.forecast(MOST).expected()).isBetween(4_800L, 5_200L);
        assertThat(history.forecast(1_000).expected()).isBetween(530L, 570L);
    }

    @Test
    void the_longer_an_answer_already_is_the_more_is_still_to_come() {
        for (int i = 0; i < 1_000; i++) {
            history.observed(i % 2 == 0 ? 100 : 10_000);
        }

        assertThat(history.left(0, MOST)).isBetween(4_800L, 5_200L);
        assertThat(history.left(200, MOST)).isBetween(9_750L, 9_850L);
        assertThat(history.left(200, 1_000)).isEqualTo(800);
        assertThat(history.left(20_000, MOST)).isPositive();
        assertThat(history.left(MOST, MOST)).isZero();
        assertThat(history.left(MOST + 1, MOST)).isZero();
    }

    @Test
    void nothing_is_ever_above_max_tokens_or_below_nothing() {
        for (int i = 0; i < 20_000; i++) {
            history.observed(random.nextInt(10) == 0 ? -random.nextInt(9) : lengthOf(random, 3_000));
            long most = random.nextInt(10_000);
            OutputForecast forecast = history.forecast(most);
            assertThat(forecast.expected()).isBetween(0L, most);
            assertThat(forecast.reserve()).isBetween(forecast.expected(), most);
            assertThat(history.left(random.nextInt(200_000), most)).isBetween(0L, most);
        }
    }

    /** Exponential, as long-tailed as answers are. */
    private static long lengthOf(Random random, double mean) {
        return Math.round(-mean * Math.log(1 - random.nextDouble()));
    }
}
