/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Nobody stands at the door while a place is free. */
class DoorTest {

    private final Deque<Runnable> places = new ArrayDeque<>();
    private final Door door = new Door(places::add);
    private final List<String> called = new ArrayList<>();

    @Test
    void those_who_stand_are_called_in_the_order_in_which_they_came_one_for_each_place() {
        door.stand(() -> called.add("first"));
        door.stand(() -> called.add("second"));

        places.remove().run();
        assertThat(called).containsExactly("first");
        places.remove().run();

        assertThat(called).containsExactly("first", "second");
        assertThat(door.size()).isZero();
    }

    @Test
    void whoever_has_given_up_leaves_the_place_to_the_next() throws Exception {
        assertThat(door.await(1)).isFalse();
        door.stand(() -> called.add("next"));

        assertThat(places).as("the place that is awaited already").hasSize(1);
        places.remove().run();

        assertThat(called).containsExactly("next");
    }

    @Test
    void one_that_is_called_in_time_is_told_so() throws Exception {
        CompletableFuture<Boolean> standing = CompletableFuture.supplyAsync(() -> {
            try {
                return door.await(TimeUnit.MINUTES.toNanos(1));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        await().until(() -> door.size() == 1);

        places.remove().run();

        assertThat(standing.get(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void an_open_door_keeps_nobody() throws Exception {
        door.stand(() -> called.add("before"));

        door.open();
        door.stand(() -> called.add("after"));

        assertThat(called).containsExactly("before", "after");
        assertThat(door.await(TimeUnit.MINUTES.toNanos(1))).isTrue();
    }
}
