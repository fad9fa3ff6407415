/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.inflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelclaude.ClaudeComponent;
import io.github.camelclaude.examples.priorities.KafkaInProcess;
import io.github.camelclaude.simulator.ClaudeSimulator;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How many calls are in flight behind a consumer of a real Kafka broker. */
@Timeout(120)
class KafkaCallsInFlightTest {

    private static final int RECORDS = 40;
    private static final int CONSUMERS = 3;

    @TempDir
    private Path temp;

    @Test
    void each_consumer_has_one_since_it_waits_for_its_exchange() throws Exception {
        try (KafkaInProcess kafka = new KafkaInProcess(temp);
                ClaudeSimulator claude = ClaudeSimulator.builder()
                        .tier("scale")
                        .latency(Duration.ofMillis(40))
                        .start();
                DefaultCamelContext context = new DefaultCamelContext()) {
            kafka.createTopic("complaints", CONSUMERS);
            ClaudeComponent component = context.getComponent("claude", ClaudeComponent.class);
            component.getConfiguration().setApiKey("sk-ant-simulator");
            component.getConfiguration().setBaseUrl(claude.baseUrl());
            String brokers = "?brokers=" + kafka.bootstrapServers();
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:in").to("kafka:complaints" + brokers);
                    from("kafka:complaints" + brokers + "&groupId=claude&autoOffsetReset=earliest&consumersCount="
                                    + CONSUMERS)
                            .to("claude:messages?model=claude-haiku-5-5");
                }
            });
            context.start();
            for (int i = 0; i < RECORDS; i++) {
                context.createProducerTemplate()
                        .sendBodyAndHeader("direct:in", "complaint " + i, "kafka.PARTITION_KEY", i % CONSUMERS);
            }

            await().atMost(Duration.ofMinutes(1))
                    .untilAsserted(() ->
                            assertThat(claude.accounting().totals().answered()).isEqualTo(RECORDS));

            System.out.println("In flight: " + claude.accounting().peak() + " of " + RECORDS + " with " + CONSUMERS
                    + " consumers");
            assertThat(claude.accounting().peak()).isBetween(1L, (long) CONSUMERS);
        }
    }
}
