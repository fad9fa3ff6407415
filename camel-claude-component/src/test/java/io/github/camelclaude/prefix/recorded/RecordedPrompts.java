/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.prefix.recorded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Recorded prompts: when each came, and which beginning it has in common with earlier ones. */
final class RecordedPrompts {

    /** So many tokens are told apart; the last block of a prompt may be shorter. */
    static final int BLOCK = 512;

    /**
     * One prompt.
     *
     * @param millis since the first one
     * @param tokens its length
     * @param blocks what it is made of; a number stands for a block and all before it
     * @param fixed  how many blocks, from the first one, all prompts have that begin like it; 0 if it is the only one. Who wrote
     *               the application knows that much: it is the document or the instructions that it asks about
     */
    record Prompt(long millis, long tokens, List<Integer> blocks, int fixed) {

        /** The same where nobody knows what is fixed. */
        Prompt unknown() {
            return new Prompt(millis, tokens, blocks, 0);
        }

        /** The tokens of a block. */
        long tokensOf(int block) {
            return block < blocks.size() - 1 ? BLOCK : tokens - (long) BLOCK * (blocks.size() - 1);
        }
    }

    private RecordedPrompts() {}

    static List<Prompt> read() {
        List<String[]> lengths = rows("mooncake-synthetic-2025");
        List<String[]> prefixes = rows("mooncake-synthetic-2025-prefixes");
        List<List<Integer>> blocks = blocks(prefixes);
        Map<Integer, Integer> fixed = fixed(blocks);
        List<Prompt> prompts = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            List<Integer> its = blocks.get(i);
            prompts.add(new Prompt(
                    Long.parseLong(lengths.get(i)[0]),
                    Long.parseLong(lengths.get(i)[1]),
                    its,
                    Math.min(fixed.getOrDefault(its.get(0), 0), its.size() - 1)));
        }
        return prompts;
    }

    private static List<List<Integer>> blocks(List<String[]> prefixes) {
        List<List<Integer>> all = new ArrayList<>();
        int next = 0;
        for (String[] row : prefixes) {
            List<Integer> blocks = new ArrayList<>();
            if (!row[0].isEmpty()) {
                blocks.addAll(all.get(Integer.parseInt(row[0])).subList(0, Integer.parseInt(row[1])));
            }
            while (blocks.size() < Integer.parseInt(row[2])) {
                blocks.add(next++);
            }
            all.add(blocks);
        }
        return all;
    }

    /** By first block, how much all that begin with it have in common. */
    private static Map<Integer, Integer> fixed(List<List<Integer>> all) {
        Map<Integer, List<Integer>> common = new HashMap<>();
        Map<Integer, Integer> times = new HashMap<>();
        for (List<Integer> blocks : all) {
            times.merge(blocks.get(0), 1, Integer::sum);
            common.merge(blocks.get(0), blocks, RecordedPrompts::common);
        }
        Map<Integer, Integer> fixed = new HashMap<>();
        times.forEach((first, count) -> {
            if (count > 1) {
                fixed.put(first, common.get(first).size());
            }
        });
        return fixed;
    }

    private static List<Integer> common(List<Integer> one, List<Integer> other) {
        int same = 0;
        while (same < Math.min(one.size(), other.size()) && one.get(same).equals(other.get(same))) {
            same++;
        }
        return one.subList(0, same);
    }

    private static List<String[]> rows(String name) {
        InputStream resource =
                Objects.requireNonNull(RecordedPrompts.class.getResourceAsStream("/traces/" + name + ".csv"), name);
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.US_ASCII))) {
            return lines.lines().skip(1).map(line -> line.split(",", -1)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
