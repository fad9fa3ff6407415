/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.prefix;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a call will probably read from the prompt cache, and write to it. A mark finds the longest living entry among the points
 * at most {@value #LOOK_BACK} positions back, itself included; of what all marks find the longest counts.
 *
 * @param hit     the index of the point up to which it will read; -1 for none
 * @param read    how many tokens that are
 * @param written how many tokens it will write
 * @param gate    the index of the longest marked point that other calls begin with, too; -1 if there is none
 * @param isCold  whether somebody has to write that first
 */
public record Belief(int hit, long read, long written, int gate, boolean isCold) {

    /** Source: the documentation of prompt caching, as of 2026-11. */
    static final int LOOK_BACK = 20;

    /** Nothing is cached, nothing is marked. */
    public static final Belief NONE = new Belief(-1, 0, 0, -1, false);

    /** The hashes of all points that a mark can find. */
    public static Set<String> reachable(CachePlan plan) {
        Set<String> hashes = new LinkedHashSet<>();
        for (CachePlan.Mark mark : plan.marks()) {
            for (int i = mark.point(); i > mark.point() - LOOK_BACK && i >= 0; i--) {
                hashes.add(plan.points().get(i).hash());
            }
        }
        return hashes;
    }

    /**
     * @param known what is known of its points, by their hashes
     * @param now   milliseconds since 1970
     */
    public static Belief of(CachePlan plan, Map<String, PrefixEntry> known, long now) {
        if (plan.marks().isEmpty()) {
            return NONE;
        }
        int hit = -1;
        int gate = -1;
        for (CachePlan.Mark mark : plan.marks()) {
            hit = Math.max(hit, found(plan, known, mark.point(), now));
            gate = mark.point() < plan.shared() ? mark.point() : gate;
        }
        int last = plan.marks().get(plan.marks().size() - 1).point();
        long read = hit < 0 ? 0 : entry(plan, known, hit).tokens();
        long upToHit = hit < 0 ? 0 : plan.points().get(hit).tokens();
        long written = isVain(plan, known, last, now)
                ? 0
                : Math.max(0, plan.points().get(last).tokens() - upToHit);
        boolean cold = gate >= 0 && hit < gate && !isVain(plan, known, gate, now);
        return new Belief(hit, read, written, gate, cold);
    }

    private static int found(CachePlan plan, Map<String, PrefixEntry> known, int from, long now) {
        for (int i = from; i > from - LOOK_BACK && i >= 0; i--) {
            PrefixEntry entry = entry(plan, known, i);
            if (entry != null && entry.isAlive(now) && !entry.isVain()) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isVain(CachePlan plan, Map<String, PrefixEntry> known, int point, long now) {
        PrefixEntry entry = entry(plan, known, point);
        return entry != null && entry.isAlive(now) && entry.isVain();
    }

    private static PrefixEntry entry(CachePlan plan, Map<String, PrefixEntry> known, int point) {
        return known.get(plan.points().get(point).hash());
    }
}
