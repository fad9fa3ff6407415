/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.prefix;

import io.github.camelclaude.catalog.TokenUsage;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What an answer tells about the prompt cache. The service says how many tokens it read and wrote, not where: what was read
 * ends at the point whose length comes nearest, and all marks up to the last have an entry from then on.
 *
 * <p>One thing can't be seen at once: a mark whose beginning is too short to be cached, followed by one that is long enough.
 * It is believed until somebody counts on it and does not read it; from then on it is known to be {@link PrefixEntry#isVain
 * vain}. An entry that somebody has read and that is missing now was evicted instead: it is written anew.
 *
 * @param learned   entries as they are now, by the hashes of their points
 * @param forgotten hashes of points that were believed to be cached and are not
 * @param missed    how many tokens were believed to be read and were not
 */
public record Evidence(Map<String, PrefixEntry> learned, Set<String> forgotten, long missed) {

    /** Estimates of lengths are that good. */
    private static final double NEAR = 0.5;

    /**
     * @param known  what was known when the call was sent, by hashes
     * @param belief what was made of it
     * @param sent   when the call was sent
     * @param began  when its answer began; both in milliseconds since 1970
     */
    public static Evidence of(
            CachePlan plan, Map<String, PrefixEntry> known, Belief belief, TokenUsage usage, long sent, long began) {
        long marked = usage.cacheRead() + usage.cacheWrite();
        if (plan.marks().isEmpty()) {
            return new Evidence(Map.of(), Set.of(), 0);
        }
        Map<String, PrefixEntry> learned = new HashMap<>();
        int last = plan.marks().get(plan.marks().size() - 1).point();
        double scale = (double) marked / Math.max(1, plan.points().get(last).tokens());
        int readTo = usage.cacheRead() == 0 ? -1 : nearest(plan, known, usage.cacheRead(), scale, sent);
        for (CachePlan.Mark mark : plan.marks()) {
            String hash = plan.points().get(mark.point()).hash();
            long tokens = mark.point() == last
                    ? marked
                    : mark.point() == readTo
                            ? usage.cacheRead()
                            : Math.round(plan.points().get(mark.point()).tokens() * scale);
            PrefixEntry before = alive(known.get(hash), sent);
            learned.put(
                    hash,
                    mark.point() <= readTo
                            ? read(before, mark.life(), tokens, mark.point() == readTo, sent, began)
                            : written(before, mark.life(), tokens, mark.point() == last, sent, began));
        }
        if (readTo >= 0) {
            String hash = plan.points().get(readTo).hash();
            PrefixEntry before = alive(known.get(hash), sent);
            CacheLife life = before == null ? CacheLife.FIVE_MINUTES : before.life();
            learned.putIfAbsent(hash, read(before, life, usage.cacheRead(), true, sent, began));
        }
        Set<String> forgotten = new HashSet<>();
        long missed = usage.cacheRead() < belief.read() * NEAR ? belief.read() - usage.cacheRead() : 0;
        if (missed > 0 && belief.hit() > readTo) {
            String hash = plan.points().get(belief.hit()).hash();
            if (!learned.containsKey(hash)) {
                forgotten.add(hash);
            }
        }
        return new Evidence(learned, forgotten, missed);
    }

    /**
     * What is believed of a call whose answer has begun and that has not told yet what it wrote: it wrote what it should.
     *
     * @return entries by hashes, those only that were not known
     */
    public static Map<String, PrefixEntry> assumed(
            CachePlan plan, Map<String, PrefixEntry> known, long sent, long began) {
        Map<String, PrefixEntry> assumed = new HashMap<>();
        for (CachePlan.Mark mark : plan.marks()) {
            CachePlan.Point point = plan.points().get(mark.point());
            if (alive(known.get(point.hash()), sent) == null) {
                assumed.put(
                        point.hash(),
                        new PrefixEntry(
                                mark.life(),
                                sent + mark.life().duration().toMillis(),
                                began,
                                Math.max(1, point.tokens()),
                                false));
            }
        }
        return assumed;
    }

    private static PrefixEntry read(
            PrefixEntry before, CacheLife life, long tokens, boolean proven, long sent, long began) {
        CacheLife longer = before != null && before.life() == CacheLife.ONE_HOUR ? CacheLife.ONE_HOUR : life;
        long expiresAt = sent + longer.duration().toMillis();
        return before == null
                ? new PrefixEntry(longer, expiresAt, began, tokens, proven)
                : new PrefixEntry(
                        longer,
                        Math.max(before.expiresAt(), expiresAt),
                        before.since(),
                        tokens,
                        proven || before.proven());
    }

    private static PrefixEntry written(
            PrefixEntry before, CacheLife life, long tokens, boolean last, long sent, long began) {
        long expiresAt = sent + life.duration().toMillis();
        boolean counted = before != null && before.since() <= sent;
        boolean vain = counted && !last && (before.isVain() || !before.proven());
        return new PrefixEntry(life, expiresAt, began, vain ? 0 : tokens, false);
    }

    private static PrefixEntry alive(PrefixEntry entry, long now) {
        return entry == null || !entry.isAlive(now) ? null : entry;
    }

    /** The point that a mark can find and that is about as long as what was read; -1 if none is. */
    private static int nearest(CachePlan plan, Map<String, PrefixEntry> known, long read, double scale, long now) {
        int nearest = -1;
        double least = Double.MAX_VALUE;
        Set<String> reachable = Belief.reachable(plan);
        for (int i = 0; i < plan.points().size(); i++) {
            CachePlan.Point point = plan.points().get(i);
            if (reachable.contains(point.hash())) {
                PrefixEntry entry = alive(known.get(point.hash()), now);
                double tokens = entry == null || entry.isVain() ? point.tokens() * scale : entry.tokens();
                double distance = Math.abs(tokens - read);
                if (distance <= least) {
                    least = distance;
                    nearest = i;
                }
            }
        }
        return nearest;
    }
}
