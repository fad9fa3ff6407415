/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.LimitedRouteTestSupport;
import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.batch.BatchRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One item of many that begin alike goes ahead, so that the others can read from the prompt cache what it has written. */
class SeedBatchTest extends LimitedRouteTestSupport {

    private static final String IN = "claude:batch?model=claude-haiku-5-5&checkDelay=50&maxCheckDelay=100";
    private static final String OUT = "claude:batch?checkDelay=50&maxCheckDelay=100&delay=50&initialDelay=0";
    private static final String LONG =
            "The rules of this house are many, and all of them are read each time. ".repeat(300);

    @TempDir
    private Path directory;

    private ClaudeSimulator simulator;
    private final Queue<Exchange> results = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void useSimulator() throws Exception {
        simulator = ClaudeSimulator.builder()
                .port(0)
                .latency(Duration.ZERO)
                .batches(BatchRules.USUAL.doneAfter(Duration.ofMillis(100)).cacheMisses(0))
                .start();
        component.getConfiguration().setBaseUrl(simulator.baseUrl());
        component.getConfiguration().setModel(null);
        component.setTier("scale");
        component.setBatchDirectory(directory.resolve("batches").toString());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to(IN);
                from(OUT).process(exchange -> results.add(exchange.copy()));
            }
        });
        context.start();
    }

    @AfterEach
    void stopSimulator() {
        context.stop();
        simulator.close();
    }

    private static Map<String, Object> item(int number, String system) {
        return Map.of(
                "id",
                "item-" + number,
                "system",
                List.of(Map.of("type", "text", "text", system, "cache_control", Map.of("type", "ephemeral"))),
                "messages",
                List.of(Map.of("role", "user", "content", "Question " + number)));
    }

    private Map<?, ?> handIn(int from, int to, String system) {
        List<Object> items = new ArrayList<>();
        for (int i = from; i < to; i++) {
            items.add(item(i, system));
        }
        return context.createProducerTemplate().requestBody("direct:in", items, Map.class);
    }

    private List<Exchange> awaitResults(int count) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(results).hasSize(count));
        return List.copyOf(results);
    }

    private static long number(Exchange exchange, String header) {
        return exchange.getMessage().getHeader(header, 0L, Long.class);
    }

    @Test
    void it_is_a_batch_of_its_own_whose_end_the_others_wait_for() {
        assertThat(handIn(0, 60, LONG).get("batches")).isEqualTo(2L);

        List<Exchange> all = awaitResults(60);
        assertThat(all.get(0).getMessage().getHeader(ClaudeConstants.CUSTOM_ID)).isEqualTo("item-0");
        assertThat(number(all.get(0), ClaudeConstants.CACHE_WRITE_TOKENS))
                .as("%s", all.get(0).getMessage().getHeaders())
                .isPositive();
        assertThat(all.subList(1, 60))
                .allSatisfy(exchange -> assertThat(number(exchange, ClaudeConstants.CACHE_READ_TOKENS))
                        .isEqualTo(number(all.get(0), ClaudeConstants.CACHE_WRITE_TOKENS)));
        simulator.assertEachContentAnsweredOnce();
    }

    @Test
    void a_few_are_not_worth_the_wait() {
        assertThat(handIn(0, 50, LONG).get("batches")).isEqualTo(1L);

        awaitResults(50);
    }

    @Test
    void items_that_begin_differently_go_together() {
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            items.add(item(i, i + LONG));
        }
        assertThat(context.createProducerTemplate()
                        .requestBody("direct:in", items, Map.class)
                        .get("batches"))
                .isEqualTo(1L);

        awaitResults(60);
    }
}
