/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BreakerTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;

    private final List<String> told = new ArrayList<>();
    private static final BreakerSettings SETTINGS =
            new BreakerSettings(50, 80, 50, 10, Duration.ofSeconds(5), Duration.ofSeconds(30), 2);

    private final Breaker breaker = new Breaker("eu", SETTINGS, new Breaker.Listener() {
        @Override
        public void opened(long until) {
            told.add("opened until " + until / SECOND);
        }

        @Override
        public void probesOn(long now) {
            told.add("next at " + now / SECOND);
        }

        @Override
        public void closed() {
            told.add("closed");
        }
    });

    /** Ten failures within ten seconds. */
    private void trip() {
        for (int i = 1; i <= 10; i++) {
            breaker.failed((i - 1) * SECOND, MINUTE, i * SECOND);
        }
    }

    @Test
    void it_opens_when_half_of_ten_calls_have_failed_and_not_before() {
        for (int i = 1; i <= 9; i++) {
            breaker.failed((i - 1) * SECOND, MINUTE, i * SECOND);
        }
        assertThat(breaker.state(0)).isEqualTo(Breaker.State.CLOSED);

        breaker.failed(9 * SECOND, MINUTE, 10 * SECOND);

        assertThat(breaker.state(0)).isEqualTo(Breaker.State.OPEN);
        assertThat(told).containsExactly("opened until 15");
    }

    @Test
    void a_fifth_that_fails_is_no_reason() {
        for (int i = 1; i <= 1_000; i++) {
            if (i % 5 == 0) {
                breaker.failed(i * SECOND / 10, MINUTE, i * SECOND / 10);
            } else {
                breaker.answered(i * SECOND / 10, MINUTE, i * SECOND / 10);
            }
        }
        assertThat(told).isEmpty();
    }

    @Test
    void after_a_good_time_half_of_the_last_fifty_have_to_fail() {
        for (int i = 1; i <= 1_000; i++) {
            breaker.answered(i * SECOND, MINUTE, i * SECOND);
        }
        for (int i = 1; i <= 24; i++) {
            breaker.failed(1_000 * SECOND, MINUTE, (1_000 + i) * SECOND);
        }
        assertThat(told).isEmpty();

        breaker.failed(1_000 * SECOND, MINUTE, 1_025 * SECOND);

        assertThat(told).containsExactly("opened until 1030");
    }

    @Test
    void answers_that_take_most_of_their_time_open_it_too() {
        for (int i = 1; i <= 10; i++) {
            breaker.answered(0, 10 * SECOND, 9 * SECOND);
        }
        assertThat(told).containsExactly("opened until 14");
    }

    @Test
    void what_had_left_before_it_opened_says_nothing_new() {
        trip();
        breaker.failed(9 * SECOND, MINUTE, 11 * SECOND);
        breaker.answered(9 * SECOND, MINUTE, 12 * SECOND);

        assertThat(told).containsExactly("opened until 15");
    }

    @Test
    void a_wait_that_is_over_is_over_although_nobody_has_called_since() {
        trip();

        assertThat(breaker.state(15 * SECOND - 1)).isEqualTo(Breaker.State.OPEN);
        assertThat(breaker.state(15 * SECOND)).isEqualTo(Breaker.State.PROBING);
    }

    @Test
    void two_good_attempts_one_after_the_other_close_it() {
        trip();
        breaker.answered(15 * SECOND, MINUTE, 16 * SECOND);
        assertThat(breaker.state(0)).isEqualTo(Breaker.State.PROBING);
        breaker.answered(16 * SECOND, MINUTE, 17 * SECOND);

        assertThat(told).containsExactly("opened until 15", "next at 16", "closed");
        assertThat(breaker.state(0)).isEqualTo(Breaker.State.CLOSED);
    }

    @Test
    void each_bad_one_makes_the_wait_longer_up_to_the_most_and_a_good_time_forgets_it() {
        trip();
        breaker.failed(15 * SECOND, MINUTE, 16 * SECOND);
        breaker.answered(26 * SECOND, MINUTE, 27 * SECOND);
        breaker.failed(27 * SECOND, MINUTE, 28 * SECOND);
        breaker.failed(48 * SECOND, MINUTE, 50 * SECOND);
        breaker.failed(80 * SECOND, MINUTE, 81 * SECOND);

        assertThat(told)
                .containsExactly(
                        "opened until 15",
                        "opened until 26",
                        "next at 27",
                        "opened until 48",
                        "opened until 80",
                        "opened until 111");

        breaker.answered(111 * SECOND, MINUTE, 112 * SECOND);
        breaker.answered(112 * SECOND, MINUTE, 113 * SECOND);
        assertThat(breaker.waits()).isEqualTo(SETTINGS.firstWait());
    }
}
