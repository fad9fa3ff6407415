/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelclaude.ClaudeComponent;
import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.resilience.ClaudeException;
import io.github.camelclaude.resilience.ErrorClass;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.support.DefaultExchange;
import org.awaitility.Awaitility;

/** Many calls at the same time through {@code direct:ask}, each with a text of its own, and the books about them. */
final class Crowd {

    private static final Duration LONG = Duration.ofMinutes(2);

    private final CamelContext context;
    private final ClaudeComponent component;
    private final Map<String, CompletableFuture<Exchange>> calls = new LinkedHashMap<>();
    private AsyncProducer producer;

    Crowd(CamelContext context, ClaudeComponent component) {
        this.context = context;
        this.component = component;
    }

    /** Sends some more; no thread waits for them. */
    void send(int more) throws Exception {
        if (producer == null) {
            producer = context.getEndpoint("direct:ask").createAsyncProducer();
            producer.start();
        }
        for (int i = 0; i < more; i++) {
            String id = "call " + calls.size();
            CompletableFuture<Exchange> call = new CompletableFuture<>();
            calls.put(id, call);
            Exchange exchange = new DefaultExchange(context, ExchangePattern.InOut);
            exchange.getMessage().setBody(id);
            producer.process(exchange, doneSync -> call.complete(exchange));
        }
    }

    /** Until all have ended. */
    void await() {
        calls.values()
                .forEach(call ->
                        call.orTimeout(LONG.toSeconds(), TimeUnit.SECONDS).join());
    }

    void ask(int more) throws Exception {
        send(more);
        await();
    }

    /** How each has ended. */
    Map<String, Exchange> ended() {
        Map<String, Exchange> ended = new LinkedHashMap<>();
        calls.forEach((id, call) -> ended.put(id, call.join()));
        return ended;
    }

    /** How many calls each backend answered. */
    Map<String, Integer> answeredBy() {
        Map<String, Integer> counts = new TreeMap<>();
        ended().values().stream()
                .filter(exchange -> exchange.getException() == null)
                .forEach(exchange -> counts.merge(
                        exchange.getMessage().getHeader(ClaudeConstants.BACKEND, String.class), 1, Integer::sum));
        return counts;
    }

    /** So many were answered, all others failed for one of these reasons, and nothing is left over. */
    void assertEnded(int answered, ErrorClass... reasons) {
        Map<String, Integer> counts = new TreeMap<>();
        ended().forEach((id, exchange) -> counts.merge(end(id, exchange), 1, Integer::sum));
        List<String> allowed = List.of(reasons).stream().map(ErrorClass::label).toList();

        assertThat(counts.getOrDefault("answered", 0))
                .as("answered of " + counts)
                .isEqualTo(answered);
        counts.remove("answered");
        assertThat(allowed).as("reasons").containsAll(counts.keySet());
        assertNothingIsLeft();
    }

    private static String end(String id, Exchange exchange) {
        if (exchange.getException() == null) {
            assertThat(exchange.getMessage().getBody(String.class)).as(id).isNotEmpty();
            return "answered";
        }
        assertThat(exchange.getException()).as(id).isInstanceOf(ClaudeException.class);
        String label = ((ClaudeException) exchange.getException()).errorClass().label();
        assertThat(exchange.getProperty(ClaudeConstants.ERROR_CLASS)).as(id).isEqualTo(label);
        return label;
    }

    void assertNothingIsLeft() {
        Awaitility.await().atMost(LONG).untilAsserted(() -> {
            assertThat(component.limiter().picture().permitsOut())
                    .as("permits out")
                    .isZero();
            assertThat(component.limiter().picture().waiting()).as("waiting").isZero();
            assertThat(component.openStreams().size()).as("open streams").isZero();
        });
    }
}
