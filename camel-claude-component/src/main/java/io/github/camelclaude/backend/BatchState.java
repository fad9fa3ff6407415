/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How a message batch stands.
 *
 * @param id        {@code msgbatch_...}
 * @param status    {@code in_progress}, {@code canceling} or {@code ended}
 * @param counts    items by what has become of them; all but {@code processing} stay zero until the batch has ended
 * @param createdAt when it was made
 * @param expiresAt when it ends whatever has been done by then
 * @param endedAt   null while it has not
 * @param simulated whether a simulator said so
 */
public record BatchState(
        String id,
        String status,
        Map<String, Long> counts,
        Instant createdAt,
        Instant expiresAt,
        Instant endedAt,
        boolean simulated) {

    /** What {@link #status} says of one whose results can be fetched. */
    public static final String ENDED = "ended";

    public BatchState {
        counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
    }

    public boolean hasEnded() {
        return ENDED.equals(status);
    }

    /** How many items it has: whatever has become of them, the counts add up to that. */
    public long size() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** As a message body: simple values only. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("id", id);
        map.put("status", status);
        map.put("counts", counts);
        map.put("createdAt", createdAt.toString());
        map.put("expiresAt", expiresAt.toString());
        if (endedAt != null) {
            map.put("endedAt", endedAt.toString());
        }
        return map;
    }
}
