/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelclaude.BackendOptions;
import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.LimitedRouteTestSupport;
import io.github.camelclaude.resilience.ClaudeException;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import io.github.camelclaude.resilience.ErrorClass;
import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.batch.BatchRules;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be done with batches that somebody has made. */
class BatchOperationsTest extends LimitedRouteTestSupport {

    private static final Pattern ID = Pattern.compile("\"id\":\\s*\"(msgbatch_[^\"]+)\"");

    private ClaudeSimulator simulator;

    @BeforeEach
    void useSimulator() {
        useSimulator(Duration.ofMillis(200));
    }

    private void useSimulator(Duration untilDone) {
        simulator = ClaudeSimulator.builder()
                .port(0)
                .latency(Duration.ZERO)
                .batches(BatchRules.USUAL.doneAfter(untilDone))
                .start();
        component.getConfiguration().setBaseUrl(simulator.baseUrl());
        component.getConfiguration().setModel(null);
        component.setTier("scale");
    }

    @AfterEach
    void stopSimulator() {
        simulator.close();
    }

    @Test
    void a_batch_is_watched_until_it_ends_and_each_of_its_results_becomes_a_line() throws Exception {
        String id = create(3);
        startWith("claude:batch-retrieve");

        await().atMost(Duration.ofMinutes(1))
                .until(() -> "ended".equals(onBatch(id).getMessage().getHeader(ClaudeConstants.BATCH_STATUS)));
        Exchange ended = onBatch(id);
        assertThat(map(ended))
                .containsEntry("id", id)
                .containsEntry("status", "ended")
                .containsKeys("createdAt", "expiresAt", "endedAt")
                .containsEntry(
                        "counts",
                        Map.of("processing", 0L, "succeeded", 3L, "errored", 0L, "canceled", 0L, "expired", 0L));
        assertThat(ended.getMessage().getHeader(ClaudeConstants.SIMULATED)).isEqualTo(true);

        Exchange results = context.createProducerTemplate()
                .request(
                        "claude:batch-results",
                        exchange -> exchange.getMessage().setHeader(ClaudeConstants.BATCH_ID, id));
        assertThat(results.getException()).isNull();
        assertThat(lines(results))
                .hasSize(3)
                .allMatch(line -> line.contains("\"succeeded\""))
                .anyMatch(line -> line.contains("\"item-2\""));
        assertNothingIsLeft();
    }

