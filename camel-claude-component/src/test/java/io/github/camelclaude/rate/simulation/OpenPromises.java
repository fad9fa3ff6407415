/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/**
 * What is promised and not kept yet: a promise and the cells (a load and a way of enforcing, as a regular expression) in which
 * it is broken. These are played all the same, and count as skipped where they fail; with {@code -Dsimulation.open=true} they
 * fail. The list may only become shorter.
 */
final class OpenPromises {

    private static final Map<String, String> OPEN = new LinkedHashMap<>();

    static {
        // Calls larger than a bucket leave a debt that the next ones meet.
        OPEN.put("careful burst, short runs", "short runs");
        OPEN.put("recorded traffic", "2 documents .*, 1 s .*");
        // The same call is refused more than once before it is known never to fit.
        OPEN.put("recorded oversize", "2 documents .*, 1 s .*");
        OPEN.put("oversize after a change", "large ones, 10 s .*");
        OPEN.put("no storm", "5 I cut to a third, 1 s hidden");
        OPEN.put("requests and input", "3 I plain, at admission, 1 s .*");
        // Long answers in shallow buckets, and what changes in mid-run.
        OPEN.put("output", "3 O long, .*|3 I then O, .*|3 O lengths x3, .*");
        OPEN.put(
                "output by the second",
                "3 O, 1 s hidden|3 O at .*|3 O long, .*|3 O heavy, .*|3 I then O, .*|3 O lengths x3, .*");
        // A neighbour whose calls are as large as ours.
        OPEN.put("neighbours by the second", "4 [IO] .*");
        OPEN.put("neighbours at tiny limits", "4 tiny .*");
        OPEN.put("re-entry beside neighbours", "4 tiny .*");
        OPEN.put("re-entry, short runs", "short runs");
        // A tenth more than promised.
        OPEN.put("large calls", "7 large ones, .*");
        // What the process before left at the service is not known.
        OPEN.put("restarts", "9 .*, 1 s .*|9 O restarted, 10 s hidden");
    }

    private OpenPromises() {}

    static void hold(String promise, String cell, Runnable check) {
        try {
            check.run();
        } catch (AssertionError broken) {
            if (!Boolean.getBoolean("simulation.open") && cell.matches(OPEN.getOrDefault(promise, ""))) {
                Assumptions.abort("Not kept yet: " + promise + " in " + cell + "\n" + broken.getMessage());
            }
            throw broken;
        }
    }
}
