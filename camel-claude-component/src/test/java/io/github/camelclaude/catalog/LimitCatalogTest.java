/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LimitCatalogTest {

    private final LimitCatalog catalog = LimitCatalog.load();

    @Test
    void it_is_dated_and_every_class_of_the_model_catalog_is_known() {
        assertThat(catalog.asOf()).isAfterOrEqualTo(LocalDate.of(2026, 11, 24));
        ModelCatalog models = ModelCatalog.load();
        assertThat(models.current())
                .allSatisfy(model -> assertThat(models.classOf(model.id()).known())
                        .as(model.id())
                        .isTrue());
        assertThat(models.limits().asOf()).isEqualTo(catalog.asOf());
    }

    @ParameterizedTest
    @CsvSource({
        "claude-haiku-5-5, haiku-5-5",
        "claude-fable-5-2, fable-5",
        "claude-fable-5, fable-5",
        "claude-opus-5-5, opus-5-5",
        "claude-opus-5, opus-5",
        "claude-opus-4-8, opus-4",
        "claude-opus-4-5-20251101, opus-4",
        "claude-opus-4-5, opus-4",
        "claude-opus-4-5@20251101, opus-4",
        "claude-sonnet-4-5-20250929, sonnet-4",
        "claude-3-5-haiku-latest, haiku-3-5",
        "CLAUDE-OPUS-5, opus-5",
        "anthropic.claude-opus-5, opus-5",
        "eu.anthropic.claude-haiku-4-5-20251001-v1:0, haiku-4-5",
        "publishers/anthropic/models/claude-sonnet-5, sonnet-5"
    })
    void models_that_share_limits_have_one_class(String model, String modelClass) {
        assertThat(catalog.classOf(model)).isEqualTo(new ModelClass(modelClass, true));
        assertThat(catalog.isClass(modelClass)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "claude-opus-6, claude-opus-6",
        "claude-opus-6-20270301, claude-opus-6",
        "claude-opus-5-6, claude-opus-5-6",
        "us.anthropic.claude-opus-6-v2:0, claude-opus-6",
        "my model, my_model",
        "'', unnamed"
    })
    void a_model_that_nobody_knows_is_a_class_of_its_own(String model, String modelClass) {
        assertThat(catalog.classOf(model)).isEqualTo(new ModelClass(modelClass, false));
        assertThat(catalog.isClass(modelClass)).isFalse();
    }

    @Test
    void tiers_have_the_limits_of_the_documentation() {
        Tier start = catalog.tier("start");
        assertThat(start.of(catalog.classOf("claude-fable-5-1"))).contains(new Tier.Messages(1_000, 500_000, 100_000));
        assertThat(start.monthlySpendUsd()).isEqualTo(500);
        assertThat(catalog.tier("Build").of(catalog.classOf("claude-opus-5")))
                .contains(new Tier.Messages(5_000, 5_000_000, 1_000_000));
        assertThat(catalog.tier("SCALE").batch()).isEqualTo(new Tier.Batch(4_000, 500_000));
        assertThat(catalog.tier("legacy-1").of(catalog.classOf("claude-haiku-4-5")))
                .contains(new Tier.Messages(50, 50_000, 10_000));
        assertThat(catalog.tier("legacy-4").countTokensRequests()).isEqualTo(8_000);
        assertThat(start.of(catalog.classOf("claude-opus-6"))).isEmpty();
        assertThat(catalog.careful().of(catalog.classOf("claude-opus-6")))
                .contains(new Tier.Messages(50, 30_000, 8_000));
    }

    @Test
    void what_is_not_certain_is_marked() {
        assertThat(catalog.tier("start").uncertain()).contains("messages.haiku-5-5");
        assertThat(catalog.tier("build").uncertain()).contains("messages.opus-5-5");
        assertThat(catalog.tier("evaluation").uncertain()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gold", "1", ""})
    void another_tier_is_refused_with_those_that_there_are(String tier) {
        assertThatThrownBy(() -> catalog.tier(tier))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tier=" + tier)
                .hasMessageContaining("start, build, scale, legacy-1");
    }

    @Test
    void each_kind_of_endpoint_names_its_rules() {
        assertThat(catalog.endpoint("anthropic"))
                .returns("first-party", EndpointKind::reservation)
                .returns(true, EndpointKind::tellsLimits);
        assertThat(catalog.endpoint("bedrock-runtime")).returns("bedrock-runtime", EndpointKind::reservation);
        assertThat(catalog.endpoint("vertex")).returns(false, EndpointKind::tellsLimits);
        assertThatThrownBy(() -> catalog.endpoint("moon")).hasMessageContaining("moon");
    }
}
