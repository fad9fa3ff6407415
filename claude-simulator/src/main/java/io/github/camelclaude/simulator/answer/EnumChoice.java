/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.answer;

import io.github.camelclaude.simulator.seed.Seed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Chooses among names by the words of a text: "credit_card" wins where credit and cards are spoken of. Where no name's
 * words occur, a hash of the text chooses.
 */
final class EnumChoice {

    private static final int LONGEST_TEXT = 20_000;
    private final Map<String, Integer> words = new HashMap<>();
    private final Seed seed;

    EnumChoice(List<String> texts, Seed seed) {
        this.seed = seed;
        for (String text : texts) {
            String start = text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
            wordsOf(start).forEach(word -> words.merge(stem(word), 1, Integer::sum));
        }
    }

    /** The index of the name that fits best. */
    int among(List<String> names, String question) {
        double best = 0;
        int chosen = -1;
        for (int i = 0; i < names.size(); i++) {
            double score = score(names.get(i));
            if (score > best) {
                best = score;
                chosen = i;
            }
        }
        return chosen >= 0 ? chosen : (int) seed.with(question).below(names.size());
    }

    /** The share of the name's words that occur counts first, how often they occur second. */
    private double score(String name) {
        List<String> parts = wordsOf(name);
        int found = 0;
        int occurrences = 0;
        for (String part : parts) {
            int count = words.getOrDefault(stem(part), 0);
            found += count > 0 ? 1 : 0;
            occurrences += count;
        }
        return parts.isEmpty() ? 0 : (double) found / parts.size() + occurrences / (occurrences + 8.0);
    }

    private static List<String> wordsOf(String text) {
        List<String> found = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean hump = Character.isUpperCase(c) && i > 0 && Character.isLowerCase(text.charAt(i - 1));
            if (!Character.isLetterOrDigit(c) || hump) {
                end(word, found);
            }
            if (Character.isLetterOrDigit(c)) {
                word.append(c);
            }
        }
        end(word, found);
        return found;
    }

    private static void end(StringBuilder word, List<String> found) {
        if (!word.isEmpty()) {
            found.add(word.toString().toLowerCase(Locale.ROOT));
            word.setLength(0);
        }
    }

    /** Plain suffixes off: collection, collections, collected, collector are one word here. */
    private static String stem(String word) {
        String stem = word;
        for (String suffix :
                new String[] {"ing", "ions", "ion", "ies", "ors", "or", "ers", "er", "ed", "es", "s", "y"}) {
            if (stem.length() - suffix.length() >= 4 && stem.endsWith(suffix)) {
                return stem.substring(0, stem.length() - suffix.length());
            }
        }
        return stem;
    }
}
