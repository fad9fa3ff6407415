/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.PooledExchangeFactory;
import org.apache.camel.impl.engine.PooledProcessorExchangeFactory;
import org.apache.camel.model.ModelCamelContext;
import org.junit.jupiter.api.Test;

/** How the component behaves among Camel's other parts. */
class CitizenshipTest extends RouteTestSupport {

    @Test
    void a_rotated_key_is_used_from_the_next_call_on_while_others_are_under_way() throws Exception {
        AtomicInteger version = new AtomicInteger();
        component.getConfiguration().setApiKey(null);
        component.getConfiguration().setApiKeySupplier(() -> "sk-ant-" + version.get());
        startWith("claude:messages");
        CountDownLatch answers = claude.waits();

        for (int i = 0; i < 10; i++) {
            version.set(i);
            int calls = i + 1;
            context.createProducerTemplate().asyncRequestBody("direct:ask", "x");
            await().until(() -> claude.asked().size() == calls);
        }
        answers.countDown();

        assertThat(claude.asked())
                .extracting(asked -> asked.headers().getFirst("Authorization"))
                .containsExactlyElementsOf(IntStream.range(0, 10)
                        .mapToObj(i -> "Bearer sk-ant-" + i)
                        .toList());
    }

    @Test
    void a_supplier_that_gives_no_key_fails_the_call_and_shows_nothing() throws Exception {
        component.getConfiguration().setApiKey(null);
        component.getConfiguration().setApiKeySupplier(() -> "two words");
        startWith("claude:messages");

        assertThat(ask("x").getException())
                .isInstanceOf(ClaudeInvalidRequestException.class)
                .hasMessageContaining("apiKeySupplier")
                .hasMessageNotContaining("words");
        assertThat(claude.asked()).isEmpty();
    }

    @Test
    void pooled_exchanges_do_not_mix_up_answers() throws Exception {
        context.getCamelContextExtension().setExchangeFactory(new PooledExchangeFactory());
        context.getCamelContextExtension().setProcessorExchangeFactory(new PooledProcessorExchangeFactory());
        context.getCamelContextExtension().getExchangeFactory().setStatisticsEnabled(true);
        Queue<String> ids = new ConcurrentLinkedQueue<>();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("timer:pooled?period=1&delay=0&repeatCount=200&includeMetadata=true")
                        .setBody(exchangeProperty(Exchange.TIMER_COUNTER))
                        .to("claude:messages")
                        .process(exchange -> ids.add(exchange.getProperty(Exchange.TIMER_COUNTER) + "="
                                + exchange.getMessage().getHeader(ClaudeConstants.MESSAGE_ID)
                                + exchange.getProperty(ClaudeConstants.ERROR_CLASS)));
            }
        });
        context.start();

        await().until(() -> ids.size() == 200);

        assertThat(ids).allMatch(id -> id.endsWith("=msg_1null")).doesNotHaveDuplicates();
        assertThat(claude.asked())
                .extracting(asked -> asked.body().at("/messages/0/content").asText())
                .doesNotHaveDuplicates()
                .hasSize(200);
    }

    @Test
    void a_transacted_exchange_stays_on_its_thread() throws Exception {
        Queue<Thread> after = new ConcurrentLinkedQueue<>();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask")
                        .process(exchange -> exchange.getUnitOfWork().beginTransactedBy("test"))
                        .to("claude:messages")
                        .process(exchange -> after.add(Thread.currentThread()))
                        .process(exchange -> exchange.getUnitOfWork().endTransactedBy("test"));
            }
        });
        context.start();

        assertThat(ask("x").getException()).isNull();

        assertThat(after).containsExactly(Thread.currentThread());
    }

    @Test
    void an_in_only_exchange_gets_its_answer_too() throws Exception {
        Queue<Object> bodies = new ConcurrentLinkedQueue<>();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask")
                        .to("claude:messages")
                        .process(exchange -> bodies.add(exchange.getMessage().getBody()));
            }
        });
        context.start();

        context.createProducerTemplate()
                .send(
                        "direct:ask",
                        ExchangePattern.InOnly,
                        exchange -> exchange.getMessage().setBody("x"));

        await().until(() -> bodies.contains("Hello"));
    }

    @Test
    void a_cached_stream_can_be_asked_about_twice() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask")
                        .setProperty("question", body())
                        .to("claude:messages")
                        .setBody(exchangeProperty("question"))
                        .to("claude:messages");
            }
        });
        context.start();

        assertThat(ask(new ByteArrayInputStream("once".getBytes(StandardCharsets.UTF_8)))
                        .getException())
                .isNull();

        assertThat(claude.asked())
                .extracting(asked -> asked.body().at("/messages/0/content").asText())
                .containsExactly("once", "once");
    }

    @Test
    void two_contexts_in_one_jvm_have_nothing_in_common() throws Exception {
        startWith("claude:messages");
        try (ScriptedClaude other = new ScriptedClaude();
                DefaultCamelContext second = new DefaultCamelContext()) {
            ClaudeComponent its = second.getComponent("claude", ClaudeComponent.class);
            its.getConfiguration().setApiKey("sk-ant-other");
            its.getConfiguration().setModel("claude-opus-5-5");
            its.getConfiguration().setBaseUrl(other.baseUrl());
            second.start();
            second.createProducerTemplate().requestBody("claude:messages", "second");

            context.stop();
            second.createProducerTemplate().requestBody("claude:messages", "third");

            assertThat(its).isNotSameAs(component);
            assertThat(other.asked()).hasSize(2);
            assertThat(claude.asked()).isEmpty();
        }
    }

    @Test
    void replacing_a_route_fifty_times_leaves_threads_connections_and_endpoints_as_they_were() throws Exception {
        replaceRoute();
        ask("warm up");
        long selectors = selectors();
        int endpoints = context.getEndpoints().size();

        for (int i = 0; i < 50; i++) {
            replaceRoute();
            assertThat(ask("x").getException()).isNull();
        }

        assertThat(component.openBackends()).isEqualTo(1);
        assertThat(claude.connections()).isEqualTo(1);
        assertThat(selectors()).as("one for each client of the JDK").isLessThanOrEqualTo(selectors);
        assertThat(context.getEndpoints()).hasSize(endpoints);
    }

    private void replaceRoute() throws Exception {
        if (context.getRoute("reloaded") != null) {
            context.getRouteController().stopRoute("reloaded");
            context.removeRoute("reloaded");
            context.getEndpointRegistry().clear();
        }
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask").routeId("reloaded").to("claude:messages");
            }
        });
        context.start();
        assertThat(((ModelCamelContext) context).getRouteDefinitions()).hasSize(1);
    }

    private static long selectors() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("SelectorManager"))
                .count();
    }
}