    @Test
    void results_can_be_split_line_by_line() throws Exception {
        String id = create(5);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask")
                        .to("claude:batch-results")
                        .split(body())
                        .streaming()
                        .to("mock:line")
                        .end();
            }
        });
        context.start();
        await().atMost(Duration.ofMinutes(1)).until(() -> onBatch(id).getException() == null);
        int lines = context.getEndpoint("mock:line", org.apache.camel.component.mock.MockEndpoint.class)
                .getReceivedCounter();
        assertThat(lines).isEqualTo(5);
        assertNothingIsLeft();
    }

    @Test
    void results_that_nobody_reads_are_closed_with_the_exchange() throws Exception {
        String id = create(5);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask")
                        .to("claude:batch-results")
                        .setProperty("stream", body())
                        .setBody(constant("done"));
            }
        });
        context.start();
        await().atMost(Duration.ofMinutes(1)).until(() -> onBatch(id).getException() == null);

        BatchLines lines = onBatch(id).getProperty("stream", BatchLines.class);
        assertThat(lines).isExhausted();
        assertNothingIsLeft();
    }

    private static List<String> lines(Exchange exchange) {
        List<String> lines = new ArrayList<>();
        exchange.getMessage().getBody(BatchLines.class).forEachRemaining(lines::add);
        return lines;
    }

    @Test
    void batches_are_listed_page_by_page_the_newest_first_and_no_more_than_wanted() throws Exception {
        List<String> made = IntStream.range(0, 5).mapToObj(i -> create(1)).collect(Collectors.toList());
        java.util.Collections.reverse(made);
        startWith("claude:batch-list");
        Exchange all = ask(null);

        assertThat(ids(all)).isEqualTo(made);
        Exchange some = context.createProducerTemplate().request("claude:batch-list?maxBatches=2", e -> {});
        assertThat(ids(some)).isEqualTo(made.subList(0, 2));
    }

    @Test
    void a_batch_is_cancelled_and_deleted_and_then_nobody_knows_it() throws Exception {
        simulator.close();
        useSimulator(Duration.ofHours(1));
        String id = create(2);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask").to("claude:batch-cancel").to("claude:batch-retrieve");
                from("direct:delete").to("claude:batch-delete");
            }
        });
        context.start();
        assertThat(onBatch(id).getException()).isNull();
        simulator.advance(Duration.ofMinutes(1));
        await().atMost(Duration.ofMinutes(1)).until(() -> delete(id).getException() == null);

        Exchange gone = onBatch(id);
        assertThat(gone.getException()).isInstanceOf(ClaudeException.class).hasMessageContaining("404");
        assertThat(gone.getProperty(ClaudeConstants.ERROR_CLASS)).isEqualTo("invalid");
    }

    private Exchange delete(String id) {
        return context.createProducerTemplate()
                .request("direct:delete", exchange -> exchange.getMessage().setHeader(ClaudeConstants.BATCH_ID, id));
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"../models", "a b", "msgbatch_1/results", "msgbatch_1?x=y"})
    void what_is_no_id_is_refused_and_not_sent(String id) throws Exception {
        startWith("claude:batch-delete");

        Exchange exchange = onBatch(id);

        assertThat(exchange.getException())
                .isInstanceOf(ClaudeInvalidRequestException.class)
                .hasMessageContaining(ClaudeConstants.BATCH_ID)
                .hasMessageContaining("Nothing was sent");
    }

    @Test
    void a_backend_without_batches_is_passed_over_and_alone_it_is_refused_by_name() throws Exception {
        component.getConfiguration().setBaseUrl(null);
        component.getConfiguration().setApiKey(null);
        Map<String, BackendOptions> backends = new LinkedHashMap<>();
        backends.put("frankfurt", backend("bedrock", simulator.bedrockUrl("eu-central-1")));
        backends.put("api", backend("anthropic", simulator.baseUrl()));
        backends.get("frankfurt").setRegion("eu-central-1");
        component.setBackends(backends);
        String id = create(1);
        startWith("claude:batch-retrieve");

        assertThat(onBatch(id).getException()).isNull();
        Exchange alone = context.createProducerTemplate()
                .request(
                        "claude:batch-retrieve?allowedBackends=frankfurt",
                        exchange -> exchange.getMessage().setHeader(ClaudeConstants.BATCH_ID, id));
        assertThat(alone.getException()).hasMessageContaining("frankfurt: Bedrock has no batch");
        Exchange counted = context.createProducerTemplate()
                .request(
                        "claude:count-tokens?model=claude-haiku-5-5",
                        exchange -> exchange.getMessage().setBody("How many?"));
        assertThat(counted.getException()).isNull();
        assertThat(counted.getMessage().getHeader(ClaudeConstants.INPUT_TOKENS, Long.class))
                .isPositive();
        assertThat(context.createProducerTemplate()
                        .request("claude:models", exchange -> {})
                        .getException())
                .isNull();
    }

    @Test
    void a_failure_of_the_service_is_tried_again() throws Exception {
        claude.replies(500, Map.of(), "{}");
        component.getConfiguration().setBaseUrl(claude.baseUrl());
        component.getConfiguration().setMaxRetries(2);
        startWith("claude:batch-retrieve");

        Exchange exchange = onBatch("msgbatch_1");

        assertThat(((ClaudeException) exchange.getException()).errorClass()).isEqualTo(ErrorClass.SERVER);
        assertThat(claude.asked()).hasSize(3);
    }

    @Test
    void an_option_of_another_operation_is_named() {
        assertThatThrownBy(() -> startWith("claude:batch-retrieve?maxBatches=3"))
                .hasStackTraceContaining("The option maxBatches does not belong to claude:batch-retrieve");
    }

    @Test
    void less_than_one_batch_is_no_list() {
        assertThatThrownBy(() -> startWith("claude:batch-list?maxBatches=0")).hasStackTraceContaining("maxBatches=0");
    }

    private static BackendOptions backend(String type, String url) {
        BackendOptions options = new BackendOptions();
        options.setType(type);
        options.setBaseUrl(url);
        options.setApiKey(KEY);
        return options;
    }

    private Exchange onBatch(String id) {
        return ask("x", id == null ? Map.of() : Map.of(ClaudeConstants.BATCH_ID, id));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Exchange exchange) {
        return exchange.getMessage().getBody(Map.class);
    }

    private static List<String> ids(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        List<?> batches = exchange.getMessage().getBody(List.class);
        return batches.stream()
                .map(batch -> (String) ((Map<?, ?>) batch).get("id"))
                .toList();
    }

    private String create(int items) {
        String requests = IntStream.range(0, items)
                .mapToObj(i ->
                        "{\"custom_id\":\"item-%d\",\"params\":{\"model\":\"claude-haiku-5-5\",\"max_tokens\":20,\"messages\":[{\"role\":\"user\",\"content\":\"Say %d\"}]}}"
                                .formatted(i, i))
                .collect(Collectors.joining(","));
        try {
            HttpResponse<String> response = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create(simulator.baseUrl() + "/v1/messages/batches"))
                                    .header("x-api-key", KEY)
                                    .header("anthropic-version", "2023-06-01")
                                    .header("content-type", "application/json")
                                    .POST(BodyPublishers.ofString("{\"requests\":[" + requests + "]}"))
                                    .build(),
                            BodyHandlers.ofString());
            Matcher id = ID.matcher(response.body());
            assertThat(id.find()).as(response.body()).isTrue();
            return id.group(1);
        } catch (java.io.IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
