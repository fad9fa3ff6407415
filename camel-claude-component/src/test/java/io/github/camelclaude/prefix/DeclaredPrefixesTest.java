/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.prefix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelclaude.prefix.CachePrefix.Part;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is declared, and where prefixes part. */
class DeclaredPrefixesTest {

    private final DeclaredPrefixes prefixes = new DeclaredPrefixes();

    @Test
    void the_same_declared_again_changes_nothing_and_something_else_replaces_it() {
        assertThat(prefixes.declare(prefix("a", "rules", "one"))).isTrue();
        assertThat(prefixes.declare(prefix("a", "rules", "one"))).isFalse();
        assertThat(prefixes.declare(prefix("a", "rules", "two"))).isTrue();

        assertThat(prefixes.all()).containsExactly(prefix("a", "rules", "two"));
    }

    @Test
    void there_are_a_hundred_at_most_and_those_that_are_there_can_still_be_replaced() {
        for (int i = 0; i < DeclaredPrefixes.MOST; i++) {
            prefixes.declare(prefix("p" + i, "rules", "one"));
        }

        assertThatThrownBy(() -> prefixes.declare(prefix("more", "rules", "one")))
                .isInstanceOf(ClaudeInvalidRequestException.class)
                .hasMessageContaining("more")
                .hasMessageContaining("100");
        assertThat(prefixes.declare(prefix("p7", "rules", "two"))).isTrue();
    }

    @Test
    void prefixes_part_at_the_last_layer_that_they_share() {
        prefixes.declare(prefix("a", "rules", "one"));
        prefixes.declare(prefix("b", "rules", "two"));
        prefixes.declare(prefix("c", "other rules", "one"));

        assertThat(prefixes.sharedEnds(prefix("a", "rules", "one"))).isEqualTo(Set.of(Part.SYSTEM));
        assertThat(prefixes.sharedEnds(prefix("c", "other rules", "one"))).isEmpty();
    }

    @Test
    void where_prefixes_part_there_is_a_mark() {
        prefixes.declare(prefix("a", "rules", "one"));
        CachePrefix prefix = prefix("a", "rules", "one");

        assertThat(marks(prefix)).isEqualTo(1);
        prefixes.declare(prefix("b", "rules", "two"));
        assertThat(marks(prefix)).isEqualTo(2);
    }

    private int marks(CachePrefix prefix) {
        MarkPlanner.Wish wish =
                new MarkPlanner.Wish(CacheLife.FIVE_MINUTES, MarkMode.planned, false, prefixes.sharedEnds(prefix), 0);
        Map<String, Object> body = Map.of("messages", List.of(Map.of("role", "user", "content", "x")));
        return MarkPlanner.plan(body, prefix, wish, new RoughMeasure())
                .plan()
                .marks()
                .size();
    }

    private static CachePrefix prefix(String name, String system, String document) {
        return CachePrefix.named(name).system(system).document(document).build();
    }
}
