/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.LimitedRouteTestSupport;
import io.github.camelclaude.call.WhenFull;
import io.github.camelclaude.rate.Picture;
import io.github.camelclaude.resilience.ClaudeException;
import io.github.camelclaude.resilience.ClaudeRefusedException;
import io.github.camelclaude.resilience.ErrorClass;
import java.time.Duration;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** What happens when more comes than may wait. */
class BackPressureTest extends LimitedRouteTestSupport {

    private final Queue<Exchange> ended = new ConcurrentLinkedQueue<>();
    private final AtomicInteger callbacks = new AtomicInteger();
    private AsyncProcessor producer;

    @Test
    void refuse_fails_at_once_and_says_why() throws Exception {
        oneAtATime();
        component.setMaxQueueSize(1);
        component.getConfiguration().setWhenFull(WhenFull.refuse);
        CountDownLatch answers = claude.waits();
        startWith("claude:throttle");
        startWithCalls();
        start(2);
        await().until(() -> waiting() == 1);

        Exchange refused = ask("x");

        assertThat(refused.getException())
                .isInstanceOf(ClaudeRefusedException.class)
                .hasMessageContaining("As many calls as may wait do so already (1, maxQueueSize)")
                .hasMessageContaining("Nothing was sent");
        assertThat(refused.getProperty(ClaudeConstants.ERROR_CLASS)).isEqualTo("queue-full");
        assertThat(refused.getProperty(ClaudeConstants.ERROR_CATEGORY)).isEqualTo("RATE_LIMIT");
        answers.countDown();
        await().until(() -> ended.size() == 2);
        assertNothingIsLeft();
    }

    @Test
    void wait_blocks_whoever_brings_more_until_there_is_room() throws Exception {
        oneAtATime();
        component.setMaxQueueSize(1);
        CountDownLatch answers = claude.waits();
        startWithCalls();
        start(2);
        await().until(() -> waiting() == 1);

        CompletableFuture<Void> third = CompletableFuture.runAsync(() -> start(1));
        await().during(Duration.ofMillis(200)).until(() -> !third.isDone() && waiting() == 1);
        answers.countDown();

        third.get(1, TimeUnit.MINUTES);
        await().until(() -> ended.size() == 3);
        assertThat(ended).allMatch(exchange -> exchange.getException() == null);
        assertNothingIsLeft();
    }

    @Test
    void whoever_waits_for_room_is_told_when_its_own_time_is_over() throws Exception {
        oneAtATime();
        component.setMaxQueueSize(1);
        CountDownLatch answers = claude.waits();
        startWithCalls();
        startWith("claude:messages?queueTimeout=50ms");
        start(2);
        await().until(() -> waiting() == 1);

        Exchange late = ask("x");

        assertThat(late.getException())
                .isInstanceOf(ClaudeRefusedException.class)
                .hasMessageContaining("queueTimeout=50 ms");
        assertThat(((ClaudeException) late.getException()).errorClass()).isEqualTo(ErrorClass.DEADLINE);
        answers.countDown();
        await().until(() -> ended.size() == 2);
        assertNothingIsLeft();
    }

    @Test
    void an_interrupt_ends_the_wait_for_room_and_costs_nobody_a_place() throws Exception {
        oneAtATime();
        component.setMaxQueueSize(1);
        CountDownLatch answers = claude.waits();
        startWithCalls();
        start(2);
        await().until(() -> waiting() == 1);
        Thread interrupted = new Thread(() -> start(1));
        interrupted.start();
        await().until(() -> interrupted.getState() == Thread.State.TIMED_WAITING);
        CompletableFuture<Void> patient = CompletableFuture.runAsync(() -> start(1));

        interrupted.interrupt();
        await().until(() -> ended.size() == 1);
        assertThat(ended.peek().getException()).hasMessageContaining("interrupted");
        answers.countDown();

        patient.get(1, TimeUnit.MINUTES);
        await().until(() -> ended.size() == 4);
        assertNothingIsLeft();
    }

