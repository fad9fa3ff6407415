/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelclaude.ClaudeConstants;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages that come one by one, collected on disk. */
class BatchAggregationStrategyTest extends ItemTestSupport {

    @TempDir
    Path temp;

    private Path directory;
    private BatchAggregationStrategy strategy;
    private final List<List<HandedIn>> batches = Collections.synchronizedList(new ArrayList<>());
    private final List<String> shown = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void collectHere() {
        directory = temp.resolve("collected");
        strategy = new BatchAggregationStrategy("invoice, tenant");
        strategy.setDirectory(directory.toString());
        context.getRegistry().bind("read", (org.apache.camel.Processor) aggregated -> {
            shown.add(aggregated.getMessage().getBody() + " of " + files());
            List<HandedIn> items = new ArrayList<>();
            ItemSource.open(aggregated, settings()).forEachRemaining(items::add);
            batches.add(items);
        });
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }

    @Test
    void a_route_in_yaml_collects_each_group_in_a_file_of_its_own_that_ends_with_its_exchange() throws Exception {
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.fromString("batch.yaml", """
                - beans:
                    - name: forBatch
                      type: io.github.camelclaude.batch.BatchAggregationStrategy
                      properties:
                        context: invoice
                        directory: %s
                - route:
                    from:
                      uri: direct:in
                      steps:
                        - aggregate:
                            correlationExpression:
                              header:
                                expression: tenant
                            aggregationStrategy: forBatch
                            completionSize: 3
                            steps:
                              - process:
                                  ref: read
                """.formatted(directory)));
        context.start();
        ProducerTemplate template = context.createProducerTemplate();
        for (int i = 1; i <= 3; i++) {
            for (String tenant : List.of("a", "b")) {
                template.sendBodyAndHeaders(
                        "direct:in",
                        "Prompt " + i + "\nof " + tenant,
                        Map.of("tenant", tenant, "invoice", i, "other", "x", ClaudeConstants.CUSTOM_ID, tenant + i));
            }
        }

