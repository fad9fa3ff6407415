/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.multicloud;

import io.github.camelclaude.ClaudeConstants;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Exchange;

/** Who answered, how many attempts that took, and what failed. */
public final class Tally {

    private final CountDownLatch open;
    private final CountDownLatch third;
    private final Map<String, Integer> answers = new TreeMap<>();
    private final Map<String, Integer> failures = new TreeMap<>();
    private int attempts;

    /** @param questions how many there will be */
    Tally(int questions) {
        open = new CountDownLatch(questions);
        third = new CountDownLatch(Math.max(1, questions / 3));
    }

    /** Called by the route. */
    public void answered(Exchange exchange) {
        synchronized (this) {
            answers.merge(exchange.getMessage().getHeader(ClaudeConstants.BACKEND, String.class), 1, Integer::sum);
            attempts += exchange.getMessage().getHeader(ClaudeConstants.ATTEMPTS, Integer.class);
        }
        count();
    }

    /** Called by the route. */
    public void failed(Exchange exchange) {
        synchronized (this) {
            failures.merge(exchange.getProperty(ClaudeConstants.ERROR_CLASS, String.class), 1, Integer::sum);
        }
        count();
    }

    private void count() {
        third.countDown();
        open.countDown();
    }

    void awaitAThird() throws InterruptedException {
        third.await();
    }

    void awaitAll() throws InterruptedException {
        open.await();
    }

    /** Answers by backend. */
    synchronized Map<String, Integer> answers() {
        return Map.copyOf(answers);
    }

    /** Failures by class. */
    synchronized Map<String, Integer> failures() {
        return Map.copyOf(failures);
    }

    synchronized int attempts() {
        return attempts;
    }
}
