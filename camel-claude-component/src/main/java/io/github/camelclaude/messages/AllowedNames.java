/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A list of names that an option narrows something down to; {@code *} for all, {@code none} for none. */
public final class AllowedNames {

    private static final AllowedNames ALL = new AllowedNames(null);

    private final Set<String> names;

    private AllowedNames(Set<String> names) {
        this.names = names;
    }

    /** @param names comma-separated names, {@code *} or {@code none} */
    public static AllowedNames parse(String names) {
        return switch (names.strip()) {
            case "*" -> ALL;
            case "none" -> new AllowedNames(Set.of());
            default ->
                new AllowedNames(Arrays.stream(names.split(","))
                        .map(String::strip)
                        .collect(Collectors.toCollection(TreeSet::new)));
        };
    }

    public boolean contains(String name) {
        return names == null || names.contains(name);
    }

    /** Those of the names that are not allowed, in order. */
    List<String> others(Collection<String> found) {
        return found.stream().filter(name -> !contains(name)).sorted().toList();
    }

    /** Those of this list that are not among the known ones, in order. */
    public List<String> unknown(Collection<String> known) {
        return names == null
                ? List.of()
                : names.stream().filter(name -> !known.contains(name)).toList();
    }

    @Override
    public String toString() {
        return names == null ? "*" : names.isEmpty() ? "none" : String.join(",", names);
    }
}
