/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import com.anthropic.core.http.Headers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What the headers of a response tell about limits. No other header goes up: one could hold what nobody should see. */
final class LimitHeaders {

    /** Longer than any number or time, short enough to be of no harm. */
    private static final int LONGEST_VALUE = 100;

    private static final List<String> NAMES =
            List.of("date", "retry-after", "retry-after-ms", "anthropic-workspace-id");
    private static final List<String> BEGINNINGS =
            List.of("anthropic-ratelimit-", "anthropic-priority-", "anthropic-fast-");

    private LimitHeaders() {}

    /** The first value of each of them, names in lower case. */
    static Map<String, String> of(Headers headers) {
        Map<String, String> told = new TreeMap<>();
        for (String name : headers.names()) {
            String lowerCase = name.toLowerCase(Locale.ROOT);
            List<String> values = headers.values(name);
            if (tells(lowerCase) && !values.isEmpty() && values.get(0).length() <= LONGEST_VALUE) {
                told.put(lowerCase, values.get(0));
            }
        }
        return told;
    }

    private static boolean tells(String name) {
        return NAMES.contains(name) || BEGINNINGS.stream().anyMatch(name::startsWith);
    }
}
