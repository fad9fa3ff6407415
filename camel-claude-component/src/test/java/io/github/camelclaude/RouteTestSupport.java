/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A Camel context with the component in it, set up to call a scripted server. */
public abstract class RouteTestSupport {

    public static final String KEY = "sk-ant-test-key";

    protected ScriptedClaude claude;
    protected CamelContext context;
    protected ClaudeComponent component;

    @BeforeEach
    void setUp() throws Exception {
        claude = new ScriptedClaude();
        context = new DefaultCamelContext();
        component = context.getComponent("claude", ClaudeComponent.class);
        component.setLimiter(limiter());
        // Most tests are about one attempt.
        component.getConfiguration().setMaxRetries(0);
        component.getConfiguration().setApiKey(KEY);
        component.getConfiguration().setModel("claude-haiku-5-5");
        component.getConfiguration().setBaseUrl(claude.baseUrl());
    }

    @AfterEach
    void tearDown() {
        context.stop();
        claude.close();
    }

    /** Most tests are about something else than limits. */
    protected LimiterMode limiter() {
        return LimiterMode.off;
    }

    /** Adds {@code direct:ask -> uri} and starts the context. */
    protected void startWith(String uri) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask").to(uri);
            }
        });
        context.start();
    }

    protected Exchange ask(Object body) {
        return ask(body, Map.of());
    }

    protected Exchange ask(Object body, Map<String, Object> headers) {
        return send(exchange -> {
            exchange.getMessage().setBody(body);
            exchange.getMessage().getHeaders().putAll(headers);
        });
    }

    protected Exchange send(Processor processor) {
        ProducerTemplate template = context.createProducerTemplate();
        return template.request("direct:ask", processor);
    }
}
