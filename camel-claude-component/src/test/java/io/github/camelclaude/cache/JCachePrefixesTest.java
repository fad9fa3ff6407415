/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelclaude.counttokens.BoundedEhcache;
import io.github.camelclaude.prefix.CacheLife;
import io.github.camelclaude.prefix.LocalPrefixes;
import io.github.camelclaude.prefix.PrefixEntry;
import io.github.camelclaude.prefix.PrefixRegistry;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import javax.cache.Cache;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JCachePrefixesTest {

    private static final PrefixEntry ENTRY =
            new PrefixEntry(CacheLife.ONE_HOUR, 1_800_000_000_000L, 1_700_000_000_000L, 12_345, true);

    private final Cache<String, String> cache = BoundedEhcache.open("prefixes", 100);
    private final PrefixRegistry one = new JCachePrefixes(cache, false, Runnable::run);
    private final PrefixRegistry other = new JCachePrefixes(cache, false, Runnable::run);

    @AfterEach
    void close() {
        cache.getCacheManager().getCachingProvider().close();
    }

    private static <T> T now(CompletionStage<T> stage) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        assertThat(future).isDone();
        return future.join();
    }

    @Test
    void what_one_node_keeps_another_finds() {
        now(one.keep(Map.of("a", ENTRY)));

        assertThat(now(other.find(List.of("a", "b")))).containsExactly(Map.entry("a", ENTRY));
        now(other.forget(List.of("a")));
        assertThat(now(one.find(List.of("a")))).isEmpty();
    }

    @Test
    void what_it_can_not_read_it_does_not_know() {
        cache.put("prefix/a", "something else");

        assertThat(now(one.find(List.of("a")))).isEmpty();
    }

    @Test
    void one_node_has_the_role_until_its_time_is_over_and_may_take_it_again() {
        assertThat(now(one.claim("a", 1_000, 2_000))).isTrue();
        assertThat(now(other.claim("a", 1_500, 2_500))).isFalse();
        assertThat(now(one.claim("a", 1_900, 3_000))).isTrue();
        assertThat(now(other.claim("a", 2_999, 4_000))).isFalse();
        assertThat(now(other.claim("a", 3_000, 4_000))).isTrue();
        assertThat(now(one.claim("a", 3_100, 4_100))).isFalse();
    }

    @Test
    void who_does_not_have_the_role_can_not_give_it_back() {
        now(one.claim("a", 1_000, 2_000));

        now(other.release("a"));
        assertThat(now(other.claim("a", 1_500, 2_500))).isFalse();

        now(one.release("a"));
        assertThat(now(other.claim("a", 1_500, 2_500))).isTrue();
    }

    @Test
    void a_role_that_nobody_can_read_is_anybodys() {
        cache.put("warmer/a", "nonsense");

        assertThat(now(one.claim("a", 1_000, 2_000))).isTrue();
    }

    @Test
    void it_is_never_touched_on_the_thread_that_asks() {
        Queue<Runnable> tasks = new ArrayDeque<>();
        PrefixRegistry registry = new JCachePrefixes(cache, false, tasks::add);

        CompletionStage<Void> kept = registry.keep(Map.of("a", ENTRY));

        assertThat(cache.containsKey("prefix/a")).isFalse();
        tasks.remove().run();
        now(kept);
        assertThat(cache.containsKey("prefix/a")).isTrue();
    }

    @Test
    void a_cache_that_does_not_answer_is_waited_for_no_longer_than_its_patience_and_what_waits_is_bounded() {
        Queue<Runnable> tasks = new ArrayDeque<>();
        PrefixRegistry registry = new JCachePrefixes(cache, false, tasks::add);
        for (int i = 0; i < JCachePrefixes.MOST; i++) {
            registry.find(List.of("a"));
        }

        assertThat(registry.find(List.of("a")).toCompletableFuture()).isCompletedExceptionally();
        assertThat(tasks).hasSize(JCachePrefixes.MOST);
    }

    @Test
    void a_pool_that_has_ended_is_a_cache_that_fails() {
        PrefixRegistry registry = new JCachePrefixes(cache, false, task -> {
            throw new RejectedExecutionException();
        });

        assertThat(registry.find(List.of("a")).toCompletableFuture()).isCompletedExceptionally();
        assertThat(registry.claim("a", 1, 2).toCompletableFuture()).isCompletedExceptionally();
    }

    @Test
    void without_a_name_it_is_a_cache_of_its_own() {
        try (PrefixRegistry opened = JCachePrefixes.open(new DefaultCamelContext(), null, 10, Runnable::run)) {
            assertThat(opened).isInstanceOf(JCachePrefixes.class);
        }
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"})
    void a_cache_for_anything_but_texts_is_refused_with_its_name() {
        Cache numbers = cache.getCacheManager()
                .createCache(
                        "numbers",
                        new javax.cache.configuration.MutableConfiguration<Integer, Integer>()
                                .setTypes(Integer.class, Integer.class));

        assertThatThrownBy(() -> JCachePrefixes.open(new DefaultCamelContext(), numbers, 10, Runnable::run))
                .hasMessage("prefixCache=numbers keeps java.lang.Integer under java.lang.Integer: it must take"
                        + " java.lang.String for both");
    }

    @Test
    void memory_forgets_what_nobody_has_looked_at_for_longest() {
        LocalPrefixes memory = new LocalPrefixes(2);
        now(memory.keep(Map.of("a", ENTRY)));
        now(memory.keep(Map.of("b", ENTRY)));
        now(memory.find(List.of("a")));
        now(memory.keep(Map.of("c", ENTRY)));

        assertThat(now(memory.find(List.of("a", "b", "c")))).containsOnlyKeys("a", "c");
    }
}
