/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelclaude.call.CallOutcome;
import io.github.camelclaude.call.OpenedStream;
import io.github.camelclaude.call.Ticket;
import io.github.camelclaude.resilience.ClaudeException;
import io.github.camelclaude.resilience.RetryRules;
import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.answer.AnswerLength;
import io.github.camelclaude.simulator.fault.Fault;
import io.github.camelclaude.simulator.service.Pace;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.cache.Cache;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many calls with the same beginning against a simulated service: what its books say of writes and reads. */
class PromptCachingTest {

    private ClaudeSimulator simulator;
    private final CamelContext context = new DefaultCamelContext();
    private ClaudeComponent component;
    private final MarkedCalls calls = new MarkedCalls(context, "claude:messages");

    @BeforeEach
    void setUp() {
        simulator = ClaudeSimulator.builder()
                .port(0)
                .tier("scale")
                .key("sk-ant-first", "wrkspc_01First")
                .key("sk-ant-second", "wrkspc_01Second")
                .latency(Duration.ofMillis(200))
                .start();
        component = context.getComponent("claude", ClaudeComponent.class);
        component.getConfiguration().setBaseUrl(simulator.baseUrl());
        component.getConfiguration().setModel("claude-sonnet-5-5");
        component.getConfiguration().setApiKey("sk-ant-first");
        component.setTier("scale");
    }

    @AfterEach
    void tearDown() {
        context.stop();
        simulator.close();
    }