        await().untilAsserted(() -> assertThat(files()).isEmpty());
        assertThat(batches).hasSize(2);
        assertThat(ids(batches.get(0))).containsExactly("a1", "a2", "a3");
        assertThat(ids(batches.get(1))).containsExactly("b1", "b2", "b3");
        assertThat(prompts(batches.get(0))).containsExactly("Prompt 1\nof a", "Prompt 2\nof a", "Prompt 3\nof a");
        assertThat(good(batches.get(0).get(1)).context()).isEqualTo(Map.of("invoice", 2));
        assertThat(shown).allMatch(text -> text.startsWith("CollectedItems[3] of ") && !text.contains("Prompt"));
    }

    @Test
    void an_aggregated_exchange_that_fails_or_is_discarded_leaves_no_file() throws Exception {
        context.addRoutes(new org.apache.camel.builder.RouteBuilder() {
            @Override
            public void configure() {
                from("direct:fails")
                        .aggregate(constant(true), strategy)
                        .completionSize(2)
                        .process(aggregated -> {
                            throw new IllegalStateException("wanted");
                        });
                from("direct:discards")
                        .aggregate(constant(true), strategy)
                        .completionTimeout(1)
                        .completionTimeoutCheckerInterval(5)
                        .discardOnCompletionTimeout()
                        .to("direct:nowhere");
            }
        });
        context.start();
        ProducerTemplate template = context.createProducerTemplate();

        template.sendBody("direct:fails", "one");
        assertThat(files()).hasSize(1);
        template.sendBody("direct:fails", "two");
        await().untilAsserted(() -> assertThat(files()).isEmpty());
        template.sendBody("direct:discards", "one");
        await().untilAsserted(() -> {
            System.gc();
            assertThat(files()).isEmpty();
        });
    }

    @Test
    void every_kind_of_body_comes_back_as_it_was() {
        Map<String, Object> request = Map.of("messages", List.of(Map.of("role", "user", "content", "map")));
        byte[] pdf = "%PDF-1.7 rest".getBytes(StandardCharsets.ISO_8859_1);
        itemContext = List.of("city");

        CollectedItems items = collect(
                "text",
                Map.of("id", "own", "city", "Rome", "text", "row"),
                request,
                Map.of("custom_id", "api", "params", request),
                "bytes ☂".getBytes(StandardCharsets.UTF_8),
                new ByteArrayInputStream("stream".getBytes(StandardCharsets.UTF_8)),
                pdf,
                5);
        List<HandedIn> read = read(items);

        assertThat(items.size()).isEqualTo(8);
        assertThat(ids(read)).containsExactly("x0", "own", "x2", "api", "x4", "x5", "x6", "x7");
        assertThat(prompts(read).subList(0, 6)).containsExactly("text", "row", "map", "map", "bytes ☂", "stream");
        assertThat(prompt(read.get(6)).toString()).contains("application/pdf");
        assertThat(prompt(read.get(7))).isEqualTo("5");
        assertThat(good(read.get(1)).context()).isEqualTo(Map.of("city", "Rome"));
    }

    private CollectedItems collect(Object... bodies) {
        Exchange aggregated = null;
        for (int i = 0; i < bodies.length; i++) {
            Exchange next = message(bodies[i], Map.of());
            next.setExchangeId("x" + i);
            aggregated = strategy.aggregate(aggregated, next);
        }
        return (CollectedItems) aggregated.getMessage().getBody();
    }

    private Exchange message(Object body, Map<String, Object> headers) {
        Exchange message = new DefaultExchange(context);
        message.getMessage().setBody(body);
        message.getMessage().setHeaders(new HashMap<>(headers));
        return message;
    }

    @Test
    void what_can_not_be_collected_is_told_from_its_neighbours() {
        List<HandedIn> read =
                read(collect("fine", new Object(), Map.of("id", "a", "text", new Object()), null, "fine"));

        assertThat(ids(read)).containsExactly("x0", "bad", "bad", "bad", "x4");
        assertThat(bad(read.get(1)).message())
                .isEqualTo(
                        "Collected message 2: a message body of type java.lang.Object can't be collected; make it text,"
                                + " bytes or a map before it is aggregated");
        assertThat(bad(read.get(2)).reason()).isEqualTo(HandedIn.Reason.malformed);
        assertThat(bad(read.get(3)).message()).startsWith("Collected message 4: The message body is missing");
    }

    @Test
    void the_headers_that_make_a_request_are_kept_as_far_as_the_endpoint_reads_them() {
        Exchange first =
                message("text", Map.of(ClaudeConstants.MODEL, "claude-opus-5-5", ClaudeConstants.MAX_TOKENS, 7));
        allowedHeaders = ClaudeConstants.MODEL;

        HandedIn item =
                read(strategy.aggregate(null, first).getMessage().getBody()).get(0);

        assertThat(good(item).params())
                .containsEntry("model", "claude-opus-5-5")
                .containsEntry("max_tokens", 100L);
    }

    @Test
    void only_its_owner_may_read_what_is_collected() throws IOException {
        collect("text");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files().get(0))))
                .isEqualTo("rw-------");
    }

    @Test
    void a_group_that_never_completes_goes_with_the_context_and_what_is_garbage_goes_before() throws IOException {
        context.start();
        CollectedItems kept = collect("text");
        assertThat(files()).hasSize(1);
        context.stop();
        assertThat(files()).isEmpty();
        assertThat(kept.size()).isEqualTo(1);

        strategy = new BatchAggregationStrategy();
        strategy.setDirectory(directory.toString());
        collect("garbage");
        await().untilAsserted(() -> {
            System.gc();
            assertThat(files()).isEmpty();
        });
    }

    @Test
    void by_default_it_has_a_directory_of_its_own_that_goes_with_the_context() throws IOException {
        strategy = new BatchAggregationStrategy();
        context.start();
        CollectedItems items = collect("text");
        Path own = items.file().getParent();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
                .isEqualTo("rwx------");
        context.stop();
        assertThat(own).doesNotExist();
    }

    @Test
    void optimistic_locking_is_refused() {
        assertThatThrownBy(() -> strategy.onOptimisticLockFailure(null, null))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("Leave optimisticLocking out");
    }

    @Test
    void many_groups_at_once_do_not_mix() throws Exception {
        List<Thread> threads = new ArrayList<>();
        CollectedItems[] groups = new CollectedItems[8];
        for (int group = 0; group < groups.length; group++) {
            int own = group;
            threads.add(new Thread(() -> {
                Object[] bodies = new Object[200];
                Arrays.fill(bodies, "group " + own);
                groups[own] = collect(bodies);
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        for (int group = 0; group < groups.length; group++) {
            assertThat(groups[group].size()).isEqualTo(200);
            Exchange own = message(groups[group], Map.of());
            List<Object> prompts = new ArrayList<>();
            ItemSource.open(own, settings()).forEachRemaining(item -> prompts.add(prompt(item)));
            assertThat(prompts).hasSize(200).containsOnly("group " + group);
        }
    }
}
