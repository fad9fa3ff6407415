/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelclaude.catalog.LimitCatalog;
import io.github.camelclaude.rate.Dimension;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfiguredLimitsTest {

    private final LimitCatalog catalog = LimitCatalog.load();
    private final LimitOptions all = new LimitOptions();
    private final LimitOptions own = new LimitOptions();

    @Test
    void what_is_given_for_a_class_comes_before_what_is_given_for_all() {
        all.setRequestsPerMinute(1_000L);
        all.setMaxConcurrency(50L);
        own.setRequestsPerMinute(4_000L);

        ConfiguredLimits limits = of(Map.of("claude-opus-5-5", own));

        assertThat(limits.amount("opus-5-5", Dimension.REQUESTS)).contains(4_000L);
        assertThat(limits.amount("opus-5-5", Dimension.CONCURRENCY)).contains(50L);
        assertThat(limits.amount("haiku-5-5", Dimension.REQUESTS)).contains(1_000L);
        assertThat(limits.amount("haiku-5-5", Dimension.INPUT_TOKENS)).isEmpty();
    }

    @Test
    void a_key_is_a_model_or_a_class() {
        own.setTokensPerMinute(5L);

        assertThat(of(Map.of("opus-4", own)).amount("opus-4", Dimension.TOKENS)).contains(5L);
        assertThat(of(Map.of("claude-opus-4-5-20251101", own)).amount("opus-4", Dimension.TOKENS))
                .contains(5L);
        assertThat(of(Map.of("claude-opus-9", own)).unknownKeys()).containsExactly("claude-opus-9");
        assertThat(of(Map.of("opus-4", own)).unknownKeys()).isEmpty();
    }

    @Test
    void two_keys_of_one_class_are_refused() {
        Map<String, LimitOptions> keyed = new LinkedHashMap<>();
        keyed.put("claude-opus-4-8", own);
        keyed.put("claude-opus-4-7", own);

        assertThatThrownBy(() -> of(keyed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("limits[claude-opus-4-8]")
                .hasMessageContaining("limits[claude-opus-4-7]")
                .hasMessageContaining("opus-4");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE, 1_000_000_000_001L})
    void a_number_that_cannot_be_is_refused_with_its_rule(long number) {
        own.setInputTokensPerMinute(number);

        assertThatThrownBy(() -> of(Map.of("claude-opus-5-5", own)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("limits[claude-opus-5-5].inputTokensPerMinute=" + number)
                .hasMessageContaining("must be from 1 to 1000000000000")
                .hasMessageContaining("leave it out");
    }

    @Test
    void money_is_counted_in_millionths() {
        assertThat(SpendCaps.microUsd(new BigDecimal("12.345678"))).isEqualTo(12_345_678);
        assertThatThrownBy(() -> new SpendCaps(new BigDecimal("-1"), null, null))
                .hasMessageContaining("spendPerDay=-1")
                .hasMessageContaining("from 0 to 1000000000 USD");
        assertThatThrownBy(() -> new SpendCaps(null, new BigDecimal("1e12"), null))
                .hasMessageContaining("spendPerMonth");
        assertThatThrownBy(() -> new SpendCaps(null, null, new BigDecimal("-0.01")))
                .hasMessageContaining("spendPerKeyPerDay=-0.01");
    }

    private ConfiguredLimits of(Map<String, LimitOptions> keyed) {
        return ConfiguredLimits.of(all, keyed, SpendCaps.NONE, catalog);
    }
}
