/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.prefix;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelclaude.catalog.TokenUsage;
import io.github.camelclaude.prefix.CachePlan.Mark;
import io.github.camelclaude.prefix.CachePlan.Point;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a call will read and write, and what its answer teaches. */
class BeliefTest {

    private static final long NOW = 1_800_000_000_000L;
    private static final long MINUTE = 60_000;

    /** Points of 1,000 tokens each. */
    private static CachePlan plan(int points, int shared, int... marked) {
        return new CachePlan(
                "manual",
                IntStream.range(0, points)
                        .mapToObj(i -> new Point("h" + i, 1_000L * (i + 1)))
                        .toList(),
                IntStream.of(marked)
                        .mapToObj(i -> new Mark(i, CacheLife.FIVE_MINUTES))
                        .toList(),
                shared);
    }

    private static PrefixEntry entry(long tokens) {
        return new PrefixEntry(CacheLife.FIVE_MINUTES, NOW + 5 * MINUTE, NOW, tokens, true);
    }

    @Test
    void nothing_is_believed_of_a_call_without_marks() {
        assertThat(Belief.of(CachePlan.NONE, Map.of(), NOW)).isEqualTo(Belief.NONE);
        assertThat(Belief.reachable(CachePlan.NONE)).isEmpty();
    }

    @Test
    void an_unknown_prefix_is_cold_and_all_of_it_is_written() {
        assertThat(Belief.of(plan(3, 2, 1, 2), Map.of(), NOW)).isEqualTo(new Belief(-1, 0, 3_000, 1, true));
    }

    @Test
    void a_known_prefix_is_read_and_only_the_rest_is_written() {
        assertThat(Belief.of(plan(3, 2, 1, 2), Map.of("h1", entry(2_100)), NOW))
                .isEqualTo(new Belief(1, 2_100, 1_000, 1, false));
    }

    @Test
    void of_all_hits_the_longest_counts() {
        Map<String, PrefixEntry> known = Map.of("h0", entry(1_000), "h1", entry(2_000));

        assertThat(Belief.of(plan(3, 2, 0, 2), known, NOW).hit()).isEqualTo(1);
    }

    @Test
    void a_mark_looks_back_over_twenty_points_itself_included() {
        assertThat(Belief.of(plan(30, 0, 29), Map.of("h10", entry(11_000)), NOW).hit())
                .isEqualTo(10);
        assertThat(Belief.of(plan(30, 0, 29), Map.of("h9", entry(10_000)), NOW).hit())
                .isEqualTo(-1);
        assertThat(Belief.reachable(plan(30, 0, 29)))
                .hasSize(20)
                .contains("h10")
                .doesNotContain("h9");
    }

    @Test
    void an_entry_that_is_about_to_expire_is_not_counted_on() {
        Map<String, PrefixEntry> known = Map.of("h1", entry(2_000));

        assertThat(Belief.of(plan(2, 2, 1), known, NOW + 4 * MINUTE).isCold()).isFalse();
        assertThat(Belief.of(plan(2, 2, 1), known, NOW + 5 * MINUTE - 1_000).isCold())
                .isTrue();
    }

    @Test
    void a_part_of_the_prefix_is_not_enough_to_be_warm() {
        assertThat(Belief.of(plan(3, 3, 0, 2), Map.of("h0", entry(1_000)), NOW))
                .isEqualTo(new Belief(0, 1_000, 2_000, 2, true));
    }

    @Test
    void a_call_whose_shared_part_is_not_marked_waits_for_nobody() {
        assertThat(Belief.of(plan(3, 2, 2), Map.of(), NOW).isCold()).isFalse();
    }

    @Test
    void an_entry_survives_being_written_as_text() {
        PrefixEntry entry = new PrefixEntry(CacheLife.ONE_HOUR, NOW, NOW - 1, 12_345, true);

        assertThat(PrefixEntry.of(entry.text())).contains(entry);
        assertThat(PrefixEntry.of("1h 1 2")).isEmpty();
        assertThat(PrefixEntry.of("")).isEmpty();
        assertThat(PrefixEntry.of("2h 1 2 3")).isEmpty();
    }

    private static Evidence told(CachePlan plan, Map<String, PrefixEntry> known, TokenUsage usage, long sent) {
        return Evidence.of(plan, known, Belief.of(plan, known, sent), usage, sent, sent + 1_000);
    }

