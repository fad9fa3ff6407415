/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch.ledger;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * A node whose threads are interrupted in the midst of what they write, and then say that it is written. It is a process of its
 * own because a database that has broken may keep its process from ending.
 */
final class InterruptedLedgerNode {

    static final int WELL = 0;
    static final int FAILED = 4;
    static final int DOES_NOT_CLOSE = 5;
    static final int LOST = 6;

    private static final int THREADS = 4;
    private static final int JOBS = 40;
    private static final long CLOSES_WITHIN_SECONDS = 10;

    private InterruptedLedgerNode() {}

    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[0]);
        Map<String, Exception> failures = new ConcurrentHashMap<>();
        JdbcLedger ledger = JdbcLedger.file(file);
        List<Thread> threads = new ArrayList<>();
        for (String name : names()) {
            Thread thread = new Thread(
                    () -> {
                        try {
                            write(ledger, name);
                        } catch (Exception e) {
                            failures.put(name, e);
                        }
                    },
                    name);
            thread.setDaemon(true);
            threads.add(thread);
        }
        threads.forEach(Thread::start);
        while (threads.stream().anyMatch(Thread::isAlive)) {
            threads.forEach(Thread::interrupt);
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(300));
        }
        failures.values().forEach(e -> e.printStackTrace(System.out));

        Thread closing = new Thread(ledger::close);
        closing.setDaemon(true);
        closing.start();
        closing.join(TimeUnit.SECONDS.toMillis(CLOSES_WITHIN_SECONDS));
        if (closing.isAlive()) {
            end(DOES_NOT_CLOSE);
        }
        if (!failures.isEmpty()) {
            end(FAILED);
        }
        try (JdbcLedger again = JdbcLedger.file(file)) {
            for (String name : names()) {
                for (int job = 0; job < JOBS; job++) {
                    if (again.unfinished(name + job) != 20) {
                        System.out.println(name + job + " is not there");
                        end(LOST);
                    }
                }
            }
        }
        end(WELL);
    }

    private static List<String> names() {
        return IntStream.range(0, THREADS).mapToObj(i -> "t" + i + "-").toList();
    }

    private static void write(JdbcLedger ledger, String name) throws Exception {
        for (int job = 0; job < JOBS; job++) {
            String key = name + job;
            Lease lease = LedgerContractTest.lease(name);
            ledger.begin(key, name, lease);
            ledger.add(key, key, LedgerContractTest.items(key, 20), lease);
            ledger.together(() -> {
                ledger.accept(key, List.of(LedgerContractTest.submission(key, 20)), 0, lease.now());
                return true;
            });
            ledger.job(key);
        }
    }

    private static void end(int code) {
        Runtime.getRuntime().halt(code);
    }
}
