/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import java.util.Arrays;
import java.util.List;

/**
 * Which backends may take a call.
 *
 * @param backends names, in the order of preference; empty for all
 * @param regions  where the data may be processed; empty for anywhere. A name stands for itself, one that ends with an asterisk
 *                 for all that begin so
 * @param only     the one backend that can go on with the conversation, or null
 */
public record Where(List<String> backends, List<String> regions, String only) {

    public static final Where ANYWHERE = new Where(List.of(), List.of(), null);

    public Where {
        backends = List.copyOf(backends);
        regions = List.copyOf(regions);
    }

    /** The names of a comma-separated list. */
    public static List<String> names(String list) {
        return list == null
                ? List.of()
                : Arrays.stream(list.split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList();
    }

    boolean allowsRegion(String region) {
        return regions.stream()
                .anyMatch(allowed -> allowed.endsWith("*")
                        ? region.startsWith(allowed.substring(0, allowed.length() - 1))
                        : region.equals(allowed));
    }
}
