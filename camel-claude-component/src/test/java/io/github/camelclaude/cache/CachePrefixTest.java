/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.LimitedRouteTestSupport;
import io.github.camelclaude.PrefixOptions;
import io.github.camelclaude.messages.ClaudeStream;
import io.github.camelclaude.prefix.CacheLife;
import io.github.camelclaude.prefix.CachePrefix;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.batch.BatchRules;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PropertyBindingSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Prefixes that are declared, named, written and read, against the simulator. */
class CachePrefixTest extends LimitedRouteTestSupport {

    private static final String MODEL = "claude-opus-5-5";
    private static final String HANDBOOK =
            "Whoever returns a book late pays a fee of ten cents for each day. ".repeat(200);
    private static final String OTHER =
            "Whoever rents a boat brings it back before the sun has gone down. ".repeat(200);

    @TempDir
    private Path directory;

    private ClaudeSimulator simulator;
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void useSimulator() {
        simulator = ClaudeSimulator.builder()
                .port(0)
                .latency(Duration.ZERO)
                .batches(BatchRules.USUAL.doneAfter(Duration.ofMillis(200)))
                .start();
        component.getConfiguration().setBaseUrl(simulator.baseUrl());
        component.getConfiguration().setModel(MODEL);
        component.setBatchDirectory(directory.resolve("batches").toString());
        log.start();
        logger().setLevel(Level.WARN);
        logger().setAdditive(false);
        logger().addAppender(log);
    }

    @AfterEach
    void stopSimulator() {
        logger().detachAppender(log);
        context.stop();
        simulator.close();
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger("io.github.camelclaude.messages.SaidOnce");
    }