    @Test
    void what_is_written_lives_from_the_start_of_its_request() {
        Evidence told = told(plan(2, 2, 1), Map.of(), new TokenUsage(7, 0, 2_222, 0, 5), NOW);

        assertThat(told.learned())
                .containsExactly(Map.entry(
                        "h1", new PrefixEntry(CacheLife.FIVE_MINUTES, NOW + 5 * MINUTE, NOW + 1_000, 2_222, false)));
        assertThat(told.missed()).isZero();
    }

    @Test
    void a_read_refreshes_all_entries_up_to_it() {
        CachePlan plan = plan(3, 2, 1, 2);
        Map<String, PrefixEntry> known = Map.of("h1", entry(2_000));

        Evidence told = told(plan, known, new TokenUsage(0, 2_000, 1_000, 0, 5), NOW + MINUTE);

        assertThat(told.learned().get("h1").expiresAt()).isEqualTo(NOW + 6 * MINUTE);
        assertThat(told.learned().get("h1").proven()).isTrue();
        assertThat(told.learned().get("h2").tokens()).isEqualTo(3_000);
        assertThat(told.learned().get("h2").proven()).isFalse();
    }

    @Test
    void an_evicted_entry_is_missed_and_written_anew() {
        CachePlan plan = plan(3, 2, 1, 2);

        Evidence told = told(plan, Map.of("h1", entry(2_000)), new TokenUsage(0, 0, 3_000, 0, 5), NOW + MINUTE);

        assertThat(told.missed()).isEqualTo(2_000);
        assertThat(told.learned().get("h1").isVain()).isFalse();
        assertThat(told.learned().get("h1").proven()).isFalse();
    }

    @Test
    void what_was_counted_on_and_is_not_marked_is_forgotten() {
        CachePlan plan = plan(3, 0, 2);

        Evidence told = told(plan, Map.of("h1", entry(2_000)), new TokenUsage(0, 0, 3_000, 0, 5), NOW + MINUTE);

        assertThat(told.forgotten()).containsExactly("h1");
    }

    @Test
    void a_prompt_that_is_too_short_to_be_cached_is_known_as_such_and_nobody_waits_for_it_any_more() {
        CachePlan plan = plan(1, 1, 0);

        Evidence told = told(plan, Map.of(), new TokenUsage(900, 0, 0, 0, 5), NOW);

        assertThat(told.learned().get("h0").isVain()).isTrue();
        assertThat(Belief.of(plan, told.learned(), NOW + MINUTE)).isEqualTo(new Belief(-1, 0, 0, 0, false));
        assertThat(Belief.of(plan, told.learned(), NOW + 6 * MINUTE).isCold())
                .as("it is tried again later")
                .isTrue();
    }

    @Test
    void a_short_prefix_before_a_long_conversation_is_found_out_by_the_second_call() {
        CachePlan first = plan(2, 1, 0, 1);
        Map<String, PrefixEntry> known = new HashMap<>(
                told(first, Map.of(), new TokenUsage(0, 0, 2_000, 0, 5), NOW).learned());
        CachePlan second =
                new CachePlan("manual", List.of(first.points().get(0), new Point("other", 2_000)), first.marks(), 1);

        Evidence told = told(second, known, new TokenUsage(0, 0, 2_000, 0, 5), NOW + MINUTE);

        assertThat(told.missed()).isPositive();
        assertThat(told.learned().get("h0").isVain()).isTrue();
        assertThat(Belief.of(second, told.learned(), NOW + MINUTE).isCold()).isFalse();
    }

    @Test
    void a_read_proves_what_was_thought_vain() {
        CachePlan plan = plan(2, 1, 0, 1);
        Map<String, PrefixEntry> known =
                Map.of("h0", new PrefixEntry(CacheLife.FIVE_MINUTES, NOW + 5 * MINUTE, NOW, 0, false));

        Evidence told = told(plan, known, new TokenUsage(0, 1_000, 1_000, 0, 5), NOW + MINUTE);

        assertThat(told.learned().get("h0").isVain()).isFalse();
    }

    @Test
    void an_answer_that_has_begun_is_believed_to_write_what_it_should() {
        CachePlan plan = plan(2, 1, 0, 1);

        assertThat(Evidence.assumed(plan, Map.of("h0", entry(1_000)), NOW, NOW + 500))
                .containsExactly(Map.entry(
                        "h1", new PrefixEntry(CacheLife.FIVE_MINUTES, NOW + 5 * MINUTE, NOW + 500, 2_000, false)));
    }
}
