/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.limit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The limits of one organization: a group per model class, and beside it a group per workspace and model class where the
 * workspace has a cap. Groups begin full at their first use.
 */
public final class LimitBook {

    /**
     * How the numbers are enforced.
     *
     * @param burst capacity of the buckets
     * @param acceleration limit on growth, or null for none, which is the documented reading
     * @param refusedRequestsCount whether refused requests use up requests; undocumented, no by default
     */
    public record Enforcement(Burst burst, Acceleration acceleration, boolean refusedRequestsCount) {
        public static final Enforcement DOCUMENTED = new Enforcement(Burst.WHOLE_MINUTE, null, false);
    }

    private final Map<String, Limits> byClass = new HashMap<>();
    private final Map<String, Map<String, Limits>> caps = new HashMap<>();
    private final Map<String, LimitPath> paths = new HashMap<>();
    private final Map<String, LimitGroup> groups = new HashMap<>();
    private final Enforcement enforcement;

    public LimitBook(Map<String, Limits> byClass, Enforcement enforcement) {
        this.byClass.putAll(byClass);
        this.enforcement = enforcement;
    }

    /** What a request of this class from this workspace must pass. */
    public LimitPath path(String modelClass, String workspace, long now) {
        String key = workspace + '/' + modelClass;
        LimitPath path = paths.get(key);
        if (path == null) {
            path = open(modelClass, workspace, now);
            paths.put(key, path);
        }
        return path;
    }

    public Limits of(String modelClass) {
        return byClass.getOrDefault(modelClass, Limits.NONE);
    }

    /** A workspace's own caps by model class; empty where it has none. */
    public Map<String, Limits> capsOf(String workspace) {
        return Map.copyOf(caps.getOrDefault(workspace, Map.of()));
    }

    /** Changes the limits of a class; its buckets begin full again. */
    public void change(String modelClass, Limits limits) {
        byClass.put(modelClass, limits);
        refill();
    }

    /** Caps a workspace below its organization; every bucket begins full again. */
    public void cap(String workspace, String modelClass, Limits limits) {
        caps.computeIfAbsent(workspace, name -> new HashMap<>()).put(modelClass, limits);
        refill();
    }

    /** Every bucket is full again. */
    public void refill() {
        paths.clear();
        groups.clear();
    }

    private LimitPath open(String modelClass, String workspace, long now) {
        List<LimitGroup> passed = new ArrayList<>(2);
        passed.add(group("organization/" + modelClass, of(modelClass), now));
        Limits cap = caps.getOrDefault(workspace, Map.of()).get(modelClass);
        if (cap != null) {
            passed.add(group("workspace/" + workspace + '/' + modelClass, cap, now));
        }
        return new LimitPath(passed, enforcement.refusedRequestsCount());
    }

    private LimitGroup group(String name, Limits limits, long now) {
        return groups.computeIfAbsent(
                name, created -> new LimitGroup(created, limits, enforcement.burst(), enforcement.acceleration(), now));
    }
}
