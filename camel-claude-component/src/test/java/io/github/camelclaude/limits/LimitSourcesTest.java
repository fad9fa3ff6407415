/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelclaude.catalog.LimitCatalog;
import io.github.camelclaude.limits.CallScope.Pool;
import io.github.camelclaude.limits.ServiceLimits.Entry;
import io.github.camelclaude.limits.ServiceLimits.Kind;
import io.github.camelclaude.rate.Dimension;
import io.github.camelclaude.rate.GroupName;
import io.github.camelclaude.rate.GroupSetup;
import io.github.camelclaude.rate.Limit;
import io.github.camelclaude.rate.Limit.Source;
import io.github.camelclaude.rate.Reservation;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LimitSourcesTest {

    private static final GroupName OPUS = new GroupName("anthropic/organization/opus-5");

    private final LimitCatalog catalog = LimitCatalog.load();
    private final LimitOptions options = new LimitOptions();

    @Test
    void the_first_source_that_says_something_counts_and_is_remembered() {
        options.setRequestsPerMinute(7L);
        LimitSources sources = sources(
                "anthropic",
                configured(Map.of()),
                models(
                        Optional.empty(),
                        List.of("claude-opus-5"),
                        Map.of(Dimension.REQUESTS, 8L, Dimension.INPUT_TOKENS, 9L)),
                "start");

        assertThat(sources.apply(OPUS))
                .isEqualTo(new GroupSetup(
                        OPUS,
                        Reservation.FIRST_PARTY,
                        List.of(
                                perMinute(Dimension.REQUESTS, 7, Source.CONFIGURED),
                                perMinute(Dimension.INPUT_TOKENS, 9, Source.FILE),
                                perMinute(Dimension.OUTPUT_TOKENS, 400_000, Source.TIER))));
    }

    @Test
    void what_the_api_tells_comes_after_the_file_and_before_the_tier() {
        LimitSources sources = sources(
                "anthropic",
                ConfiguredLimits.NONE,
                models(Optional.empty(), List.of("claude-opus-5"), Map.of(Dimension.REQUESTS, 8L)),
                "start");

        sources.learned(models(
                Optional.empty(),
                List.of("claude-opus-5"),
                Map.of(Dimension.REQUESTS, 1L, Dimension.INPUT_TOKENS, 2L)));

        assertThat(sources.apply(OPUS).limits())
                .containsExactly(
                        perMinute(Dimension.REQUESTS, 8, Source.FILE),
                        perMinute(Dimension.INPUT_TOKENS, 2, Source.ADMIN_API),
                        perMinute(Dimension.OUTPUT_TOKENS, 400_000, Source.TIER));
    }

    @Test
    void where_nobody_says_anything_the_smallest_limits_are_assumed_until_headers_tell() {
        LimitSources sources = sources("anthropic", ConfiguredLimits.NONE, ServiceLimits.NONE, null);

        assertThat(sources.apply(OPUS).limits())
                .containsExactly(
                        perMinute(Dimension.REQUESTS, 50, Source.DEFAULT),
                        perMinute(Dimension.INPUT_TOKENS, 30_000, Source.DEFAULT),
                        perMinute(Dimension.OUTPUT_TOKENS, 8_000, Source.DEFAULT));
    }

    @Test
    void a_model_that_the_tier_does_not_know_begins_small_too() {
        LimitSources sources = sources("anthropic", ConfiguredLimits.NONE, ServiceLimits.NONE, "scale");
        List<GroupName> path = sources.path(CallScope.of("claude-opus-6"));

        assertThat(path).containsExactly(new GroupName("anthropic/organization/claude-opus-6"));
        assertThat(sources.apply(path.get(0)).limits())
                .contains(perMinute(Dimension.REQUESTS, 50, Source.DEFAULT))
                .hasSize(3);
    }

    @Test
    void where_no_headers_ever_tell_nothing_is_guessed() {
        LimitSources vertex = sources("vertex", ConfiguredLimits.NONE, ServiceLimits.NONE, null);

        GroupSetup setup =
                vertex.apply(vertex.path(CallScope.of("claude-opus-5")).get(0));

        assertThat(setup).returns(Reservation.VERTEX, GroupSetup::reservation).returns(List.of(), GroupSetup::limits);
    }

    @Test
    void pools_do_not_share_and_the_guess_for_the_fast_mode_has_no_requests() {
        LimitSources sources = sources("anthropic", ConfiguredLimits.NONE, ServiceLimits.NONE, "build");

        GroupName fast = only(sources, Pool.FAST);
        GroupName batch = only(sources, Pool.BATCH);
        GroupName count = only(sources, Pool.COUNT_TOKENS);

        assertThat(fast).isEqualTo(new GroupName("anthropic/organization/opus-5/fast"));
        assertThat(sources.apply(fast).limits())
                .containsExactly(
                        perMinute(Dimension.INPUT_TOKENS, 30_000, Source.DEFAULT),
                        perMinute(Dimension.OUTPUT_TOKENS, 8_000, Source.DEFAULT));
        assertThat(batch).isEqualTo(new GroupName("anthropic/organization/batch"));
        assertThat(sources.apply(batch).limits())
                .containsExactly(
                        perMinute(Dimension.REQUESTS, 2_000, Source.TIER),
                        perMinute(ServiceLimits.QUEUED_BATCH_ITEMS, 300_000, Source.TIER));
        assertThat(sources.apply(count).limits()).containsExactly(perMinute(Dimension.REQUESTS, 4_000, Source.TIER));
    }

    @Test
    void plain_limits_are_those_of_usual_calls_only() {
        options.setRequestsPerMinute(7L);
        LimitSources sources = sources("anthropic", configured(Map.of()), ServiceLimits.NONE, "build");

        assertThat(sources.apply(only(sources, Pool.BATCH)).limits())
                .contains(perMinute(Dimension.REQUESTS, 2_000, Source.TIER));
        assertThat(sources.apply(only(sources, Pool.COUNT_TOKENS)).limits())
                .contains(perMinute(Dimension.REQUESTS, 4_000, Source.TIER));
    }

    @Test
    void a_workspace_with_limits_of_its_own_is_a_second_group_of_the_path() {
        LimitSources sources = sources(
                "anthropic",
                ConfiguredLimits.NONE,
                models(Optional.of("wrkspc_1"), List.of("claude-opus-5"), Map.of(Dimension.REQUESTS, 100L)),
                "start");
        GroupName own = new GroupName("anthropic/wrkspc_1/opus-5");

        assertThat(sources.path(new CallScope("claude-opus-5", Pool.STANDARD, Optional.of("wrkspc_1"), "")))
                .containsExactly(OPUS, own);
        assertThat(sources.path(new CallScope("claude-opus-5", Pool.STANDARD, Optional.of("wrkspc_2"), "")))
                .containsExactly(OPUS);
        assertThat(sources.path(new CallScope("claude-haiku-5-5", Pool.STANDARD, Optional.of("wrkspc_1"), "")))
                .hasSize(1);
        assertThat(sources.apply(own).limits()).containsExactly(perMinute(Dimension.REQUESTS, 100, Source.FILE));
        assertThat(sources.apply(OPUS).limits()).contains(perMinute(Dimension.REQUESTS, 1_000, Source.TIER));
    }

    @Test
    void limits_of_a_single_workspace_are_those_of_the_key_unless_it_is_known_to_be_of_another() {
        ServiceLimits one = models(Optional.of("wrkspc_1"), List.of("claude-opus-5"), Map.of(Dimension.REQUESTS, 100L));
        ServiceLimits other =
                models(Optional.of("wrkspc_2"), List.of("claude-opus-5"), Map.of(Dimension.REQUESTS, 200L));

        assertThat(sources("anthropic", ConfiguredLimits.NONE, one, "start").path(CallScope.of("claude-opus-5")))
                .containsExactly(OPUS, new GroupName("anthropic/wrkspc_1/opus-5"));
        assertThat(sources("anthropic", ConfiguredLimits.NONE, one.and(other), "start")
                        .path(CallScope.of("claude-opus-5")))
                .containsExactly(OPUS);
    }

    @Test
    void which_models_share_limits_is_for_the_service_to_say() {
        LimitSources sources = sources(
                "anthropic",
                ConfiguredLimits.NONE,
                models(
                                Optional.empty(),
                                List.of("claude-fable-5", "claude-fable-5-1"),
                                Map.of(Dimension.REQUESTS, 1_000L))
                        .and(models(Optional.empty(), List.of("claude-fable-5-2"), Map.of(Dimension.REQUESTS, 500L)))
                        .and(models(
                                Optional.empty(),
                                List.of("claude-opus-6-20270101", "claude-opus-6"),
                                Map.of(Dimension.REQUESTS, 77L))),
                "start");

        assertThat(sources.path(CallScope.of("claude-fable-5-1")))
                .containsExactly(new GroupName("anthropic/organization/fable-5"));
        assertThat(sources.path(CallScope.of("claude-fable-5-2")))
                .containsExactly(new GroupName("anthropic/organization/claude-fable-5-2"));
        assertThat(sources.apply(new GroupName("anthropic/organization/claude-fable-5-2"))
                        .limits())
                .contains(perMinute(Dimension.REQUESTS, 500, Source.FILE));
        assertThat(sources.apply(sources.path(CallScope.of("claude-opus-6")).get(0))
                        .limits())
                .contains(perMinute(Dimension.REQUESTS, 77, Source.FILE));
    }

    @Test
    void what_is_configured_for_a_model_holds_also_where_the_service_gives_it_limits_of_its_own() {
        LimitOptions own = new LimitOptions();
        own.setRequestsPerMinute(3L);
        LimitSources sources = sources(
                "anthropic",
                configured(Map.of("claude-fable-5-2", own)),
                models(Optional.empty(), List.of("claude-fable-5"), Map.of(Dimension.REQUESTS, 1_000L))
                        .and(models(Optional.empty(), List.of("claude-fable-5-2"), Map.of(Dimension.REQUESTS, 500L))),
                null);

        assertThat(sources.apply(sources.path(CallScope.of("claude-fable-5-2")).get(0))
                        .limits())
                .contains(perMinute(Dimension.REQUESTS, 3, Source.CONFIGURED));
    }

    @Test
    void money_is_a_group_of_its_own_behind_the_others() {
        SpendCaps caps = new SpendCaps(new BigDecimal("10"), new BigDecimal("200"), new BigDecimal("0.5"));
        LimitSources sources = sources(
                "anthropic", ConfiguredLimits.of(options, Map.of(), caps, catalog), ServiceLimits.NONE, "start");

        List<GroupName> path =
                sources.path(new CallScope("claude-opus-5", Pool.STANDARD, Optional.empty(), "tenant a/b"));

        assertThat(path).extracting(GroupName::text).startsWith(OPUS.text(), "claude/spend/month", "claude/spend/day");
        assertThat(path).hasSize(4);
        assertThat(path.get(3).text()).startsWith("claude/spend/day/of-tenant_a_b~");
        assertThat(sources.apply(path.get(1)).limits())
                .containsExactly(new Limit(Dimension.SPEND, 200_000_000, Limit.MONTH, Source.CONFIGURED));
        assertThat(sources.apply(path.get(2)).limits())
                .containsExactly(new Limit(Dimension.SPEND, 10_000_000, Limit.DAY, Source.CONFIGURED));
        assertThat(sources.apply(path.get(3)).limits())
                .containsExactly(new Limit(Dimension.SPEND, 500_000, Limit.DAY, Source.CONFIGURED));
        assertThat(sources.path(CallScope.of("claude-opus-5"))).hasSize(3);
        assertThat(sources.path(new CallScope("claude-opus-5", Pool.COUNT_TOKENS, Optional.empty(), "x")))
                .hasSize(1);
    }

    @Test
    void money_of_a_class_is_a_group_of_its_own_for_all_its_models_and_for_batches() {
        LimitOptions opus = new LimitOptions();
        opus.setSpendPerDay(5.0);
        opus.setSpendPerMonth(50.0);
        LimitSources sources = sources(
                "anthropic",
                configured(Map.of()).capping(Map.of("claude-opus-4-8", opus), catalog),
                ServiceLimits.NONE,
                "start");
        List<GroupName> money =
                List.of(new GroupName("claude/spend/month/for-opus-4"), new GroupName("claude/spend/day/for-opus-4"));

        assertThat(sources.path(CallScope.of("claude-opus-4-6"))).endsWith(money.toArray(GroupName[]::new));
        assertThat(sources.path(CallScope.of("claude-haiku-5-5"))).hasSize(1);
        assertThat(sources.spend("claude-opus-4-5-20251101")).isEqualTo(money);
        assertThat(sources.spend()).isEmpty();
        assertThat(sources.apply(money.get(0)).limits())
                .containsExactly(new Limit(Dimension.SPEND, 50_000_000, Limit.MONTH, Source.CONFIGURED));
        assertThat(sources.apply(money.get(1)).limits())
                .containsExactly(new Limit(Dimension.SPEND, 5_000_000, Limit.DAY, Source.CONFIGURED));
        assertThatThrownBy(() -> sources.apply(new GroupName("claude/spend/day/for-haiku-5-5")))
                .hasMessageContaining("claude/spend/day/for-haiku-5-5");
    }

    @Test
    void keys_that_look_alike_stay_apart() {
        Groups groups = new Groups("anthropic");

        assertThat(groups.spendOf("a/b")).isNotEqualTo(groups.spendOf("a_b")).isNotEqualTo(groups.spendOf("a b"));
        assertThat(groups.spendOf("x".repeat(500)).text()).hasSizeLessThan(100);
        assertThat(groups.spendOf("tenant-7").text()).isEqualTo("claude/spend/day/of-tenant-7");
    }

    @Test
    void a_group_that_no_path_names_is_unknown() {
        LimitSources sources = sources("anthropic", ConfiguredLimits.NONE, ServiceLimits.NONE, null);

        assertThatThrownBy(() -> sources.apply(new GroupName("bedrock/organization/opus-5")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bedrock/organization/opus-5");
        assertThatThrownBy(() -> sources.apply(new GroupName("claude/spend/day")))
                .hasMessageContaining("claude/spend/day");
    }

    private static GroupName only(LimitSources sources, Pool pool) {
        List<GroupName> path = sources.path(new CallScope("claude-opus-5", pool, Optional.empty(), ""));
        assertThat(path).hasSize(1);
        return path.get(0);
    }

    private LimitSources sources(String kind, ConfiguredLimits configured, ServiceLimits file, String tier) {
        return new LimitSources(
                kind,
                catalog.endpoint(kind),
                null,
                catalog,
                configured,
                file,
                Optional.ofNullable(tier).map(catalog::tier));
    }

    private ConfiguredLimits configured(Map<String, LimitOptions> keyed) {
        return ConfiguredLimits.of(options, keyed, SpendCaps.NONE, catalog);
    }

    private static ServiceLimits models(Optional<String> workspace, List<String> models, Map<Dimension, Long> amounts) {
        return new ServiceLimits(List.of(new Entry(workspace, Kind.MODELS, models, amounts)));
    }

    private static Limit perMinute(Dimension dimension, long amount, Source source) {
        return Limit.perMinute(dimension, amount, source);
    }
}
