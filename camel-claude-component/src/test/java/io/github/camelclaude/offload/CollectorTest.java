/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.offload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelclaude.batch.BatchEvents;
import io.github.camelclaude.batch.BatchSettings;
import io.github.camelclaude.batch.BatchStore;
import io.github.camelclaude.batch.Batching;
import io.github.camelclaude.batch.CallIntake;
import io.github.camelclaude.batch.ledger.JdbcLedger;
import io.github.camelclaude.batch.ledger.Ledger;
import io.github.camelclaude.call.WhenFull;
import io.github.camelclaude.call.Where;
import io.github.camelclaude.resilience.ClaudeRefusedException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How calls are collected; the ledger writes when the test lets it. */
class CollectorTest {

    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    private Path directory;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final LinkedBlockingQueue<Runnable> writes = new LinkedBlockingQueue<>();
    private Ledger ledger;
    private CallIntake intake;

    @BeforeEach
    void open() {
        ledger = JdbcLedger.file(directory.resolve("ledger"));
        BatchStore store = new BatchStore(
                ledger,
                directory.resolve("spool"),
                "node",
                Duration.ofSeconds(30),
                Clock.systemUTC(),
                timer,
                BatchEvents.NONE);
        Duration second = Duration.ofSeconds(1);
        intake = new Batching(
                        () -> store,
                        null,
                        null,
                        new BatchSettings("calls", Where.ANYWHERE, second, second, second, second, 0),
                        100,
                        1_000,
                        null,
                        HOUR)
                .calls(false);
    }

    @AfterEach
    void close() {
        timer.shutdownNow();
        ledger.close();
    }

    private Collector collector(int size, WhenFull whenFull) {
        return new Collector(
                intake,
                new OffloadSettings(HOUR, HOUR, HOUR, size, HOUR, whenFull, 1, List.of(), "direct:answers"),
                timer,
                writes::add);
    }

    private static Collected call(String id, String text) {
        return new Collected(
                new CallIntake.Item(id, Map.of("text", text), Map.of()), key -> {}, new CompletableFuture<>());
    }

    private static Collected call(String id) {
        return call(id, "short");
    }

    @Test
    void nobody_goes_on_before_the_ledger_has_its_call() throws Exception {
        Collector collector = collector(2, WhenFull.refuse);
        Collected a = call("a");
        Collected b = call("b");
        collector.add(a, false);
        assertThat(writes).isEmpty();
        collector.add(b, false);

        assertThat(a.accepted()).isNotDone();
        writes.take().run();

        assertThat(a.accepted()).isCompleted();
        assertThat(ledger.jobs(10)).singleElement().satisfies(job -> {
            assertThat(job.items()).isEqualTo(2);
            assertThat(job.name()).isEqualTo("calls");
            assertThat(a.accepted().join()).isEqualTo(job.key() + "/a");
            assertThat(b.accepted().join()).isEqualTo(job.key() + "/b");
        });
    }

    @Test
    void where_two_jobs_are_held_one_more_call_is_refused() throws Exception {
        Collector collector = collector(1, WhenFull.refuse);
        collector.add(call("a"), false);
        collector.add(call("b"), false);

        assertThatThrownBy(() -> collector.add(call("c"), false))
                .isInstanceOf(ClaudeRefusedException.class)
                .hasMessage(
                        "2 calls wait for the batch ledger, as many as may (twice offloadSize=1). Nothing was sent; try"
                                + " again later");

        writes.take().run();
        collector.add(call("d"), false);
    }

    @Test
    void or_it_waits_until_there_is_room() throws Exception {
        Collector collector = collector(1, WhenFull.wait);
        collector.add(call("a"), false);
        collector.add(call("b"), false);
        Collected third = call("c");
        Thread bringing = new Thread(() -> collector.add(third, false));
        bringing.start();
        await().until(() -> bringing.getState() == Thread.State.WAITING);

        writes.take().run();
        bringing.join();
        collector.end();

        assertThat(third.accepted()).isCompleted();
    }

    @Test
    void one_that_is_too_large_fails_alone() throws Exception {
        Collector collector = collector(2, WhenFull.refuse);
        Collected large = call("a", "x".repeat(2_000));
        Collected small = call("b");
        collector.add(large, false);
        collector.add(small, false);

        writes.take().run();

        assertThat(small.accepted()).isCompleted();
        assertThat(large.accepted())
                .failsWithin(Duration.ZERO)
                .withThrowableThat()
                .withMessageContaining("is larger than the 1,000 bytes that a batch may have");
    }

    @Test
    void the_end_writes_what_is_there_and_takes_nothing_more() {
        Collector collector = collector(10, WhenFull.wait);
        Collected last = call("a");
        collector.add(last, false);

        collector.end();

        assertThat(last.accepted()).isCompleted();
        assertThatThrownBy(() -> collector.add(call("b"), false))
                .isInstanceOf(ClaudeRefusedException.class)
                .hasMessageContaining("The route stops");
    }

    @Test
    void a_ledger_that_fails_fails_them_all() throws Exception {
        Collector collector = collector(2, WhenFull.refuse);
        Collected a = call("a");
        Collected b = call("b");
        collector.add(a, false);
        collector.add(b, false);
        ledger.close();

        writes.take().run();

        assertThat(a.accepted()).isCompletedExceptionally();
        assertThat(b.accepted()).isCompletedExceptionally();
    }
}
