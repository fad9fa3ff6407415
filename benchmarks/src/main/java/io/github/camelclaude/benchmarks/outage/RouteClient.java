/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks.outage;

import io.github.camelclaude.ClaudeComponent;
import io.github.camelclaude.benchmarks.subject.Caller;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** A route as users write it, with everything as the component sets it but for the time that a call may take. */
final class RouteClient implements Client {

    private static final String ENTRY = "direct:call";

    private final CamelContext context = new DefaultCamelContext();
    private final Endpoint entry;
    private final AsyncProducer producer;

    RouteClient(String baseUrl) throws Exception {
        ClaudeComponent claude = context.getComponent("claude", ClaudeComponent.class);
        claude.getConfiguration().setBaseUrl(baseUrl);
        claude.getConfiguration().setApiKey(API_KEY);
        claude.getConfiguration().setModel(Caller.MODEL);
        claude.getConfiguration().setMaxTokens(Caller.MAX_TOKENS);
        claude.getConfiguration().setCallTimeout(DEADLINE.toMillis());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(ENTRY).to("claude:messages");
            }
        });
        context.start();
        entry = context.getEndpoint(ENTRY);
        producer = entry.createAsyncProducer();
        producer.start();
    }

    @Override
    public CompletableFuture<String> call(String prompt) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Exchange exchange = entry.createExchange(ExchangePattern.InOut);
        exchange.getMessage().setBody(prompt);
        producer.process(exchange, doneSync -> {
            if (exchange.getException() != null) {
                answer.completeExceptionally(exchange.getException());
            } else {
                answer.complete(exchange.getMessage().getBody(String.class));
            }
        });
        return answer;
    }

    @Override
    public void close() {
        producer.stop();
        context.stop();
    }
}
