/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.counttokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.camelclaude.ClaudeComponent;
import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.RouteTestSupport;
import io.github.camelclaude.ScriptedClaude;
import io.github.camelclaude.simulator.ClaudeSimulator;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.DefaultClassResolver;
import org.ehcache.jsr107.EhcacheCachingProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RememberingTest extends RouteTestSupport {

    private final EhcacheCachingProvider provider = new EhcacheCachingProvider();
    private final CacheManager caches = provider.getCacheManager();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void countsFortyTwo() {
        log.start();
        logger().setLevel(Level.INFO);
        logger().setAdditive(false);
        logger().addAppender(log);
        claude.replies(200, Map.of(), "{\"input_tokens\":42}");
    }

    @AfterEach
    void closeCaches() {
        provider.close();
        logger().detachAppender(log);
        logger().setAdditive(true);
        logger().setLevel(null);
    }

    @Test
    void a_prompt_is_counted_once() throws Exception {
        startWith("claude:count-tokens");

        ask("x");
        claude.replies(500, Map.of(), "");
        Exchange again = ask("x");

        assertThat(again.getException()).isNull();
        assertThat(again.getMessage().getHeader(ClaudeConstants.INPUT_TOKENS)).isEqualTo(42L);
        assertThat(claude.asked()).hasSize(1);
    }

    @Test
    void another_body_model_or_place_is_counted_anew() throws Exception {
        startWith("claude:count-tokens");

        try (ScriptedClaude elsewhere = new ScriptedClaude().replies(200, Map.of(), "{\"input_tokens\":7}")) {
            for (String uri : new String[] {
                "claude:count-tokens",
                "claude:count-tokens?model=claude-opus-5-5",
                "claude:count-tokens?baseUrl=" + elsewhere.baseUrl(),
            }) {
                context.createProducerTemplate().requestBody(uri, "x");
                context.createProducerTemplate().requestBody(uri, "y");
                context.createProducerTemplate().requestBody(uri, "x");
            }

            assertThat(claude.asked()).hasSize(4);
            assertThat(elsewhere.asked()).hasSize(2);
        }
    }

    @Test
    void size_0_remembers_nothing() throws Exception {
        component.setTokenCountCacheSize(0);
        startWith("claude:count-tokens");

        ask("x");
        ask("x");

        assertThat(claude.asked()).hasSize(2);
    }

    @Test
    void a_negative_size_fails_and_is_named() {
        component.setTokenCountCacheSize(-1);

        assertThatThrownBy(() -> startWith("claude:count-tokens")).hasStackTraceContaining("tokenCountCacheSize=-1");
    }

    @Test
    void without_ehcache_it_counts_and_remembers_nothing() throws Exception {
        context.setClassResolver(new DefaultClassResolver(context) {
            @Override
            public Class<?> resolveClass(String name) {
                return name.startsWith("org.ehcache.") ? null : super.resolveClass(name);
            }
        });
        startWith("claude:count-tokens");

        assertThat(ask("x").getMessage().getHeader(ClaudeConstants.INPUT_TOKENS))
                .isEqualTo(42L);
        ask("x");
        context.createProducerTemplate().requestBody("claude:count-tokens?system=another endpoint", "x");

        assertThat(claude.asked()).hasSize(3);
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .singleElement(STRING)
                .contains("not remembered", "org.ehcache:ehcache", "tokenCountCache");
    }

    @Test
    void two_contexts_share_the_cache_that_both_are_given_and_neither_closes_it() throws Exception {
        Cache<String, String> shared = textCache("shared");
        component.setTokenCountCache(shared);
        startWith("claude:count-tokens");
        ask("the secret prompt");

        CamelContext other = new DefaultCamelContext();
        try {
            ClaudeComponent theirs = other.getComponent("claude", ClaudeComponent.class);
            theirs.getConfiguration().setApiKey("sk-ant-another");
            theirs.getConfiguration().setModel("claude-haiku-5-5");
            theirs.getConfiguration().setBaseUrl(claude.baseUrl());
            theirs.setTokenCountCache(shared);
            other.start();
            other.createProducerTemplate().requestBody("claude:count-tokens", "the secret prompt");
        } finally {
            other.stop();
        }

        assertThat(claude.asked()).hasSize(1);
        assertThat(shared.isClosed()).isFalse();
        assertThat(shared).singleElement().satisfies(kept -> {
            assertThat(kept.getKey()).matches("[0-9a-f]{64}");
            assertThat(kept.getValue()).matches("42 \\d+");
        });
    }

    @Test
    void a_cache_is_only_used_when_it_is_named() throws Exception {
        Cache<String, String> somebodys = textCache("somebodys");
        context.getRegistry().bind("somebodys", somebodys);
        startWith("claude:count-tokens");

        ask("x");

        assertThat(somebodys).isEmpty();
    }

    @Test
    void a_cache_for_something_else_fails_at_start_and_is_named() {
        component.setTokenCountCache(numberCache());

        assertThatThrownBy(() -> startWith("claude:count-tokens"))
                .hasStackTraceContaining("tokenCountCache=numbers keeps java.lang.Long under java.lang.String");
    }

    @Test
    void a_broken_cache_costs_calls_but_no_count() throws Exception {
        Queue<String> used = new ConcurrentLinkedQueue<>();
        component.setTokenCountCache(broken(used));
        startWith("claude:count-tokens");

        for (int i = 0; i < 3; i++) {
            Exchange exchange = ask("x");
            assertThat(exchange.getException()).isNull();
            assertThat(exchange.getMessage().getHeader(ClaudeConstants.INPUT_TOKENS))
                    .isEqualTo(42L);
        }

        assertThat(claude.asked()).hasSize(3);
        assertThat(log.list)
                .as("six failures, said once")
                .singleElement()
                .satisfies(said -> assertThat(said.getLevel()).isEqualTo(Level.WARN));
        assertThat(used)
                .as("the cache may be slow: only threads of our own wait for it")
                .hasSize(6)
                .allMatch(thread -> thread.contains("ClaudeCount"));
    }

    @Test
    void what_a_simulator_counted_says_so_remembered_or_not() throws Exception {
        try (ClaudeSimulator simulator =
                ClaudeSimulator.builder().port(0).latency(Duration.ZERO).start()) {
            component.getConfiguration().setBaseUrl(simulator.baseUrl());
            startWith("claude:count-tokens");

            for (int i = 0; i < 2; i++) {
                Exchange exchange = ask("My card was charged twice");

                assertThat(exchange.getException()).isNull();
                assertThat(exchange.getMessage().getHeader(ClaudeConstants.INPUT_TOKENS, Long.class))
                        .isPositive();
                assertThat(exchange.getMessage().getHeader(ClaudeConstants.SIMULATED))
                        .isEqualTo(true);
            }
        }
    }

    @Test
    void what_is_remembered_survives_a_reload_of_the_route() throws Exception {
        startWith("claude:count-tokens");
        ask("x");

        for (int i = 0; i < 10; i++) {
            context.getRouteController().stopAllRoutes();
            context.getRouteController().startAllRoutes();
            assertThat(ask("x").getMessage().getHeader(ClaudeConstants.INPUT_TOKENS))
                    .isEqualTo(42L);
        }

        assertThat(claude.asked()).hasSize(1);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger(RememberedCounts.class);
    }

    private Cache<String, String> textCache(String name) {
        return caches.createCache(
                name, new MutableConfiguration<String, String>().setTypes(String.class, String.class));
    }

    @SuppressWarnings("unchecked")
    private Cache<String, String> numberCache() {
        Cache<?, ?> numbers = caches.createCache(
                "numbers", new MutableConfiguration<String, Long>().setTypes(String.class, Long.class));
        return (Cache<String, String>) numbers;
    }

    @SuppressWarnings("unchecked")
    private static Cache<String, String> broken(Queue<String> threads) {
        return (Cache<String, String>) Proxy.newProxyInstance(
                Cache.class.getClassLoader(), new Class<?>[] {Cache.class}, (cache, method, args) -> {
                    switch (method.getName()) {
                        case "getConfiguration":
                            return new MutableConfiguration<String, String>();
                        case "hashCode":
                            return System.identityHashCode(cache);
                        case "equals":
                            return cache == args[0];
                        case "toString":
                            return "a broken cache";
                        default:
                            threads.add(Thread.currentThread().getName());
                            throw new CacheException("out of order");
                    }
                });
    }
}
