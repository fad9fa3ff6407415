/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelclaude.RouteTestSupport;
import io.github.camelclaude.resilience.ClaudeTransportException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class AsynchronyTest extends RouteTestSupport {

    private static final int CALLS = 100;

    private final Queue<Exchange> ended = new ConcurrentLinkedQueue<>();
    private final Queue<String> threads = new ConcurrentLinkedQueue<>();
    private final AtomicInteger callbacks = new AtomicInteger();

    @Test
    void one_thread_starts_many_calls_and_each_ends_once_on_the_worker_pool() throws Exception {
        CountDownLatch answers = claude.waits();
        startRoute();

        startCalls(CALLS);
        await().until(() -> claude.asked().size() == CALLS);
        assertThat(callbacks).as("all are under way at once").hasValue(0);
        answers.countDown();

        await().until(() -> ended.size() == CALLS);
        assertThat(callbacks).hasValue(CALLS);
        assertThat(ended).allMatch(exchange -> exchange.getException() == null);
        assertThat(threads).allMatch(name -> name.contains("ClaudeWorker"));
    }

    @Test
    void a_call_that_fails_before_it_is_sent_ends_once_too() throws Exception {
        startRoute();

        startCalls(1, "");

        assertThat(callbacks).hasValue(1);
        assertThat(ended.peek().getException()).isNotNull();
    }

    @Test
    void calls_under_way_when_the_context_is_forced_to_stop_end_with_a_reason() throws Exception {
        CountDownLatch answers = claude.waits();
        startRoute();
        startCalls(5);
        await().until(() -> claude.asked().size() == 5);

        context.getShutdownStrategy().setTimeUnit(TimeUnit.MILLISECONDS);
        context.getShutdownStrategy().setTimeout(1);
        context.stop();

        await().until(() -> ended.size() == 5);
        assertThat(callbacks).hasValue(5);
        assertThat(ended).allMatch(exchange -> exchange.getException() instanceof ClaudeTransportException);
        answers.countDown();
    }

    @Test
    void a_slow_step_after_the_answer_does_not_delay_other_answers() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        CountDownLatch passed = new CountDownLatch(1);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:slow").to("claude:messages").process(e -> slow.await(1, TimeUnit.MINUTES));
                from("direct:fast").to("claude:messages").process(e -> passed.countDown());
            }
        });
        context.start();

        context.createProducerTemplate().asyncRequestBody("direct:slow", "x");
        context.createProducerTemplate().asyncRequestBody("direct:fast", "x");

        assertThat(passed.await(1, TimeUnit.MINUTES)).isTrue();
        slow.countDown();
    }

    @Test
    void routes_that_find_all_workers_busy_wait_and_never_go_on_on_a_thread_of_the_network() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        component.setWorkerPoolSize(1);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:busy").to("claude:messages").process(exchange -> {
                    threads.add(Thread.currentThread().getName());
                    busy.await(1, TimeUnit.MINUTES);
                });
                from("direct:ask")
                        .to("claude:messages")
                        .process(exchange -> threads.add(Thread.currentThread().getName()));
            }
        });
        context.start();
        context.createProducerTemplate().asyncRequestBody("direct:busy", "x");
        await().until(() -> threads.size() == 1);

        List<CompletableFuture<Object>> calls = IntStream.range(0, 20)
                .mapToObj(i -> context.createProducerTemplate().asyncRequestBody("direct:ask", "x"))
                .toList();
        await().during(Duration.ofMillis(300)).until(() -> threads.size() == 1);
        busy.countDown();
        for (CompletableFuture<Object> call : calls) {
            call.get(1, TimeUnit.MINUTES);
        }

        assertThat(threads).hasSize(21).allMatch(name -> name.contains("ClaudeWorker"));
    }

    @Test
    void reloading_a_route_many_times_leaves_one_client() throws Exception {
        startWith("claude:messages");
        long before = clientThreads();

        for (int i = 0; i < 50; i++) {
            context.getRouteController().stopAllRoutes();
            context.getRouteController().startAllRoutes();
            assertThat(ask("x").getException()).isNull();
        }

        assertThat(clientThreads()).isLessThanOrEqualTo(before + 1);
    }

    private static long clientThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("SelectorManager"))
                .count();
    }

    private void startRoute() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask")
                        .to("claude:messages")
                        .process(exchange -> threads.add(Thread.currentThread().getName()));
            }
        });
        context.start();
    }

    private void startCalls(int count) throws Exception {
        startCalls(count, "x");
    }

    private void startCalls(int count, String body) throws Exception {
        AsyncProcessor producer = AsyncProcessorConverterHelper.convert(
                context.getEndpoint("direct:ask").createAsyncProducer());
        for (int i = 0; i < count; i++) {
            Exchange exchange = new DefaultExchange(context);
            exchange.getMessage().setBody(body);
            producer.process(exchange, doneSync -> {
                callbacks.incrementAndGet();
                ended.add(exchange);
            });
        }
    }
}
