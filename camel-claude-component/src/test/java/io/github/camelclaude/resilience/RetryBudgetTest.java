/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RetryBudgetTest {

    private static final long SECOND = 1_000_000_000L;

    @Test
    void retries_are_a_share_of_the_traffic_and_those_too_many_get_their_turn_later() {
        RetryBudget budget = new RetryBudget(0.2, 1, 2, 0);

        assertThat(budget.take(0)).isZero();
        assertThat(budget.take(0)).isZero();
        assertThat(budget.take(0)).isEqualTo(SECOND);
        assertThat(budget.take(0)).isEqualTo(2 * SECOND);
        for (int i = 0; i < 16; i++) {
            budget.attempted(0);
        }
        assertThat(budget.take(0)).isZero();
    }

    @Test
    void an_outage_of_a_hundred_calls_a_second_is_not_answered_by_more_than_its_share() {
        RetryBudget budget = new RetryBudget(0.2, 1, 20, 0);
        long within = 0;
        for (int second = 0; second < 60; second++) {
            for (int call = 0; call < 100; call++) {
                budget.attempted(second * SECOND);
                if (budget.take(second * SECOND) <= 60 * SECOND) {
                    within++;
                }
            }
        }
        assertThat(within).isBetween(100L, 1_400L);
    }

    @Test
    void what_is_not_used_comes_back_and_no_more_is_saved_than_may_be() {
        RetryBudget budget = new RetryBudget(0.2, 1, 2, 0);
        budget.take(0);
        budget.giveBack();
        budget.giveBack();

        assertThat(budget.take(3_600 * SECOND)).isEqualTo(3_600 * SECOND);
        assertThat(budget.take(3_600 * SECOND)).isEqualTo(3_600 * SECOND);
        assertThat(budget.take(3_600 * SECOND)).isGreaterThan(3_600 * SECOND);
    }
}
