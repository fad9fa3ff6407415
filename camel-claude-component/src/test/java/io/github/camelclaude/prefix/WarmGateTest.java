/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.prefix;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelclaude.prefix.WarmGate.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WarmGateTest {

    private final WarmGate gate = new WarmGate();

    @Test
    void the_first_warms_and_the_others_wait() {
        assertThat(gate.enter("a").join().warms()).isTrue();
        assertThat(gate.enter("a")).isNotDone();
        assertThat(gate.enter("b").join().warms()).as("another prefix").isTrue();
        assertThat(gate.waiting()).isEqualTo(1);
    }

    @Test
    void all_go_on_as_readers_once_the_answer_begins() {
        Turn warmer = gate.enter("a").join();
        List<CompletableFuture<Turn>> others = List.of(gate.enter("a"), gate.enter("a"));

        warmer.opened();

        others.forEach(other -> assertThat(other.join().warms()).isFalse());
        assertThat(gate.waiting()).isZero();
        assertThat(gate.enter("a").join().warms()).as("a new beginning").isTrue();
    }

    @Test
    void a_failed_warmer_hands_the_role_to_the_one_that_has_waited_for_longest() {
        Turn warmer = gate.enter("a").join();
        CompletableFuture<Turn> second = gate.enter("a");
        CompletableFuture<Turn> third = gate.enter("a");

        warmer.failed();
        warmer.failed();
        warmer.opened();

        assertThat(second.join().warms()).isTrue();
        assertThat(third).as("a turn ends once").isNotDone();
        second.join().opened();
        assertThat(third.join().warms()).isFalse();
    }

    @Test
    void who_has_given_up_is_passed_over() {
        Turn warmer = gate.enter("a").join();
        CompletableFuture<Turn> second = gate.enter("a");
        CompletableFuture<Turn> third = gate.enter("a");

        second.cancel(false);
        warmer.failed();

        assertThat(third.join().warms()).isTrue();
    }

    @Test
    void a_reader_has_no_turn_to_end() {
        gate.enter("a").join().opened();
        Turn warmer = gate.enter("a").join();
        CompletableFuture<Turn> waiting = gate.enter("a");
        warmer.opened();
        Turn reader = waiting.join();
        gate.enter("a").join();
        CompletableFuture<Turn> next = gate.enter("a");

        reader.opened();
        reader.failed();

        assertThat(next).isNotDone();
    }

    @Test
    void nobody_waits_at_a_closed_gate() {
        gate.enter("a");
        CompletableFuture<Turn> waiting = gate.enter("a");

        gate.close();

        assertThat(waiting.join().warms()).isFalse();
        assertThat(gate.enter("a").join().warms()).isFalse();
    }

    @Test
    void among_many_threads_never_two_warm_at_the_same_time_and_everybody_goes_on() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        AtomicInteger warming = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<CompletableFuture<Turn>> all = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            int number = i;
            all.add(CompletableFuture.supplyAsync(() -> gate.enter("a"), threads)
                    .thenCompose(turn -> turn)
                    .thenApplyAsync(
                            turn -> {
                                if (turn.warms()) {
                                    most.accumulateAndGet(warming.incrementAndGet(), Math::max);
                                    warming.decrementAndGet();
                                    if (number % 3 == 0) {
                                        turn.failed();
                                    } else {
                                        turn.opened();
                                    }
                                }
                                return turn;
                            },
                            threads));
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(1, TimeUnit.MINUTES);
        threads.shutdown();

        assertThat(most).hasValue(1);
        assertThat(gate.waiting()).isZero();
    }
}
