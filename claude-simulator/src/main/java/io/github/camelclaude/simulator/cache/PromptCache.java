/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.cache;

import io.github.camelclaude.simulator.cache.CachePlan.Touched;
import io.github.camelclaude.simulator.cache.CacheQuery.Mark;
import io.github.camelclaude.simulator.cache.CacheQuery.Prefix;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Entries of the prompt cache.
 *
 * <p>An entry is written only at a mark, under the hash of everything before it. A mark is read by walking back over at most
 * 20 blocks, itself included, until an entry is found. Of all hits the longest counts: up to it the prompt is read; from
 * there to the last one-hour mark it is written for an hour; from there to the last mark for five minutes; the rest is plain
 * input. Prefixes below the model's minimum are silently left out.
 *
 * <p>An entry can be read once the first answer that wrote it has begun, and lives for its time from the start of the last
 * request that wrote or read it.
 */
public final class PromptCache {

    private static final int LOOK_BACK = 20;
    private static final int MOST_ENTRIES = 100_000;

    private record Entry(Ttl ttl, long expiresAt) {}

    /** Least recently begun first. */
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /** What would be read and written for a prompt now; changes nothing. */
    public CachePlan plan(CacheQuery query, long now) {
        int hit = -1;
        List<Touched> touched = new ArrayList<>();
        int lastHour = -1;
        int last = -1;
        for (Mark mark : query.marks()) {
            if (query.prefixes().get(mark.position()).tokens() < query.minTokens()) {
                continue;
            }
            last = Math.max(last, mark.position());
            lastHour = mark.ttl() == Ttl.HOUR ? Math.max(lastHour, mark.position()) : lastHour;
            int found = lookBack(query, mark.position(), now);
            hit = Math.max(hit, found);
            if (found >= 0) {
                String key = key(query, found);
                touched.add(new Touched(key, entries.get(key).ttl()));
            }
            touched.add(new Touched(key(query, mark.position()), mark.ttl()));
        }
        if (last < 0) {
            return CachePlan.nothing(query.promptTokens());
        }
        long read = tokens(query, hit);
        long untilHour = Math.max(read, tokens(query, lastHour));
        long untilLast = Math.max(untilHour, tokens(query, last));
        return new CachePlan(
                read, untilLast - untilHour, untilHour - read, query.promptTokens() - untilLast, List.copyOf(touched));
    }

    /**
     * The answer has begun: what the plan writes can be read from now on.
     *
     * @param requestStart when the request came, from which lifetimes count
     */
    public void begin(CachePlan plan, long requestStart, long now) {
        for (Touched touched : plan.touched()) {
            Entry before = entries.remove(touched.key());
            boolean alive = before != null && before.expiresAt() > requestStart;
            Ttl ttl = alive && before.ttl() == Ttl.HOUR ? Ttl.HOUR : touched.ttl();
            long expiresAt = requestStart + ttl.nanos();
            entries.put(touched.key(), new Entry(ttl, alive ? Math.max(before.expiresAt(), expiresAt) : expiresAt));
        }
        if (entries.size() > MOST_ENTRIES) {
            dropExpired(now);
        }
    }

    public void clear() {
        entries.clear();
    }

    /** Entries that can be read now. */
    public long size(long now) {
        return entries.values().stream()
                .filter(entry -> entry.expiresAt() > now)
                .count();
    }

    private int lookBack(CacheQuery query, int from, long now) {
        for (int i = from; i > from - LOOK_BACK && i >= 0; i--) {
            Entry entry = entries.get(key(query, i));
            if (entry != null && entry.expiresAt() > now) {
                return i;
            }
        }
        return -1;
    }

    private void dropExpired(long now) {
        entries.values().removeIf(entry -> entry.expiresAt() <= now);
        Iterator<String> oldest = entries.keySet().iterator();
        while (entries.size() > MOST_ENTRIES) {
            oldest.next();
            oldest.remove();
        }
    }

    private static String key(CacheQuery query, int position) {
        Prefix prefix = query.prefixes().get(position);
        return query.scope() + '/' + prefix.hash();
    }

    private static long tokens(CacheQuery query, int position) {
        return position < 0 ? 0 : query.prefixes().get(position).tokens();
    }
}
