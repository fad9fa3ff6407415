/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.kamelets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelclaude.ClaudeComponent;
import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.batch.BatchRules;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sink takes jobs in, the source hands their results on. */
class ClaudeBatchKameletsTest {

    private static final String ROUTES = """
            - route:
                from:
                  uri: direct:in
                  steps:
                    - to:
                        uri: kamelet:claude-batch-sink
                        parameters:
                          apiKey: "{{claude.key}}"
                          baseUrl: "{{claude.url}}"
                          batchName: letters
                          checkDelay: 50ms
                          maxCheckDelay: 100ms
            %s- route:
                from:
                  uri: kamelet:claude-batch-results-source
                  parameters:
                    apiKey: "{{claude.key}}"
                    baseUrl: "{{claude.url}}"
                    batchName: letters
                    checkDelay: 50ms
                    maxCheckDelay: 100ms
            %s      steps:
                    - to:
                        uri: direct:out
            """;

    @TempDir
    private Path directory;

    private ClaudeSimulator claude;
    private CamelContext context;
    private final Queue<Exchange> results = new ConcurrentLinkedQueue<>();
    private final Queue<Exchange> rejects = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void setUp() {
        claude = ClaudeSimulator.builder()
                .port(0)
                .latency(Duration.ZERO)
                .batches(BatchRules.USUAL.doneAfter(Duration.ofMillis(200)))
                .start();
        context = new DefaultCamelContext();
        Properties properties = new Properties();
        properties.setProperty("claude.url", claude.baseUrl());
        properties.setProperty("claude.key", "sk-ant-kamelet-secret");
        context.getPropertiesComponent().setInitialProperties(properties);
        context.getComponent("claude", ClaudeComponent.class)
                .setBatchDirectory(directory.resolve("batches").toString());
    }

    @AfterEach
    void tearDown() {
        context.stop();
        claude.close();
    }

    private void start(Map<String, String> sink, Map<String, String> source) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:out").process(exchange -> results.add(exchange.copy()));
                from("direct:rejects").process(exchange -> rejects.add(exchange.copy()));
            }
        });
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.fromString(
                        "batch.camel.yaml", ROUTES.formatted(lines(sink, 14), lines(source, 8))));
        context.start();
    }

    private static String lines(Map<String, String> parameters, int indent) {
        return parameters.entrySet().stream()
                .map(parameter -> " ".repeat(indent) + parameter.getKey() + ": \"" + parameter.getValue() + "\"\n")
                .collect(Collectors.joining());
    }

    private void handIn(Object body) {
        context.createProducerTemplate().sendBody("direct:in", body);
    }

    private <T> Map<String, T> byId(Function<Exchange, T> value) {
        return results.stream()
                .collect(Collectors.toMap(exchange -> header(exchange, ClaudeConstants.CUSTOM_ID), value));
    }

    private static String header(Exchange exchange, String name) {
        return exchange.getMessage().getHeader(name, String.class);
    }

    @Test
    void each_row_of_a_file_comes_back_with_what_the_schema_asks_for_and_its_columns() throws Exception {
        start(
                Map.of(
                        "model", "claude-haiku-5-5",
                        "itemText", "complaint",
                        "itemContext", "branch",
                        "outputSchema", "resource:classpath:topic-schema.json",
                        "deadLetterUri", "direct:rejects"),
                Map.of("responseFormat", "json"));
        Path file = Files.writeString(
                directory.resolve("complaints.csv"),
                "id,complaint,branch\nA-1,It is late,north\nA-2,,south\nA-3,It broke,east\n");

        handIn(file.toFile());

        await().untilAsserted(() -> assertThat(results).hasSize(2));
        assertThat(byId(exchange -> header(exchange, "branch"))).isEqualTo(Map.of("A-1", "north", "A-3", "east"));
        assertThat(results).allSatisfy(exchange -> {
            assertThat(exchange.getMessage().getBody())
                    .isInstanceOfSatisfying(
                            Map.class, json -> assertThat(json.get("topic")).isIn("card", "loan"));
            assertThat(header(exchange, ClaudeConstants.RESULT_TYPE)).isEqualTo("succeeded");
            assertThat(exchange.getMessage().getHeader(ClaudeConstants.COST, BigDecimal.class))
                    .isPositive();
            assertThat(exchange.getMessage().getHeader(ClaudeConstants.SIMULATED))
                    .isEqualTo(true);
        });
        assertThat(rejects)
                .singleElement()
                .satisfies(reject ->
                        assertThat(header(reject, ClaudeConstants.CUSTOM_ID)).isEqualTo("A-2"));
    }

    @Test
    void what_has_no_answer_goes_to_the_dead_letter_of_the_source() throws Exception {
        start(Map.of("model", "no-such-model"), Map.of("deadLetterUri", "direct:rejects"));

        handIn(List.of("hello"));

        await().untilAsserted(() -> assertThat(rejects).hasSize(1));
        assertThat(header(rejects.peek(), ClaudeConstants.RESULT_TYPE)).isEqualTo("errored");
        assertThat(results).isEmpty();
    }

    @Test
    void their_parameters_reach_the_endpoints() throws Exception {
        start(Map.of("model", "claude-haiku-5-5"), Map.of("resultOrder", "input"));

        assertThat(context.getEndpoints().toString()).contains("batchName=letters", "resultOrder=input");
    }

    @Test
    void without_a_model_nothing_can_be_handed_in() {
        assertThatThrownBy(() -> start(Map.of(), Map.of())).hasStackTraceContaining("model");
    }

    @Test
    void the_key_is_nowhere_to_be_seen() throws Exception {
        start(Map.of("model", "claude-haiku-5-5"), Map.of());
        handIn(List.of("hello"));
        await().untilAsserted(() -> assertThat(results).hasSize(1));

        assertThat(context.getEndpoints().toString()).doesNotContain("kamelet-secret");
    }
}
