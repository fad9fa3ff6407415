/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.batch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The batches of an organization, each seen only in its workspace. */
public final class BatchShelf {

    /**
     * A page of batches, newest first.
     *
     * @param batches what is on it
     * @param hasMore whether more follow in the direction asked for
     */
    public record Page(List<Batch> batches, boolean hasMore) {}

    private final Map<String, Batch> batches = new LinkedHashMap<>();

    public void add(Batch batch) {
        batches.put(batch.id(), batch);
    }

    public void remove(String id) {
        batches.remove(id);
    }

    public Optional<Batch> find(String id, String workspaceId, long now) {
        return Optional.ofNullable(batches.get(id))
                .filter(batch -> batch.workspaceId().equals(workspaceId) && batch.isVisible(now));
    }

    /** Items waiting over all batches and workspaces. */
    public long waiting(long now) {
        return batches.values().stream().mapToLong(batch -> batch.waiting(now)).sum();
    }

    /**
     * A page.
     *
     * @param afterId older ones than this, or null
     * @param beforeId newer ones than this, or null
     */
    public Page page(String workspaceId, int limit, String afterId, String beforeId, long now) {
        List<Batch> newestFirst = new ArrayList<>();
        for (Batch batch : batches.values()) {
            if (batch.workspaceId().equals(workspaceId) && batch.isVisible(now)) {
                newestFirst.add(0, batch);
            }
        }
        if (beforeId != null) {
            List<Batch> newer = newestFirst.subList(0, Math.max(0, indexOf(newestFirst, beforeId)));
            List<Batch> nearest = newer.subList(Math.max(0, newer.size() - limit), newer.size());
            return new Page(List.copyOf(nearest), newer.size() > limit);
        }
        int from = afterId == null ? 0 : indexOf(newestFirst, afterId) + 1;
        List<Batch> older =
                afterId != null && from == 0 ? Collections.emptyList() : newestFirst.subList(from, newestFirst.size());
        return new Page(List.copyOf(older.subList(0, Math.min(limit, older.size()))), older.size() > limit);
    }

    public void clear() {
        batches.clear();
    }

    private static int indexOf(List<Batch> all, String id) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).id().equals(id)) {
                return i;
            }
        }
        return -1;
    }
}
