/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.prefix;

import io.github.camelclaude.prefix.CachePrefix.Part;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The prefixes that calls may name. For many threads: reading takes no lock, and a call sees a prefix as a whole, the one
 * before or the one after it was declared anew.
 */
public final class DeclaredPrefixes {

    /** More names than this are a mistake: a name for each message is no prefix that others share. */
    public static final int MOST = 100;

    private volatile Map<String, CachePrefix> byName = Map.of();
    private volatile Map<String, Set<Part>> sharedEnds = Map.of();

    /**
     * Declares a prefix, in place of an earlier one of its name.
     *
     * @return whether something changed
     * @throws ClaudeInvalidRequestException if there are too many
     */
    public synchronized boolean declare(CachePrefix prefix) {
        if (prefix.equals(byName.get(prefix.name()))) {
            return false;
        }
        if (byName.size() >= MOST && !byName.containsKey(prefix.name())) {
            throw new ClaudeInvalidRequestException(
                    "There are " + MOST + " cache prefixes already, and " + prefix.name()
                            + " would be one more: use few names, and declare what has changed under the same one. Nothing was"
                            + " sent");
        }
        Map<String, CachePrefix> next = new TreeMap<>(byName);
        next.put(prefix.name(), prefix);
        sharedEnds = ends(next);
        byName = next;
        return true;
    }

    /** In the order of their names. */
    public Collection<CachePrefix> all() {
        return List.copyOf(byName.values());
    }

    public boolean has(String name) {
        return byName.containsKey(name);
    }

    /**
     * The prefix of this name.
     *
     * @param from who names it, for the message: {@code cachePrefix} or a header
     * @throws ClaudeInvalidRequestException if there is none
     */
    public CachePrefix named(String name, String from) {
        CachePrefix prefix = byName.get(name);
        if (prefix == null) {
            throw new ClaudeInvalidRequestException(from + "="
                    + (CachePrefix.isName(name) ? name : "(something that can't be a name)")
                    + " names no cache prefix that is known; there are "
                    + byName.keySet() + ". Declare it before the call: with claude:cache-prefix, as the component's"
                    + " cachePrefixes[NAME] or as a bean. Nothing was sent");
        }
        return prefix;
    }

    /** The layers at whose ends another prefix goes on differently. */
    public Set<Part> sharedEnds(CachePrefix prefix) {
        return sharedEnds.getOrDefault(prefix.name(), Set.of());
    }

    private static Map<String, Set<Part>> ends(Map<String, CachePrefix> prefixes) {
        Map<String, Set<Part>> ends = new TreeMap<>();
        for (CachePrefix prefix : prefixes.values()) {
            Set<Part> shared = EnumSet.noneOf(Part.class);
            for (CachePrefix other : prefixes.values()) {
                prefix.layers().keySet().stream()
                        .filter(part -> prefix.shares(part, other))
                        .forEach(shared::add);
            }
            ends.put(prefix.name(), shared);
        }
        return ends;
    }
}
