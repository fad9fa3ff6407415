/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.kamelets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.simulator.ClaudeSimulator;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClaudeMessagesActionTest {

    private static final String ROUTE = """
            - route:
                from:
                  uri: direct:ask
                  steps:
                    - kamelet:
                        name: claude-messages-action
                        parameters:
            """;

    private ClaudeSimulator claude;
    private CamelContext context;

    @BeforeEach
    void setUp() {
        claude = ClaudeSimulator.builder().port(0).latency(Duration.ZERO).start();
        context = new DefaultCamelContext();
        Properties properties = new Properties();
        properties.setProperty("claude.url", claude.baseUrl());
        properties.setProperty("claude.key", "sk-ant-kamelet-secret");
        PropertiesComponent component = context.getPropertiesComponent();
        component.setInitialProperties(properties);
    }

    @AfterEach
    void tearDown() {
        context.stop();
        claude.close();
    }

    @Test
    void it_asks_with_the_body_and_goes_on_with_the_answer() throws Exception {
        start(Map.of("model", "claude-haiku-5-5", "maxTokens", "64"));

        Exchange answer = ask("My card was charged twice");

        assertThat(answer.getException()).isNull();
        assertThat(answer.getMessage().getBody(String.class)).isNotBlank();
        assertThat(answer.getMessage().getHeader(ClaudeConstants.OUTPUT_TOKENS, Long.class))
                .isPositive();
        assertThat(answer.getMessage().getHeader(ClaudeConstants.SIMULATED)).isEqualTo(true);
    }

    @Test
    void it_answers_with_json_by_a_schema() throws Exception {
        start(Map.of(
                "model", "claude-haiku-5-5",
                "outputSchema", "resource:classpath:topic-schema.json",
                "responseFormat", "json"));

        Object answer = ask("My card was charged twice").getMessage().getBody();

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Map.class, json -> assertThat(json.get("topic")).isIn("card", "loan"));
    }

    @Test
    void without_a_model_it_does_not_start() {
        assertThatThrownBy(() -> start(Map.of())).hasStackTraceContaining("model");
    }

    @Test
    void the_key_is_nowhere_to_be_seen() throws Exception {
        start(Map.of("model", "claude-haiku-5-5"));
        ask("x");

        assertThat(context.getEndpoints().toString()).doesNotContain("kamelet-secret");
    }

    private void start(Map<String, String> parameters) throws Exception {
        StringBuilder yaml = new StringBuilder(ROUTE);
        String indent = " ".repeat(16);
        yaml.append(indent).append("apiKey: \"{{claude.key}}\"\n");
        yaml.append(indent).append("baseUrl: \"{{claude.url}}\"\n");
        parameters.forEach((name, value) ->
                yaml.append(indent).append(name).append(": \"").append(value).append("\"\n"));
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("ask.camel.yaml", yaml.toString()));
        context.start();
    }

    private Exchange ask(String body) {
        return context.createProducerTemplate()
                .request("direct:ask", exchange -> exchange.getMessage().setBody(body));
    }
}
