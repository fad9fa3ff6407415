/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class ModelCatalogTest {

    private final ModelCatalog catalog = ModelCatalog.load();

    @Test
    void it_is_dated_and_knows_the_newest_of_each_family() {
        assertThat(catalog.asOf()).isAfterOrEqualTo(LocalDate.of(2026, 11, 24));
        assertThat(catalog.current())
                .extracting(ClaudeModel::id)
                .contains("claude-fable-5-2", "claude-opus-5-5", "claude-sonnet-5-5", "claude-haiku-5-5");
    }

    @Test
    void each_kind_of_token_has_its_price() {
        ClaudeModel opus = catalog.find("claude-opus-5-5").orElseThrow();

        assertThat(opus.cost(new TokenUsage(1_000_000, 0, 0, 0, 0))).isEqualByComparingTo("4");
        assertThat(opus.cost(new TokenUsage(0, 1_000_000, 0, 0, 0))).isEqualByComparingTo("0.20");
        assertThat(opus.cost(new TokenUsage(0, 0, 1_000_000, 0, 0))).isEqualByComparingTo("5");
        assertThat(opus.cost(new TokenUsage(0, 0, 0, 1_000_000, 0))).isEqualByComparingTo("8");
        assertThat(opus.cost(new TokenUsage(0, 0, 0, 0, 1_000_000))).isEqualByComparingTo("20");
    }

    @Test
    void a_long_prompt_changes_the_price_of_the_whole_call() {
        ClaudeModel haiku = catalog.find("claude-haiku-5-5").orElseThrow();

        assertThat(haiku.cost(TokenUsage.of(100_000, 1_000))).isEqualByComparingTo("0.0105");
        assertThat(haiku.cost(TokenUsage.of(100_001, 1_000))).isEqualByComparingTo("0.0525005");
        assertThat(haiku.cost(new TokenUsage(1, 100_000, 0, 0, 0))).isEqualByComparingTo("0.0050005");
    }

    @Test
    void an_unknown_model_is_unknown() {
        assertThat(catalog.find("claude-1")).isEmpty();
    }

    @Test
    void each_model_says_how_long_a_prompt_has_to_be_to_be_cached() {
        assertThat(minimum("claude-opus-5-5")).isEqualTo(512);
        assertThat(minimum("claude-sonnet-5")).isEqualTo(1_024);
        assertThat(minimum("claude-opus-4-7")).isEqualTo(2_048);
        assertThat(minimum("claude-haiku-4-5-20251001")).isEqualTo(4_096);
        assertThat(catalog.find("claude-haiku-5-5").orElseThrow().uncertain())
                .anyMatch(doubt -> doubt.startsWith("minimumCacheTokens"));
    }

    private long minimum(String model) {
        return catalog.find(model).orElseThrow().minimumCacheTokens();
    }
}
