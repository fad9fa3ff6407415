/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.counttokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private final List<String> ran = new ArrayList<>();
    private final Turns turns = new Turns(2, Runnable::run);

    @Test
    void at_most_so_many_have_a_turn_and_the_rest_follows_in_order() {
        for (String name : List.of("a", "b", "c", "d")) {
            turns.take(() -> ran.add(name));
        }

        assertThat(ran).containsExactly("a", "b");
        turns.pass();
        assertThat(ran).containsExactly("a", "b", "c");
        turns.pass();
        assertThat(ran).containsExactly("a", "b", "c", "d");
    }

    @Test
    void what_is_forgotten_is_passed_over() {
        Runnable forgotten = () -> ran.add("forgotten");
        turns.take(() -> ran.add("a"));
        turns.take(() -> ran.add("b"));
        turns.take(forgotten);
        turns.take(() -> ran.add("c"));

        turns.forget(forgotten);
        turns.pass();

        assertThat(ran).containsExactly("a", "b", "c");
    }

    @Test
    void a_turn_that_nobody_waits_for_is_free_again() {
        turns.take(() -> ran.add("a"));
        turns.take(() -> ran.add("b"));

        turns.pass();
        turns.take(() -> ran.add("c"));

        assertThat(ran).containsExactly("a", "b", "c");
    }
}
