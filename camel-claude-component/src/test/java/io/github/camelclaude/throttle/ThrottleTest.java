/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.throttle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.LimitedRouteTestSupport;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;

/** What claude:throttle hands on, and what becomes of it. */
class ThrottleTest extends LimitedRouteTestSupport {

    @Test
    void it_hands_on_a_ticket_and_leaves_the_message_as_it_is() throws Exception {
        startWith("claude:throttle");

        Exchange exchange = ask("My card was charged twice");

        assertThat(textOf(exchange)).isEqualTo("My card was charged twice");
        assertThat(exchange.getMessage().getHeader(ClaudeConstants.PERMIT, String.class))
                .startsWith("p-");
        assertThat(exchange.getMessage().getHeader(ClaudeConstants.WAIT_MILLIS)).isEqualTo(0L);
        assertThat(exchange.getProperty(ClaudeConstants.TICKET))
                .hasToString("Ticket " + exchange.getMessage().getHeader(ClaudeConstants.PERMIT));
        assertThat(claude.asked()).isEmpty();
        assertNothingIsLeft();
    }

    @Test
    void it_needs_no_key() throws Exception {
        component.getConfiguration().setApiKey(null);
        startWith("claude:throttle");

        assertThat(ask("x").getException()).isNull();
    }

    @Test
    void a_stream_can_be_read_after_it() throws Exception {
        twoSteps("claude:throttle", "claude:messages");

        ask(new ByteArrayInputStream("one two".getBytes(StandardCharsets.UTF_8)));

        assertThat(claude.asked().get(0).body().at("/messages/0/content").toString())
                .contains("one two");
    }

    @Test
    void the_call_that_follows_says_which_ticket_it_used_and_how_long_that_took() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask")
                        .to("claude:throttle")
                        .setProperty("got", header(ClaudeConstants.PERMIT))
                        .to("claude:messages");
            }
        });
        context.start();

        Exchange exchange = ask("x");

        assertThat(exchange.getMessage().getHeader(ClaudeConstants.PERMIT)).isEqualTo(exchange.getProperty("got"));
        assertThat(exchange.getMessage().getHeader(ClaudeConstants.WAIT_MILLIS)).isEqualTo(0L);
        assertThat(exchange.getMessage().getHeader(ClaudeConstants.ATTEMPTS)).isEqualTo(1);
    }

    @Test
    void a_call_without_a_ticket_gets_a_permit_of_its_own() throws Exception {
        startWith("claude:messages");

        assertThat(ask("x").getMessage().getHeader(ClaudeConstants.PERMIT, String.class))
                .startsWith("p-");
        assertThat(granted()).isEqualTo(1);
        assertNothingIsLeft();
    }

    @Test
    void a_ticket_for_another_model_is_left_alone_and_goes_back() throws Exception {
        twoSteps("claude:throttle?model=claude-opus-5-5", "claude:messages");

        assertThat(ask("x").getException()).isNull();

        assertThat(granted()).isEqualTo(2);
        assertNothingIsLeft();
    }

    @Test
    void a_ticket_that_has_expired_is_replaced() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask")
                        .to("claude:throttle?permitTimeout=20ms")
                        .process(exchange -> await().until(() -> permitsOut() == 0))
                        .to("claude:messages");
            }
        });
        context.start();

        assertThat(ask("x").getException()).isNull();

        assertThat(granted()).isEqualTo(2);
        assertNothingIsLeft();
    }

    @Test
    void a_larger_request_swaps_its_ticket_for_a_larger_one_even_where_only_one_fits() throws Exception {
        oneAtATime();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask")
                        .to("claude:throttle")
                        .setBody(constant("much longer than before ".repeat(100)))
                        .to("claude:messages?queueTimeout=30s");
            }
        });
        context.start();

        assertThat(ask("x").getException()).isNull();

        assertThat(granted()).isEqualTo(2);
        assertNothingIsLeft();
    }

    @Test
    void a_smaller_request_uses_its_ticket() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask")
                        .to("claude:throttle")
                        .setBody(constant("short"))
                        .to("claude:messages");
            }
        });
        context.start();

        assertThat(ask("much longer than afterwards ".repeat(100)).getException())
                .isNull();

        assertThat(granted()).isEqualTo(1);
        assertNothingIsLeft();
    }

    @Test
    void an_exchange_waits_without_a_thread_until_its_call_fits() throws Exception {
        oneAtATime();
        CountDownLatch answers = claude.waits();
        twoSteps("claude:throttle", "claude:messages");
        CompletableFuture<Exchange> first = context.createProducerTemplate()
                .asyncSend("direct:ask", e -> e.getMessage().setBody("first"));
        await().until(() -> claude.asked().size() == 1);

        CompletableFuture<Exchange> second = context.createProducerTemplate()
                .asyncSend("direct:ask", e -> e.getMessage().setBody("second"));
        await().until(() -> waiting() == 1);
        assertThat(claude.asked()).hasSize(1);
        answers.countDown();

        assertThat(first.get(1, TimeUnit.MINUTES).getException()).isNull();
        Exchange waited = second.get(1, TimeUnit.MINUTES);
        assertThat(waited.getException()).isNull();
        assertThat(waited.getMessage().getHeader(ClaudeConstants.WAIT_MILLIS, Long.class))
                .isPositive();
        assertNothingIsLeft();
    }

    @Test
    void fifty_reloads_of_a_route_change_nothing() throws Exception {
        twoSteps("claude:throttle", "claude:messages");
        Object limiter = component.limiter();

        for (int i = 0; i < 50; i++) {
            context.getRouteController().stopAllRoutes();
            context.getRouteController().startAllRoutes();
            assertThat(ask("x").getException()).isNull();
        }

        assertThat(component.limiter()).isSameAs(limiter);
        assertThat(granted()).isEqualTo(50);
        assertNothingIsLeft();
    }

    private void twoSteps(String first, String second) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask").to(first).to(second);
            }
        });
        context.start();
    }
}
