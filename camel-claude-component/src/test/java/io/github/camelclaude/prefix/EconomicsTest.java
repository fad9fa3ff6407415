/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.prefix;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelclaude.catalog.ClaudeModel;
import io.github.camelclaude.catalog.ModelCatalog;
import io.github.camelclaude.catalog.TokenUsage;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Sums at the list prices of the catalog, worked out by hand: Sonnet 5.5 costs 2 USD, 2.5 and 4 to write, 0.1 to read. */
class EconomicsTest {

    private static final long NOW = 1_800_000_000_000L;
    private static final long MINUTE = 60_000;

    private final ClaudeModel sonnet =
            ModelCatalog.load().find("claude-sonnet-5-5").orElseThrow();
    private final ClaudeModel opus = ModelCatalog.load().find("claude-opus-5").orElseThrow();
    private final Economics economics = new Economics();

    private void write(ClaudeModel model, long at) {
        economics.add(new Economics.Use("manual", model, new TokenUsage(100, 0, 1_000_000, 0, 10), 0, at));
    }

    private void read(ClaudeModel model, long at) {
        economics.add(new Economics.Use("manual", model, new TokenUsage(100, 1_000_000, 0, 0, 10), 0, at));
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> of(String prefix) {
        return (Map<String, Object>) ((Map<String, Object>) economics.report().get("prefixes")).get(prefix);
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> advice() {
        return (Map<String, Object>) of("manual").get("advice");
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> costs() {
        return (Map<String, Object>) advice().get("usd");
    }

    @Test
    void a_write_costs_a_quarter_more_and_the_first_read_pays_for_it() {
        write(sonnet, NOW);

        assertThat(of("manual")).containsEntry("savedUsd", new BigDecimal("-0.500000"));
        assertThat(of("manual")).containsEntry("breakEven", false);

        read(sonnet, NOW + MINUTE);

        assertThat(of("manual")).containsEntry("savedUsd", new BigDecimal("1.400000"));
        assertThat(of("manual")).containsEntry("breakEven", true).containsEntry("hitRate", 0.5);
        assertThat(of("manual")).containsEntry("savedInputTokensOfLimit", 1_000_000L);
    }

    @Test
    void an_hour_is_paid_for_by_two_reads_where_reads_cost_a_tenth() {
        write(opus, NOW);
        read(opus, NOW + MINUTE);

        assertThat(advice()).containsEntry("readsToBreakEven5m", 1L).containsEntry("readsToBreakEven1h", 2L);
    }

    @Test
    void five_minutes_are_cheapest_for_what_is_used_all_the_time() {
        write(sonnet, NOW);
        for (int i = 1; i <= 9; i++) {
            read(sonnet, NOW + i * MINUTE);
        }

        assertThat(advice()).containsEntry("cheapest", "5m");
        assertThat(costs())
                .containsEntry("none", new BigDecimal("20.000000"))
                .containsEntry("5m", new BigDecimal("3.400000"))
                .containsEntry("1h", new BigDecimal("4.900000"));
    }

    @Test
    void an_hour_is_cheapest_for_what_rests_for_three_quarters_of_one() {
        for (int i = 0; i < 10; i++) {
            write(opus, NOW + i * 44 * MINUTE);
        }

        assertThat(advice()).containsEntry("cheapest", "1h");
        assertThat(costs())
                .as("10 x 6.25; 10 + 9 x 0.5; 6.25 + 9 x (1 + 9) x 0.5")
                .containsEntry("5m", new BigDecimal("62.500000"))
                .containsEntry("1h", new BigDecimal("14.500000"))
                .containsEntry("5m kept alive", new BigDecimal("51.250000"));
    }

    @Test
    void to_keep_it_alive_pays_for_what_rests_a_little_longer_than_five_minutes_now_and_then() {
        write(sonnet, NOW);
        write(sonnet, NOW + 9 * MINUTE);
        read(sonnet, NOW + 10 * MINUTE);

        assertThat(advice()).containsEntry("cheapest", "5m kept alive");
        assertThat(costs())
                .as("2 x 2.5 + 0.1; 4 + 2 x 0.1; 2.5 + (2 + 2) x 0.1")
                .containsEntry("5m", new BigDecimal("5.100000"))
                .containsEntry("1h", new BigDecimal("4.200000"))
                .containsEntry("5m kept alive", new BigDecimal("2.900000"));
    }

    @Test
    void what_is_hardly_used_is_better_not_cached() {
        for (int i = 0; i < 5; i++) {
            write(sonnet, NOW + i * 120 * MINUTE);
        }

        assertThat(advice()).containsEntry("cheapest", "none");
    }

    @Test
    void what_was_believed_and_not_read_is_told() {
        economics.add(new Economics.Use("manual", sonnet, new TokenUsage(0, 0, 5_000, 0, 10), 5_000, NOW));

        assertThat(of("manual")).containsEntry("misses", 1L).containsEntry("missedTokens", 5_000L);
    }

    @Test
    void a_model_without_a_price_is_counted_and_not_priced() {
        economics.add(new Economics.Use("", null, new TokenUsage(0, 5_000, 0, 0, 10), 0, NOW));

        assertThat(of("(unnamed)")).containsEntry("callsWithoutPrice", 1L).containsEntry("readTokens", 5_000L);
        assertThat(of("(unnamed)")).doesNotContainKey("advice");
    }

    @Test
    void the_hundred_and_first_name_is_counted_among_the_others() {
        for (int i = 0; i <= Economics.MOST + 5; i++) {
            economics.add(new Economics.Use("name " + i, sonnet, new TokenUsage(0, 1_000, 0, 0, 10), 0, NOW));
        }

        assertThat((Map<?, ?>) economics.picture().get("prefixes")).hasSize(Economics.MOST + 1);
        assertThat(of("(others)")).containsEntry("calls", 6L);
    }

    @Test
    void the_table_tells_the_same_to_who_reads_it() {
        write(sonnet, NOW);
        for (int i = 1; i <= 9; i++) {
            read(sonnet, NOW + i * MINUTE);
        }
        economics.add(new Economics.Use("rarely", sonnet, new TokenUsage(0, 0, 5_000, 0, 10), 5_000, NOW));

        assertThat(economics.table()).isEqualTo("""
                prefix  calls    written       read  missed  hit rate  saved USD  ITPM saved  break-even  best life  keep alive
                manual     10  1,000,000  9,000,000       0    90.0 %    16.6000   9,000,000  yes         5m         no
                rarely      1      5,000          0   5,000     0.0 %    -0.0025           0  no          -          -
                total      11  1,005,000  9,000,000   5,000    81.8 %    16.5975   9,000,000  yes         -          -
                """);
    }

    @Test
    void the_table_says_where_reads_just_to_live_on_would_have_been_cheapest() {
        write(sonnet, NOW);
        write(sonnet, NOW + 9 * MINUTE);
        read(sonnet, NOW + 10 * MINUTE);

        assertThat(economics.table()).containsPattern("manual .* 5m +yes\n");
    }

    @Test
    void the_table_of_nothing_is_a_line_of_zeros() {
        assertThat(economics.table().lines())
                .hasSize(2)
                .last()
                .asString()
                .startsWith("total ")
                .endsWith("-");
    }

    @Test
    void items_of_batches_save_half_as_much_and_nothing_of_the_limit() {
        economics.addItem("manual", sonnet, new TokenUsage(100, 0, 0, 1_000_000, 10));
        economics.addItem("manual", sonnet, new TokenUsage(100, 1_000_000, 0, 0, 10));

        assertThat(of("manual"))
                .as("half of 1.9 - 2")
                .containsEntry("savedUsd", new BigDecimal("-0.050000"))
                .containsEntry("calls", 2L)
                .containsEntry("batchItems", 2L)
                .containsEntry("hitRate", 0.5)
                .containsEntry("readTokens", 1_000_000L)
                .containsEntry("savedInputTokensOfLimit", 0L)
                .doesNotContainKey("advice");
    }

    @Test
    void advice_for_calls_is_the_same_whatever_batches_do_with_the_prefix() {
        write(sonnet, NOW);
        read(sonnet, NOW + MINUTE);
        Map<String, Object> before = Map.copyOf(costs());

        economics.addItem("manual", sonnet, new TokenUsage(0, 1_000_000, 0, 0, 10));

        assertThat(costs()).isEqualTo(before);
    }
}