    private List<CompletableFuture<CallOutcome>> send(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> calls.send(calls.next("manual")))
                .toList();
    }

    private static List<CallOutcome> outcomes(List<CompletableFuture<CallOutcome>> sent) {
        return sent.stream()
                .map(one -> one.orTimeout(60, TimeUnit.SECONDS).join())
                .toList();
    }

    private List<CallOutcome> ask(int number) {
        return outcomes(send(number));
    }

    private static long writers(List<CallOutcome> outcomes) {
        return outcomes.stream().filter(one -> one.usage().cacheWrite() > 0).count();
    }

    private static long readers(List<CallOutcome> outcomes) {
        return outcomes.stream().filter(one -> one.usage().cacheRead() > 0).count();
    }

    private long written() {
        return simulator.accounting().totals().usage().cacheWrites();
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> cachePart(String name) {
        return (Map<String, Object>)
                ((Map<String, Object>) component.limitsPicture().get("cache")).get(name);
    }

    @Test
    void two_hundred_callers_write_a_prefix_once() {
        context.start();

        List<CallOutcome> outcomes = ask(200);

        assertThat(writers(outcomes)).isEqualTo(1);
        assertThat(readers(outcomes)).isEqualTo(199);
        assertThat(written())
                .isEqualTo(outcomes.stream()
                        .mapToLong(one -> one.usage().cacheWrite())
                        .max()
                        .orElseThrow());
        simulator.assertNoRefusals();
    }

    @Test
    void without_the_gate_they_write_it_again_and_again() {
        component.setWarmGate(false);
        component.setTier(null);
        component.setLimiter(LimiterMode.off);
        context.start();

        assertThat(writers(ask(50))).isGreaterThan(5);
    }

    @Test
    void each_prefix_and_each_workspace_is_written_once() {
        context.start();
        MarkedCalls second = new MarkedCalls(context, "claude:messages?apiKey=RAW(sk-ant-second)");
        List<CompletableFuture<CallOutcome>> sent = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            sent.add(calls.send(calls.next("manual")));
            sent.add(calls.send(calls.next("guide")));
            sent.add(second.send(calls.next("manual")));
        }

        assertThat(writers(outcomes(sent))).isEqualTo(3);
    }

    @Test
    void a_streamed_warmer_lets_the_others_go_when_its_answer_begins() {
        context.start();
        OpenedStream warmer = calls.endpoint()
                .callPath()
                .open(calls.next("manual"), () -> {})
                .orTimeout(60, TimeUnit.SECONDS)
                .join();

        List<CallOutcome> outcomes = ask(50);
        warmer.events().close();

        assertThat(readers(outcomes)).as("while nobody reads the stream").isEqualTo(50);
    }

    @Test
    void a_warmer_that_waits_for_its_whole_answer_lets_the_others_go_when_it_begins() {
        simulator.close();
        simulator = ClaudeSimulator.builder()
                .port(0)
                .tier("scale")
                .pace(new Pace(Duration.ofMillis(200), Duration.ofMillis(200), 0))
                .answerLength(AnswerLength.always(40))
                .start();
        component.getConfiguration().setBaseUrl(simulator.baseUrl());
        context.start();
        CompletableFuture<CallOutcome> warmer = calls.send(calls.next("manual"));
        await().until(() -> simulator.accounting().totals().arrived() == 1);

        List<CompletableFuture<CallOutcome>> others = send(20);

        await().atMost(Duration.ofSeconds(30))
                .until(() -> simulator.accounting().totals().arrived() == 21);
        assertThat(warmer).as("the first is still being answered").isNotDone();
        CallOutcome whole = warmer.orTimeout(60, TimeUnit.SECONDS).join();
        assertThat(whole.usage().cacheWrite()).isPositive();
        assertThat(whole.usage().output()).isPositive();
        assertThat(whole.message().content().get(0).asText().text()).isNotEmpty();
        assertThat(whole.message().stopReason()).isPresent();
        assertThat(whole.answer().requestId()).isPresent();
        List<CallOutcome> rest = outcomes(others);
        assertThat(readers(rest)).isEqualTo(20);
        assertThat(simulator.accounting().totals().usage().output())
                .as("what was put together is what was counted")
                .isEqualTo(whole.usage().output()
                        + rest.stream().mapToLong(one -> one.usage().output()).sum());
    }

    @Test
    void fifty_streams_write_it_once() {
        context.start();
        List<CompletableFuture<OpenedStream>> sent = IntStream.range(0, 50)
                .mapToObj(i -> calls.endpoint().callPath().open(calls.next("manual"), () -> {}))
                .toList();
        for (CompletableFuture<OpenedStream> one : sent) {
            one.orTimeout(60, TimeUnit.SECONDS).join().events().forEachRemaining(event -> {});
        }

        assertThat(cachePart("total")).containsEntry("writes", 1L).containsEntry("hits", 49L);
    }

    @Test
    void a_failed_warmer_hands_on() {
        context.start();
        simulator.injectNext(Fault.SERVER_ERROR, Fault.OVERLOADED);

        List<CompletableFuture<CallOutcome>> sent = send(50);
        CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new))
                .orTimeout(60, TimeUnit.SECONDS)
                .exceptionally(failure -> null)
                .join();

        List<CallOutcome> answered = sent.stream()
                .filter(one -> !one.isCompletedExceptionally())
                .map(CompletableFuture::join)
                .toList();
        assertThat(answered).hasSize(48);
        assertThat(writers(answered)).isEqualTo(1);
    }

    @Test
    void a_warmer_that_hangs_keeps_nobody_beyond_its_deadline() {
        context.start();
        simulator.injectNext(Fault.HANG);
        CompletableFuture<CallOutcome> warmer = calls.send(calls.next("manual"));
        await().until(() -> simulator.accounting().totals().arrived() == 1);
        CompletableFuture<CallOutcome> other = calls.send(
                MarkedCalls.call("manual", "impatient", Duration.ofMillis(700), new RetryRules(0, 0, false)));

        CallOutcome outcome = other.orTimeout(30, TimeUnit.SECONDS).join();

        assertThat(outcome.usage().cacheWrite()).as("it went alone").isPositive();
        assertThat(outcome.way().waited()).isBetween(Duration.ofMillis(600), Duration.ofSeconds(20));
        assertThat(warmer).isNotDone();
        warmer.cancel(true);
    }

    @Test
    void an_evicted_prefix_is_one_episode_and_no_storm() {
        context.start();
        ask(20);
        simulator.advance(Duration.ofMinutes(6));

        List<CallOutcome> episode = ask(1);
        List<CallOutcome> afterwards = ask(100);

        assertThat(writers(episode)).isEqualTo(1);
        assertThat(readers(afterwards)).isEqualTo(100);
        assertThat((long) cachePart("total").get("missedTokens")).isPositive();
        simulator.assertNoRefusals();
    }

    @Test
    void the_limiter_does_not_charge_what_is_read() {
        component.setTier(null);
        component.setRequestsPerMinute(60_000L);
        component.setOutputTokensPerMinute(10_000_000L);
        component.setInputTokensPerMinute(60_000L);
        component.setBurst("1m");
        context.start();
        ask(1);

        long before = System.nanoTime();
        List<CallOutcome> outcomes = ask(200);
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - before);

        assertThat(readers(outcomes)).isEqualTo(200);
        assertThat(outcomes.stream()
                        .mapToLong(one -> one.usage().promptLength())
                        .sum())
                .as("tokens of prompts, of a limit of 60,000 a minute")
                .isGreaterThan(1_500_000);
        assertThat(seconds).as("at 60,000 a minute it would be half an hour").isLessThan(60);
    }

    @Test
    void after_an_eviction_the_estimates_correct_themselves_within_one_episode() {
        simulator.close();
        simulator = ClaudeSimulator.builder()
                .port(0)
                .rpm(100_000)
                .itpm(600_000)
                .otpm(10_000_000)
                .latency(Duration.ofMillis(200))
                .start();
        component.getConfiguration().setBaseUrl(simulator.baseUrl());
        component.setTier(null);
        component.setRequestsPerMinute(100_000L);
        component.setOutputTokensPerMinute(10_000_000L);
        component.setInputTokensPerMinute(600_000L);
        component.setBurst("1m");
        context.start();
        ask(50);
        simulator.assertNoRefusals();
        simulator.advance(Duration.ofMinutes(6));

        List<CompletableFuture<CallOutcome>> sent = IntStream.range(0, 40)
                .mapToObj(i -> calls.send(MarkedCalls.call(
                        "manual", "after the eviction " + i, Duration.ZERO, new RetryRules(10, 10, false))))
                .toList();
        assertThat(outcomes(sent)).hasSize(40);
        long refused = simulator.accounting().totals().refused();
        assertThat(refused).as("each at most once").isLessThanOrEqualTo(40);

        assertThat(readers(ask(150))).isEqualTo(150);
        assertThat(simulator.accounting().totals().refused()).as("afterwards").isEqualTo(refused);
    }

    @Test
    void tickets_are_for_what_is_not_cached() {
        context.start();
        Ticket cold = ticket();
        ask(1);

        assertThat(estimate(cold, "cacheWrite")).isGreaterThan(5_000);
        cold.release();
        // What an answer shows is written down beside its way back to the route.
        await().untilAsserted(() -> {
            Ticket warm = ticket();
            warm.release();
            assertThat(estimate(warm, "cacheWrite")).isZero();
            assertThat(estimate(warm, "cacheRead")).isGreaterThan(5_000);
        });
    }

    private Ticket ticket() {
        return calls.endpoint()
                .callPath()
                .ticket(calls.next("manual"), Duration.ofMinutes(1))
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
    }

    @SuppressWarnings("unchecked")
    private long estimate(Ticket ticket, String kind) {
        Map<String, Object> record = component.decisions().about(ticket.id()).orElseThrow();
        return (long) ((Map<String, Object>) record.get("estimate")).get(kind);
    }

    @Test
    void a_record_tells_who_waited_for_whom() {
        context.start();
        List<Map<String, Object>> records = ask(5).stream()
                .map(outcome ->
                        component.decisions().about(outcome.way().permitId()).orElseThrow())
                .toList();

        assertThat(records.stream().filter(one -> (boolean) one.get("warms"))).hasSize(1);
        assertThat(records.stream().filter(one -> (long) one.get("waitedForPrefixMillis") >= 100))
                .hasSize(4);
    }

    @Test
    void a_cache_that_fails_costs_writes_and_no_answers() {
        component.setPrefixCache(FailingCache.make());
        context.start();

        assertThat(ask(20)).hasSize(20);
    }

    @Test
    void an_answer_tells_what_the_cache_saved() {
        context.start();
        CallOutcome written = ask(1).get(0);
        CallOutcome read = ask(1).get(0);

        long tokens = written.usage().cacheWrite();
        assertThat(written.saved().orElseThrow())
                .isEqualByComparingTo(new BigDecimal("-0.5").multiply(million(tokens)));
        assertThat(read.saved().orElseThrow()).isEqualByComparingTo(new BigDecimal("1.9").multiply(million(tokens)));
        assertThat(cachePart("total")).containsEntry("breakEven", true);
        assertThat(cachePart("prefixes")).containsOnlyKeys("manual");
    }

    private static BigDecimal million(long tokens) {
        return BigDecimal.valueOf(tokens).movePointLeft(6);
    }

    @Test
    @SuppressWarnings("unchecked")
    void the_report_says_what_would_have_been_cheapest() {
        context.start();
        ask(5);

        Map<String, Object> report =
                context.createProducerTemplate().requestBody("claude:limits?limitsAction=cache", null, Map.class);

        Map<String, Object> manual = (Map<String, Object>) ((Map<String, Object>) report.get("prefixes")).get("manual");
        assertThat((Map<String, Object>) manual.get("advice")).containsEntry("cheapest", "5m");
        assertThat(context.createProducerTemplate()
                        .requestBody("claude:limits?limitsAction=cacheTable", null, String.class))
                .containsPattern("manual +5 .* 5m +no\n");
    }

    @Test
    void nothing_of_a_prompt_is_in_the_cache() {
        Map<String, String> kept = new ConcurrentHashMap<>();
        component.setPrefixCache(FailingCache.recording(kept));
        context.start();
        ask(5);

        await().untilAsserted(() -> assertThat(kept).isNotEmpty());
        kept.forEach((key, value) -> {
            assertThat(key + value)
                    .doesNotContain("valve")
                    .doesNotContain("question")
                    .doesNotContain("sk-ant");
            assertThat(key).matches("(prefix|warmer)/anthropic-[0-9a-f]{16}/claude-sonnet-5-5//[0-9a-f]{64}");
        });
    }

    @Test
    void a_stop_leaves_nobody_waiting() throws Exception {
        context.start();
        simulator.injectNext(Fault.HANG);
        List<CompletableFuture<CallOutcome>> sent = send(20);
        await().until(() -> component.promptCaching().waiting() == 19);

        context.stop();

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(sent)
                        .as(
                                "not done: %s",
                                sent.stream()
                                        .filter(one -> !one.isDone())
                                        .map(sent::indexOf)
                                        .toList())
                        .allMatch(CompletableFuture::isDone));
        for (CompletableFuture<CallOutcome> one : sent) {
            Throwable failure = one.handle((outcome, thrown) -> thrown).get(30, TimeUnit.SECONDS);
            assertThat(failure).isInstanceOf(ClaudeException.class);
        }
    }

    /** Caches whose work is done by a proxy: it fails, or it writes down what it is given. */
    private static final class FailingCache {

        @SuppressWarnings("unchecked")
        private static Cache<String, String> make() {
            return (Cache<String, String>) java.lang.reflect.Proxy.newProxyInstance(
                    FailingCache.class.getClassLoader(), new Class<?>[] {Cache.class}, (proxy, method, arguments) -> {
                        return switch (method.getName()) {
                            case "getConfiguration" -> configuration();
                            case "getName" -> "failing";
                            case "toString" -> "failing";
                            case "hashCode" -> 1;
                            case "equals" -> proxy == arguments[0];
                            default -> throw new javax.cache.CacheException("away");
                        };
                    });
        }

        @SuppressWarnings("unchecked")
        private static Cache<String, String> recording(Map<String, String> kept) {
            return (Cache<String, String>) java.lang.reflect.Proxy.newProxyInstance(
                    FailingCache.class.getClassLoader(), new Class<?>[] {Cache.class}, (proxy, method, arguments) -> {
                        switch (method.getName()) {
                            case "getConfiguration":
                                return configuration();
                            case "getAll":
                                return Map.of();
                            case "putIfAbsent":
                                kept.put((String) arguments[0], (String) arguments[1]);
                                return true;
                            case "putAll":
                                kept.putAll((Map<String, String>) arguments[0]);
                                return null;
                            case "hashCode":
                                return 1;
                            case "equals":
                                return proxy == arguments[0];
                            default:
                                return null;
                        }
                    });
        }

        private static javax.cache.configuration.Configuration<String, String> configuration() {
            return new javax.cache.configuration.MutableConfiguration<String, String>()
                    .setTypes(String.class, String.class);
        }
    }
}
