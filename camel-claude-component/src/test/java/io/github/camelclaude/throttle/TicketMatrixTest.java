/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelclaude.LimitedRouteTestSupport;
import io.github.camelclaude.ScriptedClaude;
import io.github.camelclaude.resilience.ClaudeRateLimitException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangeTimedOutException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.processor.aggregate.UseLatestAggregationStrategy;
import org.junit.jupiter.api.Test;

/** A ticket goes wherever Camel copies an exchange to: it is used once, and nothing of it is left. */
class TicketMatrixTest extends LimitedRouteTestSupport {

    private static final String CALL = "claude:messages";
    private static final List<String> THREE = List.of("one", "two", "three");

    @FunctionalInterface
    private interface Steps {
        void after(RouteDefinition throttle);
    }

    /** {@code direct:ask -> claude:throttle -> steps}, and {@code direct:call -> claude:messages}. */
    private void route(Steps steps) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:call").to(CALL);
                steps.after(from("direct:ask").to("claude:throttle"));
            }
        });
        context.start();
    }

    private void assertCalls(int calls) {
        await().until(() -> claude.asked().size() == calls);
        assertThat(granted()).as("one of the calls used the ticket").isEqualTo(calls);
        assertNothingIsLeft();
    }

    @Test
    void straight() throws Exception {
        route(throttle -> throttle.to(CALL));

        assertThat(ask("x").getException()).isNull();

        assertCalls(1);
    }

    @Test
    void two_calls_in_a_row() throws Exception {
        route(throttle -> throttle.to(CALL).to(CALL));

        assertThat(ask("x").getException()).isNull();

        assertCalls(2);
    }

    @Test
    void split() throws Exception {
        route(throttle -> throttle.split(constant(THREE)).to(CALL).end());

        assertThat(ask("x").getException()).isNull();

        assertCalls(3);
    }

    @Test
    void split_in_parallel() throws Exception {
        route(throttle ->
                throttle.split(constant(THREE)).parallelProcessing().to(CALL).end());

        assertThat(ask("x").getException()).isNull();

        assertCalls(3);
    }

    @Test
    void multicast() throws Exception {
        route(throttle -> throttle.multicast().to(CALL, "direct:call").end());

        assertThat(ask("x").getException()).isNull();

        assertCalls(2);
    }

    @Test
    void multicast_in_parallel() throws Exception {
        route(throttle -> throttle.multicast()
                .parallelProcessing()
                .to(CALL, "direct:call")
                .end());

        assertThat(ask("x").getException()).isNull();

        assertCalls(2);
    }

    @Test
    void wire_tap() throws Exception {
        route(throttle -> throttle.wireTap("direct:call").to(CALL));

        assertThat(ask("x").getException()).isNull();

        assertCalls(2);
    }

    @Test
    void wire_tap_that_comes_after_its_exchange_is_complete() throws Exception {
        CountDownLatch complete = new CountDownLatch(1);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:late").process(exchange -> complete.await()).to(CALL);
            }
        });
        route(throttle -> throttle.wireTap("direct:late").end());

        assertThat(ask("x").getException()).isNull();
        assertNothingIsLeft();
        complete.countDown();

        await().until(() -> claude.asked().size() == 1);
        assertThat(granted()).as("the ticket had gone back").isEqualTo(2);
        assertNothingIsLeft();
    }

    @Test
    void recipient_list() throws Exception {
        route(throttle -> throttle.recipientList(constant(CALL + ",direct:call")));

        assertThat(ask("x").getException()).isNull();

        assertCalls(2);
    }

    @Test
    void enrich() throws Exception {
        route(throttle -> throttle.enrich("direct:call"));

        assertThat(ask("x").getException()).isNull();

        assertCalls(1);
    }

    @Test
    void poll_enrich() throws Exception {
        route(throttle -> throttle.pollEnrich("seda:waiting", 60_000).to(CALL));
        context.createProducerTemplate().sendBody("seda:waiting", "the rest of the prompt");

        assertThat(textOf(ask("x"))).isEqualTo("Hello");

        assertCalls(1);
    }

    @Test
    void aggregate() throws Exception {
        CountDownLatch complete = new CountDownLatch(1);
        route(throttle -> throttle.aggregate(constant(true), new UseLatestAggregationStrategy())
                .completionPredicate(exchange -> complete.getCount() == 0)
                .to(CALL)
                .end());
        ask("first");
        complete.countDown();

        ask("second");

        await().until(() -> claude.asked().size() == 1);
        assertNothingIsLeft();
    }

    @Test
    void loop() throws Exception {
        route(throttle -> throttle.loop(3).copy().to(CALL).end());

        assertThat(ask("x").getException()).isNull();

        assertCalls(3);
    }

    @Test
    void seda_without_an_answer() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("seda:queue").to(CALL);
            }
        });
        route(throttle -> throttle.to("seda:queue"));

        throwIn("x");

        assertCalls(1);
    }

    @Test
    void seda_with_an_answer() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("seda:queue").to(CALL);
            }
        });
        route(throttle -> throttle.to("seda:queue"));

        assertThat(textOf(ask("x"))).isEqualTo("Hello");

        assertCalls(1);
    }

    @Test
    void seda_whose_answer_nobody_waits_for_any_more() throws Exception {
        CountDownLatch timedOut = new CountDownLatch(1);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("seda:queue").process(exchange -> timedOut.await()).to(CALL);
            }
        });
        route(throttle -> throttle.to("seda:queue?timeout=50"));

        assertThat(ask("x").getException()).isInstanceOf(ExchangeTimedOutException.class);
        assertNothingIsLeft();
        timedOut.countDown();

        context.getRouteController().stopAllRoutes();
        assertThat(granted())
                .as("the ticket had gone back, and each call that was made had a permit of its own")
                .isEqualTo(1 + claude.asked().size());
        assertNothingIsLeft();
    }

    @Test
    void circuit_breaker_whose_time_runs_out() throws Exception {
        CountDownLatch answers = claude.waits();
        route(throttle -> throttle.circuitBreaker()
                .resilience4jConfiguration()
                .timeoutEnabled(true)
                .timeoutDuration(200)
                .end()
                .to(CALL)
                .onFallback()
                .setBody(constant("later"))
                .end());

        assertThat(textOf(ask("x"))).isEqualTo("later");
        answers.countDown();

        assertCalls(1);
    }

    @Test
    void do_try() throws Exception {
        claude.replies(500, Map.of(), ScriptedClaude.error("api_error", "m"));
        route(throttle -> throttle.doTry()
                .to(CALL)
                .doCatch(Exception.class)
                .setBody(constant("caught"))
                .end());

        assertThat(textOf(ask("x"))).isEqualTo("caught");

        assertCalls(1);
    }

    @Test
    void redelivery_asks_for_a_permit_of_its_own() throws Exception {
        claude.replies(529, Map.of(), ScriptedClaude.error("overloaded_error", "m"));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(Exception.class).maximumRedeliveries(2).redeliveryDelay(0);
                from("direct:ask").to("claude:throttle").to(CALL);
            }
        });
        context.start();

        assertThat(ask("x").getException()).isNotNull();

        assertCalls(3);
    }

    @Test
    void redelivery_after_a_refusal_by_the_service() throws Exception {
        AtomicInteger refused = new AtomicInteger();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(ClaudeRateLimitException.class)
                        .maximumRedeliveries(2)
                        .redeliveryDelay(0)
                        .onRedelivery(exchange -> {
                            refused.incrementAndGet();
                            claude.says("at last");
                        });
                from("direct:ask").to("claude:throttle").to(CALL);
            }
        });
        claude.replies(429, Map.of("retry-after", "1"), ScriptedClaude.error("rate_limit_error", "m"));
        context.start();

        assertThat(textOf(ask("x"))).isEqualTo("at last");
        assertThat(refused).hasValue(1);
        assertThat(component.limitsPicture().get("counts").toString()).contains("refused-by-service=1");

        assertCalls(2);
    }

    @Test
    void stop() throws Exception {
        route(throttle -> throttle.stop().to(CALL));

        assertThat(ask("x").getException()).isNull();

        assertThat(claude.asked()).isEmpty();
        assertThat(granted()).isEqualTo(1);
        assertNothingIsLeft();
    }

    @Test
    void failure_before_the_call() throws Exception {
        route(throttle ->
                throttle.throwException(new IllegalStateException("no")).to(CALL));

        Exchange failed = ask("x");

        assertThat(failed.getException()).isInstanceOf(IllegalStateException.class);
        assertThat(claude.asked()).isEmpty();
        assertNothingIsLeft();
    }

    @Test
    void throttle_twice_keeps_its_ticket() throws Exception {
        oneAtATime();
        route(throttle -> throttle.to("claude:throttle").to(CALL));

        assertThat(ask("x").getException()).isNull();

        assertCalls(1);
    }

    private static org.apache.camel.Expression constant(Object value) {
        return org.apache.camel.builder.ExpressionBuilder.constantExpression(value);
    }
}
