/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.prefix;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A registry in the memory of one process, bounded: the entry that has not been looked at for longest goes first. */
public final class LocalPrefixes implements PrefixRegistry {

    private final Map<String, PrefixEntry> entries;

    /** @param most how many entries it holds */
    public LocalPrefixes(int most) {
        entries = new LinkedHashMap<>(16, 0.75f, true) {

            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, PrefixEntry> eldest) {
                return size() > most;
            }
        };
    }

    @Override
    public synchronized CompletionStage<Map<String, PrefixEntry>> find(Collection<String> keys) {
        Map<String, PrefixEntry> found = new LinkedHashMap<>();
        for (String key : keys) {
            PrefixEntry entry = entries.get(key);
            if (entry != null) {
                found.put(key, entry);
            }
        }
        return CompletableFuture.completedFuture(found);
    }

    @Override
    public synchronized CompletionStage<Void> keep(Map<String, PrefixEntry> learned) {
        entries.putAll(learned);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized CompletionStage<Void> forget(Collection<String> keys) {
        keys.forEach(entries::remove);
        return CompletableFuture.completedFuture(null);
    }

    /** Who warms within one process is the {@link WarmGate}'s to say. */
    @Override
    public CompletionStage<Boolean> claim(String key, long now, long until) {
        return CompletableFuture.completedFuture(true);
    }

    @Override
    public CompletionStage<Void> release(String key) {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
