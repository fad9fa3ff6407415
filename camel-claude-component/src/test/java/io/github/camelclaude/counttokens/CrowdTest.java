/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.counttokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.RouteTestSupport;
import io.github.camelclaude.resilience.ClaudeRefusedException;
import io.github.camelclaude.resilience.ClaudeTransportException;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** More prompts than can be counted at once. */
class CrowdTest extends RouteTestSupport {

    private final Queue<Exchange> ended = new ConcurrentLinkedQueue<>();
    private final Queue<String> threads = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void countsFortyTwo() {
        claude.replies(200, Map.of(), "{\"input_tokens\":42}");
    }

    @Test
    void a_few_are_at_the_service_at_once_and_all_end_on_the_worker_pool() throws Exception {
        CountDownLatch answers = claude.waits();
        startRoute();

        start(100);
        await().until(() -> claude.asked().size() == TokenCounting.AT_ONCE);
        assertThat(ended).as("the thread that started them is free").isEmpty();
        answers.countDown();

        await().until(() -> ended.size() == 100);
        assertThat(claude.asked()).hasSize(100);
        assertThat(ended)
                .allMatch(exchange ->
                        Long.valueOf(42).equals(exchange.getMessage().getHeader(ClaudeConstants.INPUT_TOKENS)));
        assertThat(threads).allMatch(name -> name.contains("ClaudeWorker"));
    }

    @Test
    void too_many_are_refused_at_once() throws Exception {
        CountDownLatch answers = claude.waits();
        startRoute();
        start(TokenCounting.MOST);

        Exchange refused = ask("one more");

        assertThat(refused.getException())
                .isInstanceOf(ClaudeRefusedException.class)
                .hasMessageContaining("1000 prompts wait");
        assertThat(refused.getProperty(ClaudeConstants.ERROR_CLASS)).isEqualTo("queue-full");
        assertThat(refused.getProperty(ClaudeConstants.ERROR_CATEGORY)).isEqualTo("RATE_LIMIT");
        answers.countDown();
        await().until(() -> ended.size() == TokenCounting.MOST);
        assertThat(ended).allMatch(exchange -> exchange.getException() == null);
        assertThat(ask("one more").getException()).as("there is room again").isNull();
    }

    @Test
    void what_is_remembered_does_not_wait_behind_calls() throws Exception {
        startRoute();
        ask("known");
        CountDownLatch answers = claude.waits();
        start(20);
        await().until(() -> claude.asked().size() == 1 + TokenCounting.AT_ONCE);

        assertThat(ask("known").getMessage().getHeader(ClaudeConstants.INPUT_TOKENS))
                .isEqualTo(42L);

        answers.countDown();
        await().until(() -> ended.size() == 20);
    }

    @Test
    void waiting_is_part_of_the_call_timeout() throws Exception {
        CountDownLatch answers = claude.waits();
        startRoute("claude:count-tokens?callTimeout=300");

        start(20);

        await().until(() -> ended.size() == 20);
        assertThat(ended)
                .allMatch(exchange -> exchange.getException() instanceof ClaudeTransportException)
                .allMatch(exchange -> "timeout".equals(exchange.getProperty(ClaudeConstants.ERROR_CLASS)));
        assertThat(threads).isEmpty();
        answers.countDown();
    }

    @Test
    void what_is_under_way_when_the_context_is_forced_to_stop_ends_with_a_reason() throws Exception {
        CountDownLatch answers = claude.waits();
        startRoute();
        start(20);
        await().until(() -> claude.asked().size() == TokenCounting.AT_ONCE);

        context.getShutdownStrategy().setTimeUnit(TimeUnit.MILLISECONDS);
        context.getShutdownStrategy().setTimeout(1);
        context.stop();

        await().until(() -> ended.size() == 20);
        assertThat(ended).allMatch(exchange -> exchange.getException() instanceof ClaudeTransportException);
        answers.countDown();
    }

    @Test
    void a_component_that_does_not_count_has_no_threads_for_it() throws Exception {
        startWith("claude:messages");

        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().contains("ClaudeCount")
                        && thread.getName().contains(context.getName()));
    }

    private void startRoute() throws Exception {
        startRoute("claude:count-tokens");
    }

    private void startRoute(String uri) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask")
                        .to(uri)
                        .process(exchange -> threads.add(Thread.currentThread().getName()));
            }
        });
        context.start();
    }

    private void start(int count) throws Exception {
        AsyncProcessor producer = context.getEndpoint("direct:ask").createAsyncProducer();
        for (int i = 0; i < count; i++) {
            Exchange exchange = new DefaultExchange(context);
            exchange.getMessage().setBody("prompt " + i);
            producer.process(exchange, doneSync -> ended.add(exchange));
        }
    }
}
