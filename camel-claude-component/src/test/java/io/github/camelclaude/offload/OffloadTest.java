/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.offload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelclaude.ClaudeComponent;
import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.LimitedRouteTestSupport;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import io.github.camelclaude.resilience.ClaudeRefusedException;
import io.github.camelclaude.resilience.ErrorClass;
import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.batch.BatchRules;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls that go into batches by themselves, through routes. */
class OffloadTest extends LimitedRouteTestSupport {

    private static final String CALL = "claude:messages?offload=batch&offloadTo=direct:answers&offloadCollect=20";
    private static final Map<String, Object> LOW = Map.of(ClaudeConstants.PRIORITY, "low");

    @TempDir
    private Path directory;

    private ClaudeSimulator simulator;
    private final Queue<Exchange> answers = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean answersFail = new AtomicBoolean();

    @BeforeEach
    void useSimulator() {
        useSimulator(Duration.ofMillis(100));
    }

    private void useSimulator(Duration batchesTake) {
        if (simulator != null) {
            simulator.close();
        }
        simulator = ClaudeSimulator.builder()
                .port(0)
                .latency(Duration.ZERO)
                .batches(BatchRules.USUAL.doneAfter(batchesTake))
                .start();
        configure(component);
        component.getConfiguration().setBaseUrl(simulator.baseUrl());
    }

    private void configure(ClaudeComponent one) {
        one.setTier("scale");
        one.setBatchDirectory(directory.resolve("batches").toString());
        one.getConfiguration().setApiKey(KEY);
        one.getConfiguration().setModel("claude-haiku-5-5");
        one.getConfiguration().setBaseUrl(simulator.baseUrl());
        one.getConfiguration().setMaxRetries(0);
        one.getConfiguration().setCheckDelay(50);
        one.getConfiguration().setMaxCheckDelay(100);
    }

    @AfterEach
    void stopSimulator() {
        context.stop();
        simulator.close();
    }

    private void start(String uri) throws Exception {
        context.addRoutes(routes(uri));
        context.start();
    }

