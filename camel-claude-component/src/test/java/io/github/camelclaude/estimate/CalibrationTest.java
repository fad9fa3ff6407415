/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CalibrationTest {

    private static final double[] RATIOS = TokenRatios.load().of("claude-opus-5-5");
    private static final double PROSE = RATIOS[ContentClass.PROSE.ordinal()];
    private static final double CODE = RATIOS[ContentClass.CODE.ordinal()];

    private final Calibration calibration = new Calibration(RATIOS);
    private final Random random = new Random(42);

    @Test
    void it_begins_with_the_data() {
        assertThat(calibration.tokens(content(10_000, 0))).isEqualTo(Math.round(10_000 * PROSE));
        assertThat(calibration.tokens(content(0, 0))).isEqualTo(1);
    }

    @Test
    void one_call_moves_it_most_of_the_way() {
        calibration.observed(content(10_000, 0), Math.round(13_000 * PROSE));

        assertThat((double) calibration.tokens(content(10_000, 0))).isBetween(12_500 * PROSE, 13_000 * PROSE);
    }

    @Test
    void what_calls_with_one_class_tell_leaves_the_other_classes_alone() {
        for (int i = 0; i < 100; i++) {
            calibration.observed(content(10_000, 0), Math.round(12_000 * PROSE));
        }

        assertThat(calibration.tokens(content(0, 10_000))).isEqualTo(Math.round(10_000 * CODE));
    }

    @Test
    void calls_that_are_exact_are_learned_exactly() {
        for (int i = 0; i < 100; i++) {
            int prose = random.nextInt(20_000);
            calibration.observed(
                    content(prose, 20_000 - prose), Math.round(prose * PROSE * 1.2 + (20_000 - prose) * CODE * 0.8));
        }

        assertThat((double) calibration.tokens(content(10_000, 0))).isBetween(11_960 * PROSE, 12_040 * PROSE);
        assertThat((double) calibration.tokens(content(0, 10_000))).isBetween(7_960 * CODE, 8_040 * CODE);
    }

    @Test
    void a_call_that_is_far_off_moves_it_by_little() {
        learn(200, 1.0);

        calibration.observed(content(10_000, 0), Math.round(200_000 * PROSE));
        calibration.observed(content(10_000, 0), 1);

        assertThat((double) calibration.tokens(content(10_000, 0))).isBetween(9_800 * PROSE, 10_200 * PROSE);
    }

    @Test
    void one_call_in_twenty_that_is_far_off_does_no_harm() {
        for (int i = 0; i < 1_000; i++) {
            double wrong = i % 20 == 7 ? 10 : 1 + 0.06 * random.nextGaussian();
            calibration.observed(content(10_000, 0), Math.round(10_000 * PROSE * wrong));
        }

        assertThat((double) calibration.tokens(content(10_000, 0))).isBetween(9_800 * PROSE, 10_400 * PROSE);
    }

    @Test
    void another_tokenizer_is_noticed_within_ten_calls() {
        learn(500, 1.0);

        learn(10, 1.6);

        assertThat((double) calibration.tokens(content(10_000, 0))).isBetween(15_200 * PROSE, 16_800 * PROSE);
    }

    @Test
    void a_slow_drift_is_followed() {
        for (int i = 0; i < 2_000; i++) {
            learn(1, 1 + 0.2 * i / 2_000);
        }

        assertThat((double) calibration.tokens(content(10_000, 0))).isBetween(11_600 * PROSE, 12_200 * PROSE);
    }

    @Test
    void nonsense_is_not_learned() {
        calibration.observed(content(10_000, 0), 0);
        calibration.observed(content(10_000, 0), -5);
        calibration.observed(content(0, 0), 1_000);

        assertThat(calibration.tokens(content(10_000, 0))).isEqualTo(Math.round(10_000 * PROSE));
    }

    @Test
    void it_never_leaves_reason() {
        for (int i = 0; i < 5_000; i++) {
            calibration.observed(
                    content(random.nextInt(100_000), random.nextInt(100_000)),
                    Math.round(Math.exp(20 * random.nextDouble())));
        }

        assertThat((double) calibration.tokens(content(10_000, 0))).isBetween(1_999 * PROSE, 50_001 * PROSE);
    }

    @Test
    void threads_may_learn_and_ask_at_the_same_time() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        CountDownLatch start = new CountDownLatch(1);
        for (int t = 0; t < 4; t++) {
            threads.execute(() -> {
                try {
                    start.await();
                } catch (InterruptedException e) {
                    return;
                }
                for (int i = 0; i < 2_000; i++) {
                    calibration.tokens(content(1_000, 0));
                    calibration.observed(content(10_000, 0), Math.round(12_000 * PROSE));
                }
            });
        }
        start.countDown();
        threads.shutdown();

        assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        assertThat((double) calibration.tokens(content(10_000, 0))).isBetween(11_950 * PROSE, 12_050 * PROSE);
    }

    private void learn(int calls, double factor) {
        for (int i = 0; i < calls; i++) {
            double noise = 1 + 0.06 * random.nextGaussian();
            calibration.observed(content(10_000, 0), Math.round(10_000 * PROSE * factor * noise));
        }
    }

    private static RequestContent content(int prose, int code) {
        RequestContent.Counter counter = new RequestContent.Counter();
        counter.add(ContentClass.PROSE, prose);
        counter.add(ContentClass.CODE, code);
        return counter.total();
    }
}
