/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.LimitedRouteTestSupport;
import io.github.camelclaude.ScriptedClaude;
import io.github.camelclaude.resilience.ClaudeException;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import io.github.camelclaude.resilience.ErrorClass;
import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.batch.BatchRules;
import io.github.camelclaude.simulator.fault.Fault;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckAware;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.SimpleEventNotifierSupport;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From what is handed in to what comes back, through routes. */
class BatchRouteTest extends LimitedRouteTestSupport {

    private static final String IN = "claude:batch?model=claude-haiku-5-5&checkDelay=50&maxCheckDelay=100";
    private static final String OUT = "claude:batch?checkDelay=50&maxCheckDelay=100&delay=50&initialDelay=0";

    @TempDir
    private Path directory;

    private ClaudeSimulator simulator;
    private final Queue<Exchange> results = new ConcurrentLinkedQueue<>();
    private final Queue<Exchange> rejects = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void useSimulator() {
        simulator = ClaudeSimulator.builder()
                .port(0)
                .latency(Duration.ZERO)
                .batches(BatchRules.USUAL.doneAfter(Duration.ofMillis(200)))
                .start();
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

    private void start(String in, String out) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").routeId("in").to(in);
                from(out).routeId("out").process(exchange -> results.add(exchange.copy()));
                from("direct:rejects").process(exchange -> rejects.add(exchange.copy()));
            }
        });
        context.start();
    }

    private Map<?, ?> handIn(Object body) {
        return context.createProducerTemplate().requestBody("direct:in", body, Map.class);
    }

    private void awaitResults(int count) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(results).hasSize(count));
    }

    private static String of(Exchange exchange, String name) {
        return exchange.getMessage().getHeader(name, String.class);
    }

    private Set<String> ids() {
        return results.stream()
                .map(exchange -> of(exchange, ClaudeConstants.CUSTOM_ID))
                .collect(Collectors.toSet());
    }

    @Test
    void each_text_of_a_list_comes_back_with_its_answer() throws Exception {
        start(IN, OUT);
        Map<?, ?> taken = handIn(List.of("Say hello", "Say good-bye"));

        assertThat(taken.get("items")).isEqualTo(2L);
        assertThat(taken.get("batches")).isEqualTo(1L);
        assertThat(taken.get("knownBefore")).isEqualTo(false);
        awaitResults(2);
        assertThat(ids()).containsExactlyInAnyOrder("row-1", "row-2");
        Exchange one = results.peek();
        assertThat(one.getMessage().getBody(String.class)).isNotBlank();
        assertThat(of(one, ClaudeConstants.RESULT_TYPE)).isEqualTo("succeeded");
        assertThat(of(one, ClaudeConstants.BATCH_ID)).startsWith("msgbatch_");
        assertThat(of(one, ClaudeConstants.JOB_KEY)).isEqualTo(taken.get("job"));
        assertThat(of(one, ClaudeConstants.ITEM_KEY)).startsWith(taken.get("job") + "/row-");
        assertThat(one.getMessage().getHeader(ClaudeConstants.COST, BigDecimal.class))
                .isPositive();
        assertThat(one.getMessage().getHeader(ClaudeConstants.SIMULATED)).isEqualTo(true);
        await().untilAsserted(() -> assertThat(spoolFiles()).isEmpty());
        assertNothingIsLeft();
    }

    @Test
    void what_batches_cost_counts_towards_the_caps_and_the_next_one_waits_for_money() throws Exception {
        component.setSpendPerDay(0.000001);
        start(IN, OUT);
        handIn(List.of("Say hello"));
        awaitResults(1);
        await().untilAsserted(() -> assertThat(context.createProducerTemplate()
                        .request(
                                "claude:messages?model=claude-haiku-5-5&maxRetries=0",
                                exchange -> exchange.getMessage().setBody("Say good-bye"))
                        .getException(ClaudeException.class)
                        .errorClass())
                .isEqualTo(ErrorClass.SPEND_CAP));
        long arrived = simulator.accounting().totals().arrived();
        handIn(List.of("Say good-bye"));
        await().untilAsserted(() -> assertThat(context.createProducerTemplate()
                        .requestBody("claude:batch-ledger", null, Map.class)
                        .toString())
                .contains("of what may be spent"));

        assertThat(simulator.accounting().totals().arrived()).isEqualTo(arrived);
        assertThat(results).hasSize(1);
    }

    private List<Path> spoolFiles() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("batches/spool"))) {
            return files.toList();
        }
    }

    @Test
    void rows_of_a_csv_file_bring_their_columns_back() throws Exception {
        start(IN + "&itemId=number&itemText=complaint&itemContext=branch&deadLetterUri=direct:rejects", OUT);
        Path file = directory.resolve("complaints.csv");
        Files.writeString(
                file, "number,complaint,branch\nA-1,It is late,north\nA-2,,south\nA-1,Again,west\nA-3,It broke,east\n");

        Map<?, ?> taken = handIn(file.toFile());

        assertThat(taken.get("items")).isEqualTo(2L);
        assertThat(taken.get("rejected")).isEqualTo(2L);
        awaitResults(2);
        assertThat(results.stream()
                        .collect(Collectors.toMap(
                                exchange -> of(exchange, ClaudeConstants.CUSTOM_ID),
                                exchange -> of(exchange, "branch"))))
                .isEqualTo(Map.of("A-1", "north", "A-3", "east"));
        assertThat(rejects.stream().map(exchange -> of(exchange, ClaudeConstants.REJECT_REASON)))
                .containsExactlyInAnyOrder("malformed", "duplicate");
    }

    @Test
    void without_a_dead_letter_a_bad_item_fails_the_job_and_nothing_is_sent() throws Exception {
        start(IN, OUT);

        assertThatThrownBy(() -> handIn(List.of("good", Map.of("id", "x", "text", ""), Map.of("id", 7))))
                .isInstanceOf(CamelExecutionException.class)
                .cause()
                .isInstanceOf(ClaudeInvalidRequestException.class)
                .hasMessageContaining("The job has 2 items that can't be sent")
                .hasMessageContaining("Nothing was taken in; correct them, or set deadLetterUri");
        assertThat(spoolFiles()).isEmpty();
    }

    @Test
    void the_same_job_handed_in_again_is_not_paid_again() throws Exception {
        start(IN, OUT);
        Map<String, Object> headers = Map.of(ClaudeConstants.JOB_KEY, "month-11");
        context.createProducerTemplate().requestBodyAndHeaders("direct:in", List.of("once"), headers);
        awaitResults(1);
        Map<?, ?> again = context.createProducerTemplate()
                .requestBodyAndHeaders("direct:in", List.of("once"), headers, Map.class);

        assertThat(again.get("knownBefore")).isEqualTo(true);
        assertThat(results).hasSize(1);
    }

    @Test
    void a_job_larger_than_a_batch_becomes_several_and_comes_back_in_the_order_of_each() throws Exception {
        start(IN + "&maxBatchItems=10", OUT + "&resultOrder=input");

        Map<?, ?> taken =
                handIn(IntStream.range(0, 25).mapToObj(i -> "Number " + i).toList());

        assertThat(taken.get("batches")).isEqualTo(3L);
        awaitResults(25);
        Map<String, List<Integer>> byBatch = results.stream()
                .collect(Collectors.groupingBy(
                        exchange -> of(exchange, ClaudeConstants.BATCH_ID),
                        Collectors.mapping(
                                exchange -> Integer.parseInt(
                                        of(exchange, ClaudeConstants.CUSTOM_ID).substring(4)),
                                Collectors.toList())));
        assertThat(byBatch).hasSize(3);
        assertThat(byBatch.values()).allSatisfy(rows -> assertThat(rows).isSorted());
    }

    @Test
    void an_item_that_its_route_does_not_take_is_handed_on_again() throws Exception {
        Set<String> failedOnce = ConcurrentHashMap.newKeySet();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to(IN);
                from(OUT).process(exchange -> {
                    String id = of(exchange, ClaudeConstants.CUSTOM_ID);
                    if (id.equals("row-2") && failedOnce.add(id)) {
                        throw new IllegalStateException("not now");
                    }
                    results.add(exchange.copy());
                });
            }
        });
        context.start();

        handIn(List.of("a", "b", "c"));

        awaitResults(3);
        assertThat(ids()).containsExactlyInAnyOrder("row-1", "row-2", "row-3");
        assertThat(failedOnce).containsExactly("row-2");
    }

    @Test
    void what_has_no_answer_goes_to_the_dead_letter_with_its_reason() throws Exception {
        start(IN, OUT + "&deadLetterUri=direct:rejects");

        handIn(List.of(
                "good",
                Map.of(
                        "custom_id",
                        "odd",
                        "params",
                        Map.of(
                                "model",
                                "no-such-model",
                                "max_tokens",
                                10,
                                "messages",
                                List.of(Map.of("role", "user", "content", "hello"))))));

        awaitResults(1);
        await().untilAsserted(() -> assertThat(rejects).hasSize(1));
        Exchange odd = rejects.peek();
        assertThat(of(odd, ClaudeConstants.CUSTOM_ID)).isEqualTo("odd");
        assertThat(of(odd, ClaudeConstants.RESULT_TYPE)).isEqualTo("errored");
        assertThat(of(odd, ClaudeConstants.REJECT_REASON)).isEqualTo("not_found_error");
    }

    @Test
    void what_came_out_of_one_job_can_be_handed_in_for_the_next() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to(IN).setBody(constant(List.of("x"))).to(IN + "&batchName=beside");
                from(OUT)
                        .process(exchange -> exchange.getMessage()
                                .setBody(List.of(exchange.getMessage().getBody(String.class))))
                        .to(IN + "&batchName=next");
                from(OUT + "&batchName=next").process(exchange -> results.add(exchange.copy()));
                from(OUT + "&batchName=beside").process(exchange -> results.add(exchange.copy()));
            }
        });
        context.start();

        handIn(List.of("a", "b"));

        awaitResults(3);
    }

    @Test
    void results_can_not_be_polled_one_at_a_time() throws Exception {
        context.start();
        assertThatThrownBy(() -> context.createConsumerTemplate().receive(OUT, 10))
                .hasStackTraceContaining("claude:batch can't be polled (poll, pollEnrich)");
        assertThatThrownBy(() -> context.createConsumerTemplate().receive("claude:limits", 10))
                .hasStackTraceContaining("claude:limits can't be polled (poll, pollEnrich): use it in to(...)");
    }

    @Test
    @SuppressWarnings("unchecked")
    void the_ledger_tells_how_a_job_stands_and_what_it_cost() throws Exception {
        start(IN, OUT);
        Map<?, ?> taken = handIn(List.of("a", "b"));
        awaitResults(2);

        await().untilAsserted(() -> {
            Map<String, Object> picture =
                    context.createProducerTemplate().requestBody("claude:batch-ledger", null, Map.class);
            assertThat(picture).containsEntry("queuedItems", 0L).containsEntry("openSubmissions", List.of());
            Map<String, Object> job = ((List<Map<String, Object>>) picture.get("jobs")).get(0);
            assertThat(job)
                    .containsEntry("job", taken.get("job"))
                    .containsEntry("items", 2L)
                    .containsEntry("outcomes", Map.of("succeeded", 2L))
                    .containsEntry("submissions", Map.of("done", 1L))
                    .containsEntry("perhapsPaidTwice", 0L)
                    .containsKey("doneAt");
            BigDecimal sum = results.stream()
                    .map(exchange -> exchange.getMessage().getHeader(ClaudeConstants.COST, BigDecimal.class))
                    .reduce(BigDecimal.ZERO, BigDecimal::add);
            assertThat((BigDecimal) job.get("cost")).isCloseTo(sum, within(new BigDecimal("0.000002")));
        });
    }

    @Test
    @SuppressWarnings("unchecked")
    void a_request_that_broke_off_is_looked_for_then_sent_again_and_counted() throws Exception {
        simulator.injectNextBesidesMessages(Fault.CUT_BEFORE_BODY);
        Queue<BatchEvent> events = events();
        start(IN + "&suspectGrace=200", OUT);

        handIn(List.of("a", "b", "c"));

        awaitResults(3);
        Map<String, Object> picture =
                context.createProducerTemplate().requestBody("claude:batch-ledger", null, Map.class);
        assertThat(((List<Map<String, Object>>) picture.get("jobs")).get(0)).containsEntry("perhapsPaidTwice", 3L);
        assertThat(simulator.accounting().seenTwice()).isEmpty();
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.what()).isEqualTo(BatchEvent.What.PERHAPS_PAID_TWICE);
            assertThat(event.items()).isEqualTo(3);
        });
    }

    private Queue<BatchEvent> events() {
        Queue<BatchEvent> events = new ConcurrentLinkedQueue<>();
        context.getManagementStrategy().addEventNotifier(new SimpleEventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {
                if (event instanceof BatchEvent ours) {
                    events.add(ours);
                }
            }
        });
        return events;
    }

    @Test
    void who_listens_to_events_hears_of_a_submission_that_an_operator_has_to_decide_about() throws Exception {
        component.getConfiguration().setBaseUrl(claude.baseUrl());
        claude.replies(413, Map.of(), ScriptedClaude.error("request_too_large", "too large"));
        Queue<BatchEvent> events = events();
        start(IN, OUT);
        handIn(List.of("a"));

        await().untilAsserted(() -> assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.what()).isEqualTo(BatchEvent.What.HELD);
            assertThat(event.reason()).contains("413");
            Map<?, ?> picture = context.createProducerTemplate().requestBody("claude:batch-ledger", null, Map.class);
            assertThat(picture.get("openSubmissions").toString()).contains(event.nonce());
        }));
    }

    @Test
    void the_health_of_a_consumer_tells_whether_its_ledger_can_be_reached() throws Exception {
        JdbcConnectionPool database = JdbcConnectionPool.create("jdbc:h2:mem:health", "sa", "");
        component.setLedgerDataSource(database);
        start(IN, OUT);
        await().until(() -> consumerHealth() == HealthCheck.State.UP);

        database.dispose();

        await().until(() -> consumerHealth() == HealthCheck.State.DOWN);
    }

    private HealthCheck.State consumerHealth() {
        HealthCheckAware consumer = (HealthCheckAware) context.getRoute("out").getConsumer();
        return consumer.getHealthCheck().call().getState();
    }

    @Test
    @SuppressWarnings("unchecked")
    void a_refusal_is_tried_again_and_nothing_counts_as_perhaps_paid_twice() throws Exception {
        simulator.injectNextBesidesMessages(Fault.OVERLOADED, Fault.PERMISSION, Fault.RATE_LIMIT_BARE, Fault.SPEND_CAP);
        start(IN + "&maxRetries=0", OUT);

        handIn(List.of("a", "b"));

        awaitResults(2);
        Map<String, Object> picture =
                context.createProducerTemplate().requestBody("claude:batch-ledger", null, Map.class);
        assertThat(((List<Map<String, Object>>) picture.get("jobs")).get(0)).containsEntry("perhapsPaidTwice", 0L);
    }

    @Test
    void an_operator_can_only_decide_about_what_is_held() throws Exception {
        start(IN, OUT);

        assertThatThrownBy(() -> context.createProducerTemplate()
                        .requestBodyAndHeader(
                                "claude:batch-ledger?ledgerAction=confirm", null, ClaudeConstants.SUBMISSION, "nobody"))
                .hasStackTraceContaining("Header CamelClaudeSubmission names no submission of this ledger");
        assertThatThrownBy(() -> context.createProducerTemplate()
                        .requestBody("claude:batch-ledger?ledgerAction=again", (Object) null))
                .hasStackTraceContaining("Header CamelClaudeSubmission is missing");
    }

    @Test
    void a_route_that_would_poll_results_does_not_start() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .choice()
                        .when(body().isNotNull())
                        .pollEnrich(OUT, 10)
                        .end();
                from("direct:other").to(IN);
            }
        });

        assertThatThrownBy(context::start).hasStackTraceContaining("claude:batch can't be polled (poll, pollEnrich)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"claude:limits", "claude://limits?limitsAction=cache"})
    void a_route_that_would_poll_another_operation_is_told_which(String uri) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").pollEnrich(uri, 10);
            }
        });

        assertThatThrownBy(context::start)
                .hasStackTraceContaining("claude:limits can't be polled (poll, pollEnrich): use it in to(...)");
    }
}