    private RouteBuilder routes(String uri) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:answers").routeId("answers").process(exchange -> {
                    if (answersFail.getAndSet(false)) {
                        throw new IllegalStateException("not now");
                    }
                    answers.add(exchange.copy());
                });
                from("direct:ask").routeId("ask").to(uri);
            }
        };
    }

    /** A new process on the same directory. */
    private void restart(String uri) throws Exception {
        context.stop();
        context = new DefaultCamelContext();
        component = context.getComponent("claude", ClaudeComponent.class);
        configure(component);
        start(uri);
    }

    private CompletableFuture<Exchange> begin(Object body, Map<String, Object> headers, boolean transacted) {
        return context.createProducerTemplate().asyncSend("direct:ask", exchange -> {
            exchange.setPattern(ExchangePattern.InOnly);
            exchange.getMessage().setBody(body);
            exchange.getMessage().getHeaders().putAll(headers);
            exchange.getExchangeExtension().setTransacted(transacted);
        });
    }

    private Exchange tell(Object body, Map<String, Object> headers) throws Exception {
        return begin(body, headers, false).get(30, TimeUnit.SECONDS);
    }

    private static Map<String, Object> low(String name, Object value) {
        Map<String, Object> headers = new HashMap<>(LOW);
        headers.put(name, value);
        return headers;
    }

    private List<Exchange> awaitAnswers(int count) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(answers).hasSize(count));
        return List.copyOf(answers);
    }

    private static String of(Exchange exchange, String name) {
        return exchange.getMessage().getHeader(name, String.class);
    }

    private static boolean isOffloaded(Exchange exchange) {
        return exchange.getMessage().getHeader(ClaudeConstants.OFFLOADED, false, Boolean.class);
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> picture() {
        return (Map<String, Object>) component.limitsPicture().get("batches");
    }

    @Test
    void low_priority_goes_into_a_batch_and_its_answer_comes_with_its_context() throws Exception {
        start(CALL + "&itemContext=orderId");
        Map<String, Object> headers = low(ClaudeConstants.CUSTOM_ID, "order/7");
        headers.put("orderId", 7);

        Exchange done = tell("Say hello", headers);

        assertThat(done.getException()).isNull();
        assertThat(isOffloaded(done)).isTrue();
        assertThat(of(done, ClaudeConstants.MESSAGE_ID)).isNull();
        Exchange answer = awaitAnswers(1).get(0);
        assertThat(textOf(answer)).isNotBlank();
        assertThat(of(answer, ClaudeConstants.MESSAGE_ID)).startsWith("msg_");
        assertThat(of(answer, ClaudeConstants.CUSTOM_ID)).isEqualTo("order/7");
        assertThat(of(answer, ClaudeConstants.ITEM_KEY))
                .isEqualTo(of(done, ClaudeConstants.ITEM_KEY))
                .endsWith("/order/7");
        assertThat(answer.getMessage().getHeader("orderId")).isEqualTo(7);
        assertThat(of(answer, ClaudeConstants.RESULT_TYPE)).isEqualTo("succeeded");
        assertThat(of(answer, ClaudeConstants.STOP_REASON)).isEqualTo("end_turn");
        assertThat(of(answer, ClaudeConstants.BATCH_ID)).startsWith("msgbatch_");
        assertThat(of(answer, ClaudeConstants.JOB_KEY)).isNull();
        assertThat(isOffloaded(answer)).isTrue();
        simulator.assertEachContentAnsweredOnce();
    }

    @Test
    void it_costs_half_and_what_it_saved_is_told_and_counted() throws Exception {
        start(CALL);

        tell("one", LOW);
        tell("two", LOW);

        BigDecimal saved = BigDecimal.ZERO;
        for (Exchange answer : awaitAnswers(2)) {
            BigDecimal cost = answer.getMessage().getHeader(ClaudeConstants.COST, BigDecimal.class);
            BigDecimal less = answer.getMessage().getHeader(ClaudeConstants.COST_SAVED, BigDecimal.class);
            assertThat(less).isPositive().isEqualByComparingTo(cost);
            saved = saved.add(less);
        }
        BigDecimal all = saved;
        await().untilAsserted(() ->
                assertThat((BigDecimal) picture().get("costSaved")).isEqualByComparingTo(all));
        assertThat(picture()).containsEntry("offloaded", 2L).containsEntry("waitingForAnswers", 0);
    }

    @Test
    @SuppressWarnings("unchecked")
    void those_that_come_together_are_one_job() throws Exception {
        start(CALL.replace("=20", "=3000") + "&offloadSize=3");

        List<CompletableFuture<Exchange>> all = List.of("a", "b", "c").stream()
                .map(body -> begin(body, LOW, false))
                .toList();
        for (CompletableFuture<Exchange> one : all) {
            assertThat(one.get(30, TimeUnit.SECONDS).getException()).isNull();
        }

        awaitAnswers(3);
        Map<String, Object> ledger =
                context.createProducerTemplate().requestBody("claude:batch-ledger", null, Map.class);
        assertThat((List<Map<String, Object>>) ledger.get("jobs"))
                .singleElement()
                .satisfies(job -> assertThat(job).containsEntry("items", 3L).containsKey("costSaved"));
    }

    @Test
    void normal_priority_is_called_at_once_while_there_is_quota() throws Exception {
        start(CALL);

        Exchange done = tell("Say hello", Map.of());

        assertThat(isOffloaded(done)).isFalse();
        assertThat(of(done, ClaudeConstants.MESSAGE_ID)).startsWith("msg_");
        assertThat(picture()).containsEntry("offloaded", 0L);
    }

    @Test
    void a_call_that_would_wait_longer_than_offloadAfter_goes_into_a_batch() throws Exception {
        component.setRequestsPerMinute(1L);
        start(CALL + "&offloadAfter=5s");

        Exchange first = tell("first", Map.of());
        Exchange second = tell("second", Map.of());

        assertThat(isOffloaded(first)).isFalse();
        assertThat(isOffloaded(second)).isTrue();
        awaitAnswers(1);
        simulator.assertEachContentAnsweredOnce();
    }

    @Test
    void an_answer_that_is_wanted_within_a_day_is_not_left_to_a_batch() throws Exception {
        start(CALL);

        Exchange soon = tell(
                "soon",
                low(
                        ClaudeConstants.DEADLINE,
                        Instant.now().plus(Duration.ofHours(23)).toString()));
        Exchange later = tell(
                "later",
                low(
                        ClaudeConstants.DEADLINE,
                        Instant.now().plus(Duration.ofHours(25)).toString()));

        assertThat(isOffloaded(soon)).isFalse();
        assertThat(of(soon, ClaudeConstants.MESSAGE_ID)).startsWith("msg_");
        assertThat(isOffloaded(later)).isTrue();
        awaitAnswers(1);
    }

    @Test
    void what_a_batch_could_not_do_as_it_was_meant_stays() throws Exception {
        start(CALL + "&bodyFormat=request");
        Map<String, Object> turn = Map.of("role", "user", "content", "hello");
        Map<String, Object> tool = Map.of("name", "look", "input_schema", Map.of("type", "object"));

        Exchange withTools = tell(Map.of("messages", List.of(turn), "tools", List.of(tool)), LOW);
        Exchange narrowed = tell(Map.of("messages", List.of(turn)), low(ClaudeConstants.ALLOWED_BACKENDS, "anthropic"));

        assertThat(withTools.getException()).isNull();
        assertThat(narrowed.getException()).isNull();
        assertThat(isOffloaded(withTools)).isFalse();
        assertThat(isOffloaded(narrowed)).isFalse();
    }

    @Test
    void what_the_money_forbids_does_not_slip_into_a_batch() throws Exception {
        component.setSpendPerDay(0.000001);
        start(CALL);

        Exchange done = tell("too dear", LOW);

        assertThat(done.getProperty(ClaudeConstants.ERROR_CLASS)).isEqualTo("spend-cap");
        assertThat(picture()).containsEntry("offloaded", 0L);
    }

    @Test
    void an_InOut_exchange_of_low_priority_fails_without_offloadWait_and_nothing_is_sent() throws Exception {
        start(CALL);

        Exchange done = ask("Say hello", LOW);

        assertThat(done.getException())
                .isInstanceOf(ClaudeInvalidRequestException.class)
                .hasMessage(
                        "Its priority is low, so the call would go into a batch (offload=batch), and an InOut exchange has"
                                + " nobody to take its answer later. Nothing was sent; set offloadWait to let it wait, or send it"
                                + " InOnly and take its answer from offloadTo");
        assertThat(picture()).containsEntry("offloaded", 0L);
        assertThat(simulator.accounting().contents()).isZero();
    }

    @Test
    void an_InOut_exchange_that_would_wait_too_long_is_refused_with_the_time_to_wait() throws Exception {
        component.setRequestsPerMinute(1L);
        start(CALL + "&offloadAfter=5s");
        ask("first");

        Exchange done = ask("second");

        assertThat(done.getException())
                .isInstanceOf(ClaudeRefusedException.class)
                .hasMessageMatching(
                        "It would have to wait for \\d+ s, longer than offloadAfter=5000 ms, so the call would go into"
                                + " a batch \\(offload=batch\\), and an InOut exchange has nobody to take its answer later\\. .*");
        assertThat(done.getProperty(ClaudeConstants.RETRY_AFTER_MILLIS, Long.class))
                .isBetween(5_000L, 200_000L);
    }

    @Test
    void an_InOut_exchange_gets_its_answer_within_offloadWait() throws Exception {
        start(CALL + "&offloadWait=1m&responseFormat=message");

        Exchange done = ask("Say hello", LOW);

        assertThat(done.getException()).isNull();
        assertThat(done.getMessage().getBody()).isInstanceOf(com.anthropic.models.messages.Message.class);
        assertThat(isOffloaded(done)).isTrue();
        assertThat(of(done, ClaudeConstants.STOP_REASON)).isEqualTo("end_turn");
        assertThat(of(done, ClaudeConstants.RESULT_TYPE)).isEqualTo("succeeded");
        assertThat(of(done, ClaudeConstants.BACKEND)).isEqualTo("anthropic");
        assertThat(done.getMessage().getHeader(ClaudeConstants.COST_SAVED, BigDecimal.class))
                .isEqualByComparingTo(done.getMessage().getHeader(ClaudeConstants.COST, BigDecimal.class));
        assertThat(done.getMessage().getHeader(ClaudeConstants.SIMULATED)).isEqualTo(true);
        assertThat(answers).isEmpty();
        assertThat(picture()).containsEntry("waitingForAnswers", 0);
    }

    @Test
    void an_InOut_exchange_without_an_answer_fails_with_the_reason() throws Exception {
        start(CALL + "&offloadWait=1m&model=no-such-model");

        Exchange done = ask("Say hello", LOW);

        assertThat(done.getException())
                .isInstanceOf(ClaudeInvalidRequestException.class)
                .hasMessageContaining("has no answer (errored): not_found_error");
    }

    @Test
    void after_offloadWait_an_InOut_exchange_fails_and_its_answer_comes_all_the_same() throws Exception {
        useSimulator(Duration.ofSeconds(2));
        start(CALL + "&offloadWait=50");

        Exchange done = ask("Say hello", LOW);

        assertThat(done.getException())
                .isInstanceOf(ClaudeRefusedException.class)
                .hasMessageContaining(
                        "The answer was not there in offloadWait=50 ms: the call is in a batch as offload-")
                .hasMessageEndingWith(
                        "and its answer will come to offloadTo=direct://answers. It will be paid; don't send it again");
        assertThat(((ClaudeRefusedException) done.getException()).errorClass()).isEqualTo(ErrorClass.DEADLINE);
        awaitAnswers(1);
        simulator.assertEachContentAnsweredOnce();
    }

    @Test
    void after_a_restart_answers_come_to_offloadTo() throws Exception {
        useSimulator(Duration.ofSeconds(2));
        start(CALL);
        assertThat(tell("before", LOW).getException()).isNull();

        restart(CALL);

        awaitAnswers(1);
        simulator.assertEachContentAnsweredOnce();
    }

    @Test
    void an_answer_that_its_route_does_not_take_comes_again() throws Exception {
        answersFail.set(true);
        start(CALL);

        tell("Say hello", LOW);

        awaitAnswers(1);
        assertThat(answersFail).isFalse();
        simulator.assertEachContentAnsweredOnce();
    }

    @Test
    void what_was_collected_is_written_when_the_context_stops() throws Exception {
        start(CALL.replace("=20", "=1h") + "&offloadWait=1h");
        CompletableFuture<Exchange> told = begin("told", LOW, false);
        CompletableFuture<Exchange> asked = context.createProducerTemplate().asyncSend("direct:ask", exchange -> {
            exchange.setPattern(ExchangePattern.InOut);
            exchange.getMessage().setBody("asked");
            exchange.getMessage().getHeaders().putAll(LOW);
        });
        await().until(() -> context.getInflightRepository().size() >= 2);

        restart(CALL);

        assertThat(told.get(1, TimeUnit.SECONDS).getException()).isNull();
        assertThat(isOffloaded(told.get())).isTrue();
        assertThat(asked.get(1, TimeUnit.SECONDS).getException())
                .isInstanceOf(ClaudeRefusedException.class)
                .hasMessageContaining("The route stops before the answer was there: the call is in a batch");
        awaitAnswers(2);
        simulator.assertEachContentAnsweredOnce();
    }

    @Test
    void exchanges_fail_if_the_ledger_can_not_take_them_and_nothing_is_sent() throws Exception {
        start(CALL);
        Path spool = directory.resolve("batches/spool");
        Files.delete(spool);
        Files.writeString(spool, "in the way");

        Exchange lost = tell("one", LOW);
        Files.delete(spool);
        Files.createDirectory(spool);
        Exchange again = tell("one", LOW);

        assertThat(lost.getException()).isInstanceOf(IOException.class);
        assertThat(isOffloaded(lost)).isFalse();
        assertThat(again.getException()).isNull();
        awaitAnswers(1);
        simulator.assertEachContentAnsweredOnce();
    }

    @Test
    void one_that_can_not_be_written_does_not_take_the_others_with_it() throws Exception {
        start(CALL.replace("=20", "=1h") + "&offloadSize=3");

        CompletableFuture<Exchange> first = begin("good", LOW, false);
        CompletableFuture<Exchange> broken = begin("half a character \uD83D", LOW, false);
        CompletableFuture<Exchange> last = begin("also good", LOW, false);

        assertThat(broken.get(30, TimeUnit.SECONDS).getException())
                .isInstanceOf(ClaudeInvalidRequestException.class)
                .hasMessageContaining("half a character");
        assertThat(first.get(30, TimeUnit.SECONDS).getException()).isNull();
        assertThat(last.get(30, TimeUnit.SECONDS).getException()).isNull();
        awaitAnswers(2);
    }

    @Test
    void the_same_id_twice_is_two_items() throws Exception {
        start(CALL.replace("=20", "=500"));
        Map<String, Object> headers = low(ClaudeConstants.CUSTOM_ID, "same");

        CompletableFuture<Exchange> one = begin("one", headers, false);
        CompletableFuture<Exchange> two = begin("two", headers, false);

        assertThat(one.get(30, TimeUnit.SECONDS).getException()).isNull();
        assertThat(two.get(30, TimeUnit.SECONDS).getException()).isNull();
        assertThat(awaitAnswers(2).stream().map(answer -> of(answer, ClaudeConstants.ITEM_KEY)))
                .doesNotHaveDuplicates();
    }

    @Test
    void a_transacted_exchange_is_kept_no_longer_than_transactedMaxWait() throws Exception {
        component.setTransactedMaxWait(100);
        start(CALL.replace("=20", "=1h") + "&offloadWait=1h");

        Exchange done = begin("Say hello", LOW, true).get(30, TimeUnit.SECONDS);
        Exchange waiting = send(exchange -> {
            exchange.getMessage().setBody("no");
            exchange.getMessage().getHeaders().putAll(LOW);
            exchange.getExchangeExtension().setTransacted(true);
        });

        assertThat(done.getException()).isNull();
        assertThat(isOffloaded(done)).isTrue();
        assertThat(waiting.getException())
                .isInstanceOf(ClaudeInvalidRequestException.class)
                .hasMessageContaining("can't wait for that while its transaction is open");
        awaitAnswers(1);
    }

    @Test
    void routes_of_one_endpoint_share_its_batches_and_may_stop_and_start_again() throws Exception {
        start(CALL);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:other").routeId("other").to(CALL);
            }
        });

        context.getRouteController().stopRoute("other");
        assertThat(tell("while the other one is stopped", LOW).getException()).isNull();
        awaitAnswers(1);
        context.getRouteController().stopRoute("ask");
        context.getRouteController().startRoute("ask");
        assertThat(tell("after both were", LOW).getException()).isNull();
        awaitAnswers(2);
    }

    @Test
    void a_call_after_one_that_went_into_a_batch_does_not_look_like_it() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:answers").process(exchange -> answers.add(exchange.copy()));
                from("direct:ask")
                        .to(CALL)
                        .removeHeader(ClaudeConstants.PRIORITY)
                        .to(CALL);
            }
        });
        context.start();

        Exchange done = tell("Say hello", LOW);

        assertThat(isOffloaded(done)).isFalse();
        assertThat(of(done, ClaudeConstants.MESSAGE_ID)).startsWith("msg_");
        awaitAnswers(1);
    }

    @Test
    void no_header_can_ask_for_it() throws Exception {
        start("claude:messages");
        Map<String, Object> headers = new HashMap<>(LOW);
        headers.put("offload", "batch");
        headers.put("CamelClaudeOffload", "batch");
        headers.put(ClaudeConstants.OFFLOADED, true);
        headers.put("CamelClaudeOffloadTo", "direct:answers");

        Exchange done = tell("Say hello", headers);

        assertThat(isOffloaded(done)).isFalse();
        assertThat(of(done, ClaudeConstants.MESSAGE_ID)).startsWith("msg_");
        assertThat(directory.resolve("batches")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "offload=batch | offload=batch needs offloadTo",
                "offload=batch&offloadWait=1h | offload=batch needs offloadTo",
                "offloadTo=direct:answers | The option offloadTo has no effect without offload=batch",
                "offloadAfter=1m | The option offloadAfter has no effect without offload=batch",
                "itemContext=a | The option itemContext has no effect without offload=batch",
                "offload=batch&offloadTo=direct:answers&stream=true | offload=batch and stream=true exclude each other",
                "offload=batch&offloadTo=direct:answers&atMostOnce=true | offload=batch and atMostOnce=true exclude",
                "offload=batch&offloadTo=direct:answers&tools=#tools | offload=batch and tools exclude each other",
                "offload=batch&offloadTo=direct:answers&speed=fast | offload=batch and speed=fast exclude each other",
                "offload=batch&offloadTo=direct:answers&offloadSize=0 | offloadSize=0 must be at least 1",
                "offload=batch&offloadTo=nowhere:at-all | nowhere",
            })
    void what_can_not_be_fails_at_start_and_names_both(String options, String complaint) {
        context.getRegistry().bind("tools", List.of(Map.of("name", "x", "input_schema", Map.of("type", "object"))));

        assertThatThrownBy(() -> start("claude:messages?" + options)).hasStackTraceContaining(complaint);
    }

    @Test
    void it_belongs_to_messages_alone() {
        assertThatThrownBy(() -> start("claude:throttle?offload=batch"))
                .hasStackTraceContaining("The option offload does not belong to claude:throttle");
    }
}