    private void routes(String declare, String ask) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:declare").to(declare);
                from("direct:ask").to(ask);
            }
        });
        context.start();
    }

    private Exchange declare(Object body) {
        return context.createProducerTemplate()
                .request("direct:declare", exchange -> exchange.getMessage().setBody(body));
    }

    private static long read(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        return exchange.getMessage().getHeader(ClaudeConstants.CACHE_READ_TOKENS, Long.class);
    }

    private static long written(Exchange exchange) {
        assertThat(exchange.getException()).isNull();
        return exchange.getMessage().getHeader(ClaudeConstants.CACHE_WRITE_TOKENS, Long.class);
    }

    private String file(String name, String content) throws Exception {
        Path file = Files.writeString(directory.resolve(name), content);
        return "resource:file:" + file;
    }

    private List<String> said() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void calls_that_name_a_prefix_write_it_once_and_read_it_from_then_on() throws Exception {
        routes("claude:cache-prefix?cachePrefix=handbook", "claude:messages?cachePrefix=handbook");
        assertThat(declare(HANDBOOK).getException()).isNull();

        assertThat(written(ask("What does a day cost?"))).isGreaterThan(2_000);
        Exchange second = ask("And two?");

        assertThat(read(second)).isGreaterThan(2_000);
        assertThat(written(second)).isZero();
        assertThat(said()).isEmpty();
    }

    @Test
    void declaring_leaves_the_body_as_it_is_and_needs_neither_key_nor_model() throws Exception {
        component.getConfiguration().setApiKey(null);
        component.getConfiguration().setModel(null);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:declare").to("claude:cache-prefix?cachePrefix=handbook");
            }
        });
        context.start();

        Exchange exchange = declare(new ByteArrayInputStream("Some words".getBytes()));

        assertThat(exchange.getException()).isNull();
        assertThat(textOf(exchange)).isEqualTo("Some words");
    }

    @Test
    void prewarming_writes_and_the_first_call_reads() throws Exception {
        routes(
                "claude:cache-prefix?cachePrefix=handbook&prewarm=true&prefixSystem=" + file("rules.md", HANDBOOK),
                "claude:messages?cachePrefix=handbook");

        Exchange warm = declare(null);

        assertThat(written(warm)).isGreaterThan(2_000);
        assertThat(warm.getMessage().getHeader(ClaudeConstants.OUTPUT_TOKENS)).isEqualTo(0L);
        assertThat(read(ask("What does a day cost?"))).isGreaterThan(2_000);
        assertNothingIsLeft();
    }

    @Test
    void a_prefix_of_all_layers_comes_in_front_in_the_right_order() throws Exception {
        String tools = file(
                "tools.json",
                "[{\"name\":\"look_up\",\"description\":\"Looks up\",\"input_schema\":{\"type\":\"object\",\"properties\":{}}}]");
        String history = file(
                "turns.json",
                "[{\"role\":\"user\",\"content\":\"An example?\"},{\"role\":\"assistant\",\"content\":\"Yes.\"}]");
        routes(
                "claude:cache-prefix?cachePrefix=all&prewarm=true&cacheTtl=1h&prefixTools=" + tools + "&prefixSystem="
                        + file("rules.md", "Be brief.") + "&prefixDocuments=" + file("one.md", HANDBOOK) + ","
                        + file("two.md", OTHER) + "&prefixHistory=" + history,
                "claude:messages?cachePrefix=all");

        assertThat(written(declare(null))).isGreaterThan(5_000);
        assertThat(read(ask("Which?"))).isGreaterThan(5_000);
    }

    @Test
    void the_header_beats_the_option() throws Exception {
        component.setCachePrefixes(Map.of("one", options(file("a.md", HANDBOOK)), "two", options(file("b.md", OTHER))));
        startWith("claude:messages?cachePrefix=one");

        ask("x");
        Exchange other = ask("x", Map.of(ClaudeConstants.CACHE_PREFIX, "two"));
        Exchange again = ask("x", Map.of(ClaudeConstants.CACHE_PREFIX, "two"));

        assertThat(read(other)).isZero();
        assertThat(read(again)).isPositive();
    }

    @Test
    void the_header_is_not_read_where_headers_are_narrowed() throws Exception {
        component.setCachePrefixes(Map.of("one", options(file("a.md", HANDBOOK))));
        startWith("claude:messages?allowHeaders=CamelClaudeModel");

        assertThat(written(ask("x", Map.of(ClaudeConstants.CACHE_PREFIX, "one"))))
                .isZero();
    }

    @Test
    void an_unknown_name_in_a_header_fails_before_anything_is_sent() throws Exception {
        component.setCachePrefixes(Map.of("one", options(file("a.md", HANDBOOK))));
        startWith("claude:messages");

        Exchange exchange = ask("x", Map.of(ClaudeConstants.CACHE_PREFIX, "none"));

        assertThat(exchange.getException())
                .isInstanceOf(ClaudeInvalidRequestException.class)
                .hasMessageContaining("CamelClaudeCachePrefix=none")
                .hasMessageContaining("[one]")
                .hasMessageContaining("claude:cache-prefix");
        assertThat(ask("x", Map.of(ClaudeConstants.CACHE_PREFIX, "<script>")).getException())
                .hasMessageNotContaining("script");
    }

    @Test
    void an_unknown_name_in_an_option_fails_at_start() {
        assertThatThrownBy(() -> startWith("claude:messages?cachePrefix=none"))
                .rootCause()
                .hasMessageContaining("cachePrefix=none")
                .hasMessageContaining("cachePrefixes[none]");
    }

    @Test
    void a_name_that_another_route_declares_is_known_at_start_whatever_the_order() throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask").to("claude:messages?cachePrefix=handbook");
                from("direct:declare").to("claude:cache-prefix?cachePrefix=handbook");
            }
        });
        context.start();

        assertThat(ask("x").getException()).hasMessageContaining("cachePrefix=handbook");
        declare(HANDBOOK);
        assertThat(written(ask("x"))).isPositive();
    }

    @Test
    void properties_beans_and_java_declare_prefixes() throws Exception {
        Files.writeString(directory.resolve("a.md"), HANDBOOK);
        PropertyBindingSupport.bindProperties(
                context,
                component,
                new LinkedHashMap<>(Map.of(
                        "cachePrefixes[properties].system",
                        "resource:file:" + directory.resolve("a.md"),
                        "cachePrefixes[properties].life",
                        "1h")));
        context.getRegistry()
                .bind(
                        "any",
                        CachePrefix.named("java")
                                .system(OTHER)
                                .life(CacheLife.ONE_HOUR)
                                .build());
        context.getRegistry().bind("yaml", options("resource:file:" + directory.resolve("a.md")));
        startWith("claude:messages");

        assertThat(written(ask("x", Map.of(ClaudeConstants.CACHE_PREFIX, "java"))))
                .isPositive();
        assertThat(written(ask("x", Map.of(ClaudeConstants.CACHE_PREFIX, "yaml"))))
                .isPositive();
        assertThat(read(ask("x", Map.of(ClaudeConstants.CACHE_PREFIX, "properties"))))
                .isPositive();
    }

    @Test
    void a_prefix_that_is_too_short_is_said_once_with_its_numbers() throws Exception {
        routes("claude:cache-prefix?cachePrefix=short", "claude:messages?cachePrefix=short");
        declare("Be brief.");

        assertThat(written(ask("x"))).isZero();
        ask("x");

        assertThat(said()).hasSize(1);
        assertThat(said().get(0)).contains("short", MODEL, "512", "tokens").doesNotContain("Be brief");
    }

    @Test
    void tools_of_the_calls_own_behind_those_of_a_prefix_are_said_once() throws Exception {
        context.getRegistry()
                .bind(
                        "mine",
                        "[{\"name\":\"mine\",\"description\":\"Mine\",\"input_schema\":{\"type\":\"object\",\"properties\":{}}}]");
        context.getRegistry()
                .bind(
                        "p",
                        CachePrefix.named("p")
                                .tools(List.of(Map.of(
                                        "name",
                                        "theirs",
                                        "description",
                                        "T",
                                        "input_schema",
                                        Map.of("type", "object"))))
                                .system(HANDBOOK)
                                .build());
        startWith("claude:messages?cachePrefix=p&tools=#mine");

        ask("x");

        assertThat(read(ask("x"))).isPositive();
        assertThat(said()).hasSize(1);
        assertThat(said().get(0)).contains("1 tools of its own");
    }

    @Test
    void a_growing_conversation_is_read_up_to_its_last_turn() throws Exception {
        component.setCachePrefixes(Map.of("one", options(file("a.md", HANDBOOK))));
        startWith("claude:messages?cachePrefix=one&bodyFormat=turns");
        List<Map<String, Object>> turns = new ArrayList<>();
        long before = 0;
        for (int i = 0; i < 6; i++) {
            turns.add(Map.of("role", "user", "content", "Question " + i + " " + OTHER.substring(0, 2_000)));
            Exchange answer = ask(List.copyOf(turns));
            if (i > 1) {
                assertThat(read(answer)).isGreaterThan(before + 300);
            }
            before = read(answer);
            turns.add(Map.of("role", "assistant", "content", "Answer " + i));
        }
    }

    @Test
    void a_single_question_behind_a_prefix_is_not_written() throws Exception {
        component.setCachePrefixes(Map.of("one", options(file("a.md", HANDBOOK))));
        startWith("claude:messages?cachePrefix=one");
        ask("x");

        assertThat(written(ask(OTHER))).isZero();
    }

    @Test
    void the_service_marks_the_conversation_if_it_is_asked_to() throws Exception {
        component.setCachePrefixes(Map.of("one", options(file("a.md", HANDBOOK))));
        startWith("claude:messages?cachePrefix=one&cacheMarks=automatic&cacheConversation=true");
        ask("x");

        assertThat(written(ask(OTHER))).isGreaterThan(2_000);
    }

    @Test
    void without_marks_the_prefix_comes_in_front_and_is_not_cached() throws Exception {
        component.setCachePrefixes(Map.of("one", options(file("a.md", HANDBOOK))));
        startWith("claude:messages?cachePrefix=one&cacheMarks=none");

        Exchange exchange = ask("x");

        assertThat(written(exchange)).isZero();
        assertThat(exchange.getMessage().getHeader(ClaudeConstants.INPUT_TOKENS, Long.class))
                .isGreaterThan(2_000);
    }

    @Test
    void items_of_a_batch_begin_with_the_prefix_and_it_lives_for_an_hour() throws Exception {
        component.setCachePrefixes(Map.of("one", options(file("a.md", HANDBOOK))));
        Queue<Exchange> results = new ConcurrentLinkedQueue<>();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to("claude:batch?cachePrefix=one&checkDelay=50&maxCheckDelay=100");
                from("claude:batch?checkDelay=50&maxCheckDelay=100&delay=50&initialDelay=1000")
                        .process(exchange -> results.add(exchange.copy()));
            }
        });
        context.start();
        context.createProducerTemplate().requestBody("direct:in", List.of("Say one", "Say two", "Say three"));
        assertThat(spooled()).contains("\"ttl\":\"1h\"").doesNotContain("\"5m\"");

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(results).hasSize(3));

        assertThat(results)
                .allSatisfy(result -> assertThat(read(result) + written(result)).isGreaterThan(2_000))
                .allSatisfy(result ->
                        assertThat(result.getMessage().getHeaders()).doesNotContainKey(ClaudeConstants.CACHE_PREFIX));
        await().untilAsserted(() -> assertThat(sums("one"))
                .containsEntry("batchItems", 3L)
                .containsEntry("readTokens", sum(results, ClaudeConstants.CACHE_READ_TOKENS))
                .hasEntrySatisfying(
                        "writtenTokens1h",
                        hour -> assertThat((long) hour + (long) sums("one").get("writtenTokens5m"))
                                .isEqualTo(sum(results, ClaudeConstants.CACHE_WRITE_TOKENS))));
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> sums(String prefix) {
        Map<String, Object> prefixes =
                (Map<String, Object>) component.cacheReport().get("prefixes");
        return (Map<String, Object>) prefixes.get(prefix);
    }

    private static long sum(Queue<Exchange> results, String header) {
        return results.stream()
                .mapToLong(result -> result.getMessage().getHeader(header, Long.class))
                .sum();
    }

    @Test
    void an_item_that_names_no_prefix_can_not_say_in_its_context_whose_it_is() throws Exception {
        component.setCachePrefixes(Map.of("one", options(file("a.md", HANDBOOK))));
        Queue<Exchange> results = new ConcurrentLinkedQueue<>();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in")
                        .to(
                                "claude:batch?allowHeaders=none&itemContext=CamelClaudeCachePrefix&checkDelay=50&maxCheckDelay=100");
                from("claude:batch?checkDelay=50&maxCheckDelay=100&delay=50&initialDelay=1000")
                        .process(exchange -> results.add(exchange.copy()));
            }
        });
        context.start();
        context.createProducerTemplate().requestBody("direct:in", List.of(exchange("Say one", "one")));

        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(results).hasSize(1));

        assertThat(sums("one")).isNull();
    }

    private String spooled() throws Exception {
        StringBuilder all = new StringBuilder();
        try (var files = Files.walk(directory.resolve("batches").resolve("spool"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }

    @Test
    void an_item_that_names_an_unknown_prefix_is_refused_alone() throws Exception {
        component.setCachePrefixes(Map.of("one", options(file("a.md", HANDBOOK))));
        Queue<Exchange> rejects = new ConcurrentLinkedQueue<>();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:in").to("claude:batch?deadLetterUri=direct:rejects");
                from("direct:rejects").process(exchange -> rejects.add(exchange.copy()));
            }
        });
        context.start();
        Exchange good = exchange("Say one", "one");
        Exchange bad = exchange("Say two", "none");

        Map<?, ?> taken = context.createProducerTemplate().requestBody("direct:in", List.of(good, bad), Map.class);

        assertThat(taken.get("items")).isEqualTo(1L);
        assertThat(rejects).hasSize(1);
        assertThat(rejects.peek().getMessage().getHeader(ClaudeConstants.REJECT_MESSAGE, String.class))
                .contains("none", "[one]");
    }

    private Exchange exchange(String body, String prefix) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(body);
        exchange.getMessage().setHeader(ClaudeConstants.CACHE_PREFIX, prefix);
        return exchange;
    }

    @Test
    void options_that_can_not_be_fail_at_start() {
        for (Map.Entry<String, String> wrong : Map.of(
                        "claude:cache-prefix?cachePrefix=a b", "cachePrefix",
                        "claude:cache-prefix?cachePrefix=a&prefixSystem=Be brief", "prefixSystem",
                        "claude:cache-prefix?cachePrefix=a&prefixSystem=#none", "none",
                        "claude:cache-prefix?cachePrefix=a&cacheTtl=2h", "cacheTtl=2h",
                        "claude:cache-prefix?cachePrefix=a&cacheMarks=none", "cacheMarks",
                        "claude:count-tokens?cachePrefix=a&cacheTtl=1h", "cacheTtl",
                        "claude:messages?prewarm=true", "prewarm",
                        "claude:cache-prefix?cachePrefix=a&prefixTools=resource:classpath:nowhere.json", "nowhere")
                .entrySet()) {
            assertThatThrownBy(() -> context.getEndpoint(wrong.getKey()))
                    .as(wrong.getKey())
                    .rootCause()
                    .hasMessageContaining(wrong.getValue());
        }
    }

    @Test
    void a_layer_that_would_outlive_one_before_it_fails_at_start() throws Exception {
        PrefixOptions options = options(file("a.md", HANDBOOK));
        options.setDocuments(file("b.md", OTHER));
        options.setLives(Map.of("system", "5m", "documents", "1h"));
        component.setCachePrefixes(Map.of("one", options));

        assertThatThrownBy(() -> startWith("claude:messages"))
                .rootCause()
                .hasMessageContaining("DOCUMENTS behind SYSTEM");
    }

    private void streams(String format) throws Exception {
        component.setCachePrefixes(Map.of("one", options(file("a.md", HANDBOOK))));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask")
                        .to("claude:messages?cachePrefix=one&stream=true&streamFormat=" + format)
                        .split(body())
                        .streaming()
                        .to("log:piece?level=TRACE")
                        .end();
            }
        });
        context.start();
    }

    @Test
    void a_stream_with_a_prefix_has_the_headers_of_a_whole_answer_once_it_was_read() throws Exception {
        streams("events");

        Exchange first = ask("What does a day cost?");
        Exchange second = ask("And two?");

        assertThat(written(first)).isGreaterThan(2_000);
        assertThat(first.getMessage().getHeader(ClaudeConstants.CACHE_HIT)).isEqualTo(false);
        assertThat(first.getMessage().getHeader(ClaudeConstants.CACHE_SAVED, BigDecimal.class))
                .isNegative();
        assertThat(read(second)).isEqualTo(written(first));
        assertThat(second.getMessage().getHeader(ClaudeConstants.CACHE_HIT)).isEqualTo(true);
        assertThat(second.getMessage().getHeader(ClaudeConstants.CACHE_SAVED, BigDecimal.class))
                .isPositive();
        assertThat(second.getMessage().getHeader(ClaudeConstants.COST, BigDecimal.class))
                .isPositive();
        assertThat(second.getMessage().getHeaders())
                .containsKeys(
                        ClaudeConstants.STOP_REASON,
                        ClaudeConstants.MESSAGE_ID,
                        ClaudeConstants.INPUT_TOKENS,
                        ClaudeConstants.OUTPUT_TOKENS);
        assertThat(sums("one")).containsEntry("calls", 2L).containsEntry("hits", 1L);
        assertNothingIsLeft();
    }

    @Test
    void a_stream_that_goes_on_in_another_exchange_has_its_headers_there() throws Exception {
        component.setCachePrefixes(Map.of("one", options(file("a.md", HANDBOOK))));
        Queue<Exchange> done = new ConcurrentLinkedQueue<>();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask")
                        .to("claude:messages?cachePrefix=one&stream=true&streamFormat=text")
                        .to("seda:read");
                from("seda:read")
                        .split(body())
                        .streaming()
                        .to("log:piece?level=TRACE")
                        .end()
                        .process(exchange -> done.add(exchange.copy()));
            }
        });
        context.start();

        throwIn("What does a day cost?");

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(done).hasSize(1));
        assertThat(written(done.peek())).isGreaterThan(2_000);
    }

    @Test
    void a_stream_that_is_read_after_its_exchange_leaves_the_exchange_alone() throws Exception {
        component.setCachePrefixes(Map.of("one", options(file("a.md", HANDBOOK))));
        startWith("claude:messages?cachePrefix=one&stream=true&streamFormat=text");

        Exchange exchange = ask("What does a day cost?");
        Iterator<?> pieces = exchange.getMessage().getBody(Iterator.class);
        pieces.forEachRemaining(piece -> {});

        assertThat(exchange.getMessage().getHeaders()).doesNotContainKey(ClaudeConstants.CACHE_WRITE_TOKENS);
        ClaudeStream stream = exchange.getProperty(ClaudeConstants.STREAM, ClaudeStream.class);
        assertThat(stream.getSummary().usage().cacheWrite()).isGreaterThan(2_000);
    }

    @Test
    void a_ticket_is_for_the_prompt_with_its_prefix_and_the_call_that_follows_uses_it() throws Exception {
        component.setCachePrefixes(Map.of("one", options(file("a.md", HANDBOOK))));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask")
                        .to("claude:throttle?cachePrefix=one")
                        .setProperty("ticket", header(ClaudeConstants.PERMIT))
                        .to("claude:messages?cachePrefix=one");
            }
        });
        context.start();

        Exchange first = ask("What does a day cost?");
        Exchange second = ask("And two?");

        assertThat(written(first)).isGreaterThan(2_000);
        assertThat(read(second)).isEqualTo(written(first));
        assertThat(estimate(first)).containsEntry("cacheRead", 0L);
        assertThat((long) estimate(first).get("cacheWrite")).isGreaterThan(2_000);
        assertThat(granted()).as("one permit for each").isEqualTo(2);
        assertNothingIsLeft();
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> estimate(Exchange exchange) {
        Map<String, Object> record = context.createProducerTemplate()
                .requestBody("claude:limits?limitsAction=explain", exchange.getProperty("ticket"), Map.class);
        return (Map<String, Object>) record.get("estimate");
    }

    @Test
    void a_prompt_is_counted_with_its_prefix_as_the_call_uses_it() throws Exception {
        component.setCachePrefixes(Map.of("one", options(file("a.md", HANDBOOK)), "two", options(file("b.md", OTHER))));
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:ask")
                        .to("claude:count-tokens?cachePrefix=one")
                        .setProperty("counted", header(ClaudeConstants.INPUT_TOKENS))
                        .to("claude:messages?cachePrefix=one");
            }
        });
        context.start();

        Exchange asked = ask("What does a day cost?");
        Exchange other = ask("What does a day cost?", Map.of(ClaudeConstants.CACHE_PREFIX, "two"));

        for (Exchange exchange : List.of(asked, other)) {
            long used = exchange.getMessage().getHeader(ClaudeConstants.INPUT_TOKENS, Long.class)
                    + written(exchange)
                    + read(exchange);
            assertThat(exchange.getProperty("counted")).isEqualTo(used);
        }
        assertThat(ask("x", Map.of(ClaudeConstants.CACHE_PREFIX, "none")).getException())
                .isInstanceOf(ClaudeInvalidRequestException.class)
                .hasMessageContaining("CamelClaudeCachePrefix=none");
    }

    private static PrefixOptions options(String system) {
        PrefixOptions options = new PrefixOptions();
        options.setSystem(system);
        return options;
    }
}
