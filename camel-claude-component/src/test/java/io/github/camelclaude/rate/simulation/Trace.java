/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** Recorded traffic: when a call came, how long its prompt and its answer were. */
final class Trace {

    private static final Map<String, Trace> READ = new ConcurrentHashMap<>();

    private final int[] millis;
    private final Lengths.Pair[] pairs;

    private Trace(int[] millis, Lengths.Pair[] pairs) {
        this.millis = millis;
        this.pairs = pairs;
    }

    /** Production chat. */
    static Trace azureConversations() {
        return named("azure-conversations-2023");
    }

    /** Long prompts. */
    static Trace mooncake() {
        return named("mooncake-synthetic-2025");
    }

    int size() {
        return pairs.length;
    }

    int millis(int row) {
        return millis[row];
    }

    Lengths.Pair pair(int row) {
        return pairs[row];
    }

    private static Trace named(String name) {
        return READ.computeIfAbsent(name, Trace::read);
    }

    private static Trace read(String name) {
        InputStream resource =
                Objects.requireNonNull(Trace.class.getResourceAsStream("/traces/" + name + ".csv"), name);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.US_ASCII))) {
            String[][] rows = lines.lines().skip(1).map(line -> line.split(",")).toArray(String[][]::new);
            int[] millis = new int[rows.length];
            Lengths.Pair[] pairs = new Lengths.Pair[rows.length];
            for (int i = 0; i < rows.length; i++) {
                millis[i] = Integer.parseInt(rows[i][0]);
                pairs[i] = new Lengths.Pair(Integer.parseInt(rows[i][1]), Integer.parseInt(rows[i][2]));
            }
            return new Trace(millis, pairs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
