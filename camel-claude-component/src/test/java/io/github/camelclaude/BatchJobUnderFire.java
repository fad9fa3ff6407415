/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import io.github.camelclaude.batch.BatchEvents;
import io.github.camelclaude.batch.BatchStep;
import io.github.camelclaude.batch.ledger.Job;
import io.github.camelclaude.batch.ledger.Ledger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.h2.jdbcx.JdbcConnectionPool;
import org.postgresql.ds.PGConnectionPoolDataSource;

/**
 * The main class of a process that takes a file of items in, has them answered in batches and writes each answer into a table,
 * in the ledger's transaction. It may halt itself at a step; started again it goes on until the job
 * is done. Arguments: the API, a directory, the URL of a database or {@code file}, the step or {@code none}, and at which
 * passing of the step to halt. Where the step is {@code offload} each file is a call that goes into a batch by itself.
 */
public final class BatchJobUnderFire {

    /** So many items a batch has at most. */
    static final int BATCH = 10;

    private static final String WAYS = "checkDelay=30&maxCheckDelay=60&suspectGrace=1500";

    private BatchJobUnderFire() {}

    public static void main(String[] args) throws Exception {
        Path directory = Path.of(args[1]);
        CountDownLatch done = new CountDownLatch(1);
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            ClaudeComponent component = context.getComponent("claude", ClaudeComponent.class);
            component.getConfiguration().setBaseUrl(args[0]);
            component.getConfiguration().setApiKey("sk-test");
            component.setBatchDirectory(directory.resolve("batches").toString());
            component.setTier("scale");
            component.setLedgerBean("ledger");
            component.setLedgerLease(500);
            component.setBatchEvents(halting(args[3], Integer.parseInt(args[4])));
            if (!args[2].equals("file")) {
                PGConnectionPoolDataSource database = new PGConnectionPoolDataSource();
                database.setUrl(args[2]);
                database.setUser("postgres");
                component.setLedgerDataSource(JdbcConnectionPool.create(database));
            }
            DataSource shared = context.getRegistry().lookupByNameAndType("ledger", DataSource.class);
            context.addRoutes(args[3].equals("offload") ? calls(directory, shared) : routes(directory, shared));
            context.getShutdownStrategy().setTimeout(5);
            context.start();
            Ledger ledger = component.batchStore().ledger();
            ScheduledExecutorService watcher = Executors.newSingleThreadScheduledExecutor();
            watcher.scheduleWithFixedDelay(
                    () -> {
                        if (isDone(ledger, directory)) {
                            done.countDown();
                        }
                    },
                    100,
                    100,
                    TimeUnit.MILLISECONDS);
            done.await();
            watcher.shutdown();
        }
    }

    private static BatchEvents halting(String step, int passing) {
        AtomicInteger passed = new AtomicInteger();
        return new BatchEvents() {
            @Override
            public void reached(BatchStep reached, String what) {
                if (reached.name().equals(step) && passed.incrementAndGet() == passing) {
                    Runtime.getRuntime().halt(137);
                }
            }
        };
    }

    private static RouteBuilder routes(Path directory, DataSource shared) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("file:" + directory.resolve("in") + "?delay=50&initialDelay=0&readLock=none")
                        .to("claude:batch?model=claude-haiku-5-5&itemContext=branch&maxBatchItems=" + BATCH + "&"
                                + WAYS);
                from("claude:batch?ledgerTransaction=true&delay=30&initialDelay=0&" + WAYS)
                        .process(exchange -> write(shared, exchange));
            }
        };
    }

    private static RouteBuilder calls(Path directory, DataSource shared) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("file:" + directory.resolve("in") + "?delay=50&initialDelay=0&readLock=none")
                        .setHeader(ClaudeConstants.PRIORITY, constant("low"))
                        .setHeader("branch", simple("${file:onlyname.noext}"))
                        .convertBodyTo(String.class)
                        .to(
                                "claude:messages?model=claude-haiku-5-5&offload=batch&offloadTo=direct:sink&itemContext=branch"
                                        + "&offloadCollect=100&offloadSize=" + BATCH + "&" + WAYS);
                from("direct:sink").process(exchange -> write(shared, exchange));
            }
        };
    }

    private static void write(DataSource shared, Exchange exchange) throws SQLException {
        try (Connection connection = shared.getConnection();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO sink VALUES (?, ?, ?)")) {
            insert.setString(1, exchange.getMessage().getHeader(ClaudeConstants.CUSTOM_ID, String.class));
            insert.setString(2, exchange.getMessage().getHeader(ClaudeConstants.RESULT_TYPE, String.class));
            insert.setString(3, exchange.getMessage().getHeader("branch", String.class));
            insert.executeUpdate();
        }
    }

    private static boolean isDone(Ledger ledger, Path directory) {
        List<Job> jobs = ledger.jobs(10);
        return !jobs.isEmpty()
                && jobs.stream().allMatch(job -> job.doneAt() != null)
                && isEmpty(directory.resolve("in"));
    }

    private static boolean isEmpty(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.noneMatch(Files::isRegularFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
