/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.priorities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelclaude.ClaudeComponent;
import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.throttle.ClaudeQuotaLeft;
import io.github.camelclaude.throttle.ClaudeQuotaListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kafka consumers with {@code pausable}, a real broker, and a limit that others use up. */
@Timeout(180)
class QuotaListenerTest {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int LETTERS = 6;
    private static final int OTHERS = 20;

    @TempDir
    private Path temp;

    private final ClaudeQuotaLeft quotaLeft = new ClaudeQuotaLeft();
    private final AtomicInteger saidNo = new AtomicInteger();

    @Test
    void while_too_much_waits_no_letter_is_taken_and_then_each_is_answered_once() throws Exception {
        try (KafkaInProcess kafka = new KafkaInProcess(temp);
                ClaudeSimulator claude =
                        ClaudeSimulator.builder().latency(Duration.ofMillis(20)).start();
                DefaultCamelContext context = context(kafka, claude)) {
            kafka.createTopic("in", 2);
            Letters letters = new Letters(kafka.bootstrapServers());
            context.start();
            letters.sendTo("in", texts("before", 2));
            await().atMost(LONGEST).until(() -> claude.accounting().totals().answered() == 2);

            ProducerTemplate others = context.createProducerTemplate();
            texts("other", OTHERS).forEach(text -> others.asyncSendBody("direct:others", text));
            int polls = saidNo.get() + 4;
            await().atMost(LONGEST).until(() -> saidNo.get() >= polls);
            letters.sendTo("in", texts("later", LETTERS));
            int morePolls = saidNo.get() + 2;
            await().atMost(LONGEST).until(() -> saidNo.get() >= morePolls);
            assertThat(context.getInflightRepository().size("letters")).isZero();

            await().atMost(LONGEST).until(() -> claude.accounting().totals().answered() == 2 + OTHERS + LETTERS);
            claude.assertEachContentAnsweredOnce();
            claude.assertNoRefusals();
        }
    }

    private DefaultCamelContext context(KafkaInProcess kafka, ClaudeSimulator claude) throws Exception {
        DefaultCamelContext context = new DefaultCamelContext();
        context.getShutdownStrategy().setTimeout(5);
        ClaudeComponent component = context.getComponent("claude", ClaudeComponent.class);
        component.getConfiguration().setApiKey("sk-ant-simulator");
        component.getConfiguration().setBaseUrl(claude.baseUrl());
        component.getConfiguration().setModel("claude-haiku-5-5");
        component.setRequestsPerMinute(60L);
        component.setBurst("careful");
        quotaLeft.setCamelContext(context);
        quotaLeft.setPauseAbove(3);
        quotaLeft.setResumeBelow(1);
        Predicate<Object> counted = consumer -> {
            boolean left = quotaLeft.test(consumer);
            saidNo.addAndGet(left ? 0 : 1);
            return left;
        };
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("kafka:in?brokers=" + kafka.bootstrapServers()
                                + "&groupId=claude&autoOffsetReset=earliest&consumersCount=2&pollTimeoutMs=100")
                        .routeId("letters")
                        .pausable(new ClaudeQuotaListener(), counted)
                        .to("claude:messages");
                from("direct:others").to("claude:messages");
            }
        });
        return context;
    }

    private static List<String> texts(String name, int count) {
        return IntStream.range(0, count).mapToObj(i -> name + " letter " + i).toList();
    }
}
