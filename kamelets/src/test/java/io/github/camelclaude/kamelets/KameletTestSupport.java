/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.kamelets;

import io.github.camelclaude.simulator.ClaudeSimulator;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A Camel context whose route uses a Kamelet as somebody would in YAML, with the simulator to answer. */
abstract class KameletTestSupport {

    private final String kamelet;
    private final String always;
    protected ClaudeSimulator claude;
    protected CamelContext context;

    KameletTestSupport(String kamelet) {
        this(kamelet, """
                              apiKey: "{{claude.key}}"
                              baseUrl: "{{claude.url}}"
                """);
    }

    /** @param always the parameters that it has in each test */
    KameletTestSupport(String kamelet, String always) {
        this.kamelet = kamelet;
        this.always = always;
    }

    @BeforeEach
    void setUp() {
        claude = ClaudeSimulator.builder().port(0).latency(Duration.ZERO).start();
        context = new DefaultCamelContext();
        Properties properties = new Properties();
        properties.setProperty("claude.url", claude.baseUrl());
        properties.setProperty("claude.key", "sk-ant-kamelet-secret");
        context.getPropertiesComponent().setInitialProperties(properties);
    }

    @AfterEach
    void tearDown() {
        context.stop();
        claude.close();
    }

    protected void start(Map<String, String> parameters, String... stepsAfter) throws Exception {
        StringBuilder yaml = new StringBuilder("""
                - route:
                    from:
                      uri: direct:ask
                      steps:
                        - kamelet:
                            name: %s
                            parameters:
                %s""".formatted(kamelet, always));
        parameters.forEach((name, value) -> yaml.append(" ".repeat(14))
                .append(name)
                .append(": \"")
                .append(value)
                .append("\"\n"));
        for (String step : stepsAfter) {
            yaml.append(" ".repeat(8)).append("- ").append(step).append('\n');
        }
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("ask.camel.yaml", yaml.toString()));
        context.start();
    }

    protected Exchange ask(Object body) {
        return context.createProducerTemplate()
                .request("direct:ask", exchange -> exchange.getMessage().setBody(body));
    }
}
