/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelclaude.resilience.Failure.Outcome;
import io.github.camelclaude.resilience.RetryRules.Again;
import io.github.camelclaude.resilience.RetryRules.GiveUp;
import io.github.camelclaude.resilience.RetryRules.Made;
import io.github.camelclaude.resilience.RetryRules.Next;
import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RetryRulesTest {

    private static final RetryRules RULES = new RetryRules(2, 3, false);
    private static final RetryRules ONCE = new RetryRules(2, 3, true);

    private final RandomGenerator random = new Random(7);

    private Next next(RetryRules rules, ErrorClass errorClass, Outcome outcome, Made made) {
        return rules.next(new Failure(errorClass, outcome, null), made, random);
    }

    @ParameterizedTest
    @CsvSource({
        "BUCKET,again,again,end",
        "RAMP,again,again,end",
        "OVERLOADED,again,again,again",
        "SERVER,again,again,end",
        "NETWORK,again,again,end",
        "TIMEOUT,again,again,end",
        "DEADLINE,end,end,end",
        "QUEUE_FULL,end,end,end",
        "SPEND_CAP,end,end,end",
        "INVALID,end,end,end",
        "OVERSIZE,end,end,end",
        "OUTPUT,end,end,end",
        "AUTH,end,end,end"
    })
    void each_class_has_its_rule(ErrorClass errorClass, String first, String second, String third) {
        Made made = Made.NONE;
        for (String expected : new String[] {first, second, third}) {
            Next next = next(RULES, errorClass, Outcome.NOT_DONE, made);

            assertThat(next instanceof Again ? "again" : "end").isEqualTo(expected);
            made = made.and(errorClass);
        }
    }

    @ParameterizedTest
    @EnumSource(ErrorClass.class)
    void nothing_is_tried_again_that_somebody_may_have_seen(ErrorClass errorClass) {
        assertThat(next(RULES, errorClass, Outcome.BEGUN, Made.NONE)).isInstanceOf(GiveUp.class);
    }

    @Test
    void an_unknown_outcome_is_the_last_one_with_at_most_once() {
        assertThat(next(ONCE, ErrorClass.NETWORK, Outcome.UNKNOWN, Made.NONE)).isInstanceOf(GiveUp.class);
        assertThat(next(ONCE, ErrorClass.NETWORK, Outcome.NOT_DONE, Made.NONE)).isInstanceOf(Again.class);
        assertThat(next(RULES, ErrorClass.NETWORK, Outcome.UNKNOWN, Made.NONE)).isInstanceOf(Again.class);
    }

    @Test
    void overload_has_a_budget_of_its_own() {
        Made made = new Made(2, 0);

        assertThat(next(RULES, ErrorClass.OVERLOADED, Outcome.NOT_DONE, made)).isInstanceOf(Again.class);
        assertThat(next(RULES, ErrorClass.OVERLOADED, Outcome.NOT_DONE, new Made(0, 3)))
                .isEqualTo(new GiveUp("maxOverloadedRetries=3 are used up"));
    }

    @Test
    void limits_wait_for_the_gate_and_count_in_no_budget() {
        assertThat(next(RULES, ErrorClass.BUCKET, Outcome.NOT_DONE, Made.NONE))
                .isEqualTo(new Again(Duration.ZERO, false));
    }

    @Test
    void what_the_service_asks_for_is_a_floor_and_jitter_only_adds() {
        for (int i = 0; i < 1_000; i++) {
            Next next = RULES.next(
                    new Failure(ErrorClass.OVERLOADED, Outcome.NOT_DONE, Duration.ofSeconds(7)), Made.NONE, random);

            assertThat(((Again) next).after()).isBetween(Duration.ofSeconds(7), Duration.ofMillis(7_500));
        }
    }

    @Test
    void no_retries_of_ours_hand_the_wait_over() {
        RetryRules none = new RetryRules(0, 0, false);
        Failure overloaded = new Failure(ErrorClass.OVERLOADED, Outcome.NOT_DONE, null);
        Failure limited = new Failure(ErrorClass.BUCKET, Outcome.NOT_DONE, Duration.ofSeconds(3));

        assertThat(none.handOver(overloaded, random))
                .hasValueSatisfying(wait -> assertThat(wait).isLessThanOrEqualTo(Duration.ofSeconds(2)));
        assertThat(none.handOver(limited, random)).contains(Duration.ofSeconds(3));
        assertThat(none.handOver(new Failure(ErrorClass.AUTH, Outcome.NOT_DONE, null), random))
                .isEmpty();
        assertThat(RULES.handOver(overloaded, random)).isEmpty();
    }

    @Test
    void numbers_below_nothing_are_refused() {
        assertThatThrownBy(() -> new RetryRules(-1, 0, false)).hasMessageContaining("maxRetries=-1");
    }

    @Test
    void the_bound_of_the_jitter_doubles_up_to_the_most_and_no_part_of_it_is_fixed() {
        Backoff backoff = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(8));

        assertThat(backoff.bound(1)).isEqualTo(Duration.ofMillis(500));
        assertThat(backoff.bound(3)).isEqualTo(Duration.ofSeconds(2));
        assertThat(backoff.bound(5)).isEqualTo(Duration.ofSeconds(8));
        assertThat(backoff.bound(1_000)).isEqualTo(Duration.ofSeconds(8));
        double mean = random.ints(10_000, 1, 2)
                .mapToLong(retry -> backoff.before(4, random).toMillis())
                .average()
                .orElseThrow();
        assertThat(mean).isBetween(1_900.0, 2_100.0);
    }
}
