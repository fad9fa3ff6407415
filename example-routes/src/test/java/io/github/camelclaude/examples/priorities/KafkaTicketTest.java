/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.priorities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelclaude.ClaudeComponent;
import io.github.camelclaude.rate.Picture;
import io.github.camelclaude.simulator.ClaudeSimulator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The row of Kafka in the matrix of what may become of a ticket: {@code consumer -> claude:throttle -> claude:messages}, a
 * rebalance or a stop in the middle. Whatever happens, no permit stays out.
 */
@Timeout(180)
class KafkaTicketTest {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    @TempDir
    private Path temp;

    @Test
    void no_permit_stays_out_when_the_group_is_rebalanced_and_stopped_while_calls_wait_and_run() throws Exception {
        try (KafkaInProcess kafka = new KafkaInProcess(temp);
                ClaudeSimulator claude =
                        ClaudeSimulator.builder().latency(Duration.ofDays(1)).start()) {
            Letters letters = new Letters(kafka.bootstrapServers());
            kafka.createTopic("in", 2);
            try (DefaultCamelContext one = context(kafka, claude, exchange -> {});
                    DefaultCamelContext other = context(kafka, claude, exchange -> {})) {
                ClaudeComponent ofOne = claude(one);
                ClaudeComponent ofOther = claude(other);
                one.start();
                letters.sendTo("in", List.of("first", "second", "third", "fourth"));
                await().atMost(LONGEST).untilAsserted(() -> {
                    assertThat(claude.accounting().running()).isEqualTo(1);
                    assertThat(picture(ofOne).waiting()).isEqualTo(1);
                });
                // The consumers of the first do not come back to poll in time, and their partitions go to the other.
                other.start();
                await().atMost(LONGEST)
                        .untilAsserted(
                                () -> assertThat(claude.accounting().running()).isEqualTo(2));
                assertThat(picture(ofOne).permitsOut() + picture(ofOther).permitsOut())
                        .isEqualTo(2);
                one.stop();
                other.stop();

                for (ClaudeComponent component : List.of(ofOne, ofOther)) {
                    await().untilAsserted(() ->
                            assertThat(picture(component).permitsOut()).isZero());
                    assertThat(picture(component).waiting()).isZero();
                }
                await().untilAsserted(
                                () -> assertThat(claude.accounting().running()).isZero());
            }
        }
    }

    @Test
    void a_ticket_between_its_two_steps_goes_back_when_everything_stops() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (KafkaInProcess kafka = new KafkaInProcess(temp);
                ClaudeSimulator claude =
                        ClaudeSimulator.builder().latency(Duration.ZERO).start()) {
            Letters letters = new Letters(kafka.bootstrapServers());
            kafka.createTopic("in", 2);
            try (DefaultCamelContext context = context(kafka, claude, exchange -> {
                arrived.countDown();
                goOn.await();
                exchange.setRouteStop(true);
            })) {
                ClaudeComponent component = claude(context);
                context.start();
                letters.sendTo("in", List.of("first"));
                arrived.await();
                assertThat(picture(component).permitsOut()).isEqualTo(1);
                Thread stop = new Thread(context::stop, "stop");
                stop.start();
                await().until(() -> context.isStopping());
                goOn.countDown();
                stop.join();

                await().untilAsserted(() ->
                        assertThat(picture(component).permitsOut()).isZero());
                assertThat(claude.accounting().totals().arrived()).isZero();
            }
        }
    }

    private interface Between {
        void process(Exchange exchange) throws InterruptedException;
    }

    private static DefaultCamelContext context(KafkaInProcess kafka, ClaudeSimulator claude, Between between)
            throws Exception {
        DefaultCamelContext context = new DefaultCamelContext();
        context.getShutdownStrategy().setTimeout(2);
        context.getShutdownStrategy().setSuppressLoggingOnTimeout(true);
        ClaudeComponent component = context.getComponent("claude", ClaudeComponent.class);
        component.getConfiguration().setApiKey("sk-ant-simulator");
        component.getConfiguration().setBaseUrl(claude.baseUrl());
        component.getConfiguration().setModel("claude-haiku-5-5");
        // The first call passes, the next one waits for half a minute.
        component.setRequestsPerMinute(2L);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(Exception.class).logExhausted(false).handled(true);
                from("kafka:in?brokers=" + kafka.bootstrapServers()
                                + "&groupId=claude&autoOffsetReset=earliest&consumersCount=2&maxPollRecords=1"
                                + "&shutdownTimeout=1000&maxPollIntervalMs=4000&sessionTimeoutMs=6000&heartbeatIntervalMs=500")
                        .to("claude:throttle")
                        .process(between::process)
                        .to("claude:messages");
            }
        });
        return context;
    }

    private static Picture picture(ClaudeComponent component) {
        return component.limiter().picture();
    }

    /** Remembered, since a context that has stopped forgets its components. */
    private static ClaudeComponent claude(DefaultCamelContext context) {
        return context.getComponent("claude", ClaudeComponent.class);
    }
}
