/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelclaude.ClaudeComponent;
import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.LimitedRouteTestSupport;
import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.batch.BatchRules;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches that somebody else has sent. */
class AdoptedBatchTest extends LimitedRouteTestSupport {

    private static final String OUT = "claude:batch?checkDelay=50&maxCheckDelay=100&delay=50&initialDelay=0";
    private static final String ITEM =
            "{\"custom_id\":\"%s\",\"params\":{\"model\":\"claude-haiku-5-5\",\"max_tokens\":%d,\"messages\":[{\"role\":\"user\",\"content\":\"Say %s\"}]}}";

    @TempDir
    private Path directory;

    private ClaudeSimulator simulator;
    private final Queue<Exchange> results = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void useSimulator() {
        simulator = ClaudeSimulator.builder()
                .port(0)
                .latency(Duration.ZERO)
                .batches(BatchRules.USUAL.doneAfter(Duration.ofMillis(50)))
                .start();
        prepare();
    }

    private void prepare() {
        component.getConfiguration().setBaseUrl(simulator.baseUrl());
        component.getConfiguration().setModel(null);
        component.setTier("scale");
        component.setBatchDirectory(directory.resolve("batches").toString());
    }

    @AfterEach
    void stopSimulator() {
        context.stop();
        simulator.close();
    }

    private void start(String out) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to("claude:batch?model=claude-haiku-5-5&checkDelay=50&maxCheckDelay=100");
                from(out).process(exchange -> results.add(exchange.copy()));
            }
        });
        context.start();
    }

    /** As a script would. */
    private String send(String... items) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(simulator.baseUrl() + "/v1/messages/batches"))
                                .header("x-api-key", "sk-ant-test-key")
                                .header("anthropic-version", "2023-06-01")
                                .header("content-type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        "{\"requests\":[" + String.join(",", items) + "]}"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body().replaceAll("(?s).*?\"id\"\\s*:\\s*\"(msgbatch_[^\"]+)\".*", "$1");
    }

    private static String item(String id) {
        return ITEM.formatted(id, 100, id);
    }

    private List<String> ids() {
        return results.stream()
                .map(exchange -> exchange.getMessage().getHeader(ClaudeConstants.CUSTOM_ID, String.class))
                .toList();
    }

    private void awaitResults(int count) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(results).hasSize(count));
    }

    @Test
    void are_left_alone_unless_that_is_asked_for() throws Exception {
        send(item("theirs"));
        start(OUT);
        context.createProducerTemplate().sendBody("direct:in", List.of("Ours"));

        awaitResults(1);

        assertThat(ids()).containsExactly("row-1");
    }

    @Test
    void are_handed_on_like_any_if_all_are_asked_for() throws Exception {
        String batch = send(item("one"), item("two_3"));
        start(OUT + "&adopt=all&resultOrder=input");
        context.createProducerTemplate().sendBody("direct:in", List.of("Ours"));

        awaitResults(3);
        String later = send(item("three"));
        awaitResults(4);

        assertThat(ids()).containsExactlyInAnyOrder("one", "two_3", "row-1", "three");
        Exchange one = results.stream()
                .filter(exchange -> "one".equals(exchange.getMessage().getHeader(ClaudeConstants.CUSTOM_ID)))
                .findFirst()
                .orElseThrow();
        assertThat(one.getMessage().getHeader(ClaudeConstants.BATCH_ID)).isEqualTo(batch);
        assertThat(one.getMessage().getHeader(ClaudeConstants.ITEM_KEY)).isEqualTo("adopted/" + batch + "/one");
        assertThat(one.getMessage().getBody(String.class)).isNotBlank();
        assertThat(jobOf(later)).isEqualTo("adopted/" + later);
    }

    private String jobOf(String batch) {
        return results.stream()
                .filter(exchange -> batch.equals(exchange.getMessage().getHeader(ClaudeConstants.BATCH_ID)))
                .map(exchange -> exchange.getMessage().getHeader(ClaudeConstants.JOB_KEY, String.class))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void are_handed_on_once_also_by_the_next_process() throws Exception {
        send(item("one"), item("two"));
        start(OUT + "&adopt=all");
        awaitResults(2);
        context.stop();
        context = new DefaultCamelContext();
        component = context.getComponent("claude", ClaudeComponent.class);
        component.getConfiguration().setApiKey(KEY);
        prepare();
        send(item("three"));
        start(OUT + "&adopt=all");
        awaitResults(3);

        assertThat(ids()).containsExactlyInAnyOrder("one", "two", "three");
    }

    @Test
    void are_not_sent_again_where_an_item_has_failed() throws Exception {
        send(ITEM.formatted("good", 100, "hello"), ITEM.formatted("bad", 100_000_000, "hello"));
        start(OUT + "&adopt=all&maxResubmits=5");
        awaitResults(2);

        assertThat(results)
                .anySatisfy(exchange -> assertThat(exchange.getMessage().getHeader(ClaudeConstants.RESULT_TYPE))
                        .isEqualTo("errored"));
        assertThat(ids()).containsExactlyInAnyOrder("good", "bad");
    }

    @Test
    void need_a_ledger_that_remembers_for_as_long_as_the_service_does() {
        component.setLedgerRetention(Duration.ofDays(1).toMillis());

        assertThatThrownBy(() -> start(OUT + "&adopt=all"))
                .rootCause()
                .hasMessage("adopt=all needs a ledgerRetention of at least 2505600000 ms, for which the service keeps"
                        + " results; it is 86400000: what the ledger has forgotten would be handed on again");
    }
}
