/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelclaude.simulator.tokens.Usage;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogTest {

    private final Catalog catalog = Catalog.load();

    @Test
    void everyTierHasLimitsForEveryClassThatCanBeCalled() {
        for (String name : List.of("evaluation", "start", "build", "scale", "1", "2", "3", "4", "Tier-2", "legacy-4")) {
            Tier tier = catalog.tier(name);
            assertThat(tier.asOf()).isNotNull();
            catalog.models().stream()
                    .filter(model -> !model.isRetired())
                    .forEach(model -> assertThat(tier.limits()).containsKey(model.modelClass()));
        }
        assertThatThrownBy(() -> catalog.tier("gold"))
                .hasMessageContaining("'gold'")
                .hasMessageContaining("evaluation");
    }

    @Test
    void theDataIsDatedAndTellsWhatIsUncertain() {
        assertThat(catalog.asOf()).isEqualTo(LocalDate.of(2026, 11, 24));
        assertThat(catalog.sources()).isNotEmpty();
        assertThat(catalog.tier("evaluation").uncertain()).isTrue();
        assertThat(catalog.tier("1").validUntil()).isEqualTo(LocalDate.of(2026, 6, 26));
        assertThat(catalog.tier("start").limits().get("haiku-5-5").uncertain()).isTrue();
        assertThat(catalog.tier("start").limits().get("opus-5").uncertain()).isFalse();
        assertThat(catalog.model("claude-fable-5-2").orElseThrow().uncertain()).contains("price.cacheRead");
    }

    @Test
    void modelsOfOneClassAreFoundByIdAndAlias() {
        assertThat(catalog.model("claude-opus-4-5").orElseThrow().id()).isEqualTo("claude-opus-4-5-20251101");
        assertThat(catalog.model("claude-opus-4-8").orElseThrow().modelClass()).isEqualTo("opus-4");
        assertThat(catalog.model("nonesuch")).isEmpty();
    }

    @Test
    void pricesAreExactToTheTokenAndLongPromptsCostMore() {
        Model haiku = catalog.model("claude-haiku-5-5").orElseThrow();
        assertThat(haiku.costOf(Usage.uncached(100_000, 1_000), false, false, false)
                        .dollars())
                .isEqualByComparingTo("0.0105");
        assertThat(haiku.costOf(Usage.uncached(100_001, 1_000), false, false, false)
                        .dollars())
                .isEqualByComparingTo("0.0525005");
        Model opus = catalog.model("claude-opus-5").orElseThrow();
        Usage usage = new Usage(1_000_000, 1_000_000, 1_000_000, 1_000_000, 1_000_000, 0);
        BigDecimal whole = new BigDecimal("46.75");
        assertThat(opus.costOf(usage, false, false, false).dollars()).isEqualByComparingTo(whole);
        assertThat(opus.costOf(usage, false, false, true).dollars()).isEqualByComparingTo("23.375");
        assertThat(opus.costOf(usage, true, true, false).dollars()).isEqualByComparingTo("102.85");
    }
}