    @Test
    void a_streamed_split_of_twenty_thousand_lines_holds_only_as_many_exchanges_as_may_wait_and_run() throws Exception {
        int lines = 20_000;
        int most = 20;
        component.setMaxQueueSize(10);
        component.setMaxConcurrency(10);
        AtomicInteger held = new AtomicInteger();
        AtomicInteger mostHeld = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        AtomicReference<Picture> tooMany = new AtomicReference<>();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask")
                        .split(body())
                        .streaming()
                        .parallelProcessing()
                        .executorService(context.getExecutorServiceManager().newFixedThreadPool(this, "split", 1))
                        .process(exchange -> {
                            if (mostHeld.accumulateAndGet(held.incrementAndGet(), Math::max) > most + 1) {
                                tooMany.compareAndSet(null, component.limiter().picture());
                            }
                        })
                        .to("claude:throttle")
                        .process(exchange -> {
                            held.decrementAndGet();
                            done.incrementAndGet();
                        })
                        .end();
            }
        });
        context.start();
        Iterator<String> source =
                IntStream.range(0, lines).mapToObj(i -> "line " + i).iterator();

        assertThat(ask(source).getException()).isNull();

        assertThat(done).hasValue(lines);
        assertThat(mostHeld.get())
                .as("and the one at the door; limiter at the first too many: %s", tooMany)
                .isLessThanOrEqualTo(most + 1);
        assertNothingIsLeft();
    }

    @Test
    void a_route_that_calls_twice_does_not_lock_itself_out_with_one_worker_and_one_place() throws Exception {
        component.setWorkerPoolSize(1);
        component.setMaxQueueSize(1);
        oneAtATime();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:twice")
                        .to("claude:throttle")
                        .to("claude:messages")
                        .to("claude:throttle")
                        .to("claude:messages");
            }
        });
        context.start();
        producer = AsyncProcessorConverterHelper.convert(
                context.getEndpoint("direct:twice").createAsyncProducer());

        CompletableFuture.runAsync(() -> start(30)).get(1, TimeUnit.MINUTES);

        await().until(() -> ended.size() == 30);
        assertThat(callbacks).hasValue(30);
        assertThat(ended).allMatch(exchange -> exchange.getException() == null);
        assertThat(claude.asked()).hasSize(60);
        assertNothingIsLeft();
    }

    @Test
    void a_context_that_stops_lets_nobody_wait_for_longer_than_it_has_and_every_exchange_ends_once() throws Exception {
        oneAtATime();
        component.setMaxQueueSize(3);
        CountDownLatch answers = claude.waits();
        startWithCalls();
        start(4);
        await().until(() -> waiting() == 3);
        CompletableFuture<Void> atTheDoor = CompletableFuture.runAsync(() -> start(1));
        await().during(Duration.ofMillis(100)).until(() -> !atTheDoor.isDone());

        context.getShutdownStrategy().setTimeUnit(TimeUnit.MILLISECONDS);
        context.getShutdownStrategy().setTimeout(500);
        context.stop();

        atTheDoor.get(1, TimeUnit.MINUTES);
        await().until(() -> ended.size() == 5);
        assertThat(callbacks).hasValue(5);
        assertThat(ended).allMatch(exchange -> exchange.getException() instanceof ClaudeException);
        assertThat(claude.asked())
                .as("none of the waiting was sent on the way out")
                .hasSize(1);
        assertNothingIsLeft();
        answers.countDown();
    }

    /** {@code direct:calls -> claude:messages}, for {@link #start}. */
    private void startWithCalls() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:calls").to("claude:messages");
            }
        });
        context.start();
        producer = AsyncProcessorConverterHelper.convert(
                context.getEndpoint("direct:calls").createAsyncProducer());
    }

    private void start(int count) {
        for (int i = 0; i < count; i++) {
            Exchange exchange = new DefaultExchange(context);
            exchange.getMessage().setBody("x");
            producer.process(exchange, doneSync -> {
                callbacks.incrementAndGet();
                ended.add(exchange);
            });
        }
    }
}
