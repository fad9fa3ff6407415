/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelclaude.simulator.catalog.Cost;
import io.github.camelclaude.simulator.tokens.Usage;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AccountingTest {

    private final Accounting accounting = new Accounting();

    @Test
    void aContentThatComesForeverIsKeptOnlyAsOftenAsAnybodyLooks() {
        Set<Integer> numbers = new HashSet<>();
        for (int i = 0; i < 5_000; i++) {
            numbers.add(answer("same").number());
        }
        assertThat(numbers).as("each attempt has luck of its own").hasSize(5_000);
        ContentAttempts kept = accounting.attemptsByContent().get("same");
        assertThat(kept.attempts()).hasSize(Accounting.MOST_ATTEMPTS);
        assertThat(kept.answers()).isGreaterThan(1);
        assertThat(accounting.untracked()).isEqualTo(5_000L - Accounting.MOST_ATTEMPTS);
        assertThat(accounting.totals().answered()).isEqualTo(5_000);
    }

    private Attempt answer(String content) {
        Attempt attempt = accounting.arrive(content, "claude-opus-5", 0);
        accounting.end(attempt, new Ending.Answered(Usage.NONE, Cost.ZERO), 0);
        return attempt;
    }
}
