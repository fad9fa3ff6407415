/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HistoriesTest {

    private static final double[] RATIOS = TokenRatios.load().of("claude-opus-5-5");

    private final Histories histories = new Histories(100, key -> new History(RATIOS));

    @Test
    void any_number_of_routes_needs_room_for_so_many_only() {
        for (int i = 0; i < 10_000; i++) {
            histories.of(key(i));
            assertThat(histories.size()).isLessThanOrEqualTo(100);
        }
        assertThat(histories.size()).isEqualTo(100);
    }

    @Test
    void what_is_used_is_kept() {
        History kept = histories.of(key(-1));
        for (int i = 0; i < 10_000; i++) {
            histories.of(key(i));
            assertThat(histories.of(key(-1))).isSameAs(kept);
        }
    }

    @Test
    void threads_that_bring_new_routes_do_not_exceed_it() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        for (int t = 0; t < 4; t++) {
            int first = t * 1_000;
            threads.execute(() -> {
                for (int i = 0; i < 20_000; i++) {
                    histories.of(key(first + i % 1_500));
                }
            });
        }
        threads.shutdown();

        assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        assertThat(histories.size()).isEqualTo(100);
    }

    @Test
    void none_at_all_is_refused() {
        assertThatThrownBy(() -> new Histories(0, key -> new History(RATIOS)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0");
    }

    private static CallKey key(int number) {
        return new CallKey("route" + number, "claude-opus-5-5");
    }
}
