/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelclaude.LimitedRouteTestSupport;
import io.github.camelclaude.resilience.ErrorClass;
import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.answer.AnswerLength;
import io.github.camelclaude.simulator.fault.Fault;
import io.github.camelclaude.simulator.fault.FaultPlan;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two hundred streams at once, most of which die in the middle, on real connections. */
class StreamsOnTheWireTest extends LimitedRouteTestSupport {

    private static final int STREAMS = 200;
    private static final int RETRIES = 3;

    private final ClaudeSimulator simulator = ClaudeSimulator.builder()
            .port(0)
            .tier("scale")
            .latency(Duration.ofMillis(5))
            .answerLength(AnswerLength.always(200))
            .start();
    private final Map<String, Integer> ends = new ConcurrentHashMap<>();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private Crowd crowd;

    @BeforeEach
    void route() throws Exception {
        component.getConfiguration().setBaseUrl(simulator.baseUrl());
        component.getConfiguration().setMaxRetries(RETRIES);
        component.getConfiguration().setMaxOverloadedRetries(RETRIES);
        component.setMaxStreams(STREAMS);
        component.setBreakerWait(100);
        crowd = new Crowd(context, component);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onCompletion().modeBeforeConsumer().process(exchange -> ends.merge(id(exchange), 1, Integer::sum));
                from("direct:ask")
                        .setProperty("id", body())
                        .to("claude:messages?stream=true&streamFormat=text")
                        .process(StreamsOnTheWireTest.this::read);
            }
        });
        context.start();
    }

    @AfterEach
    void close() {
        context.stop();
        simulator.close();
    }

    private static String id(Exchange exchange) {
        return exchange.getProperty("id", String.class);
    }

    private void read(Exchange exchange) {
        StringBuilder all = new StringBuilder();
        Iterator<?> texts = exchange.getMessage().getBody(Iterator.class);
        while (texts.hasNext()) {
            all.append(texts.next());
            seen.add(id(exchange));
        }
        exchange.getMessage().setBody(all.toString());
    }

    private int attempts(String id) {
        return simulator.accounting().attemptsOf(id).orElseThrow().attempts().size();
    }

    @Test
    void each_ends_once_and_none_is_tried_again_once_somebody_has_seen_its_beginning() throws Exception {
        simulator.faults(FaultPlan.seeded(3).with(Fault.CUT_INSIDE_STREAM, 0.4).with(Fault.ERROR_IN_STREAM, 0.3));

        crowd.ask(STREAMS);

        int answered = (int) crowd.ended().values().stream()
                .filter(exchange -> exchange.getException() == null)
                .count();
        assertThat(answered).isBetween(1, STREAMS / 2);
        crowd.assertEnded(answered, ErrorClass.NETWORK, ErrorClass.OVERLOADED);
        assertThat(ends)
                .hasSize(STREAMS)
                .allSatisfy((id, times) -> assertThat(times).as(id).isEqualTo(1));
        assertThat(seen).hasSizeGreaterThan(answered);
        assertThat(seen).allSatisfy(id -> assertThat(attempts(id)).as(id).isEqualTo(1));
        assertThat(ends.keySet())
                .allSatisfy(id -> assertThat(attempts(id)).as(id).isLessThanOrEqualTo(1 + RETRIES));
    }
}
