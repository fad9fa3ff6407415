/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class SharedBackendsTest {

    private static final BackendSettings ONE = settings("key");
    private static final BackendSettings TWO = settings("other-key");

    private final List<FakeBackend> made = new ArrayList<>();
    private final SharedBackends backends = new SharedBackends(settings -> {
        made.add(new FakeBackend());
        return made.get(made.size() - 1);
    });

    @Test
    void the_same_place_and_key_is_one_client() {
        assertThat(backends.borrow(ONE)).isSameAs(backends.borrow(ONE));
        assertThat(backends.borrow(TWO)).isNotSameAs(backends.borrow(ONE));
        assertThat(made).hasSize(2);
    }

    @Test
    void one_that_nobody_uses_is_kept_for_the_next() {
        Backend first = backends.borrow(ONE);
        backends.release(ONE);
        backends.release(ONE);

        assertThat(backends.borrow(ONE)).isSameAs(first);
        assertThat(made.get(0).closed).isZero();
    }

    @Test
    void beyond_a_few_the_one_unused_longest_is_closed_and_none_in_use_is() {
        backends.borrow(ONE);
        for (int i = 0; i <= SharedBackends.MOST_UNUSED; i++) {
            BackendSettings rotated = settings("key-" + i);
            backends.borrow(rotated);
            backends.release(rotated);
        }

        assertThat(made).extracting(backend -> backend.closed).containsExactly(0, 1, 0, 0, 0, 0);
        assertThat(backends.size()).isEqualTo(1 + SharedBackends.MOST_UNUSED);
    }

    @Test
    void closing_closes_all_of_them() {
        backends.borrow(ONE);
        backends.borrow(TWO);
        backends.release(TWO);

        backends.close();

        assertThat(made).extracting(backend -> backend.closed).containsExactly(1, 1);
        assertThat(backends.size()).isZero();
    }

    @Test
    void settings_never_print_the_key() {
        assertThat(TWO.toString()).doesNotContain("other-key");
    }

    private static BackendSettings settings(String key) {
        return BackendSettings.anthropic("anthropic", URI.create("http://one"), ApiKey.of(key), "2026-10-21");
    }

    private static final class FakeBackend implements Backend {
        private int closed;

        @Override
        public String name() {
            return "fake";
        }

        @Override
        public CompletionStage<BackendAnswer> send(ClaudeRequest request, Duration timeout) {
            throw new AssertionError("not called here");
        }

        @Override
        public CompletionStage<BackendStream> stream(ClaudeRequest request, Duration timeout) {
            throw new AssertionError("not called here");
        }

        @Override
        public CompletionStage<TokenCount> countTokens(ClaudeRequest request, Duration timeout) {
            throw new AssertionError("not called here");
        }

        @Override
        public CompletionStage<ModelList> models(Duration timeout) {
            throw new AssertionError("not called here");
        }

        @Override
        public Batches batches() {
            throw new AssertionError("not called here");
        }

        @Override
        public void close() {
            closed++;
        }
    }
}
