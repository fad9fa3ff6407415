/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks.subject;

import io.github.camelclaude.ClaudeComponent;
import io.github.camelclaude.LimiterMode;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** A route as users write it; a call is an exchange that goes all the way through it and comes back. */
final class CamelCaller implements Caller {

    private static final String ENTRY = "direct:call";

    private final CamelContext context = new DefaultCamelContext();
    private final Endpoint entry;
    private final AsyncProducer producer;

    CamelCaller(String baseUrl) throws Exception {
        ClaudeComponent claude = context.getComponent("claude", ClaudeComponent.class);
        claude.getConfiguration().setBaseUrl(baseUrl);
        claude.setLimiter(LimiterMode.off);
        claude.getConfiguration().setApiKey("sk-ant-benchmark");
        claude.getConfiguration().setModel(MODEL);
        claude.getConfiguration().setMaxTokens(MAX_TOKENS);
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
    public void call(String prompt, Ending ending) {
        Exchange exchange = entry.createExchange(ExchangePattern.InOut);
        exchange.getMessage().setBody(prompt);
        producer.process(
                exchange,
                doneSync -> ending.ended(exchange.getMessage().getBody(String.class), exchange.getException()));
    }

    @Override
    public void close() {
        producer.stop();
        context.stop();
    }
}
