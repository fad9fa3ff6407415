/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.batch;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelclaude.simulator.batch.BatchResult.Kind;
import io.github.camelclaude.simulator.time.SimulatorClock;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * One batch. What it is at a time follows from when it was created, when its items are done, and whether it was cancelled:
 * in progress, canceling, ended, and after 29 days without results. Items whose turn comes after a cancellation are
 * canceled, those whose turn comes after 24 hours expire. The counters other than {@code processing} stay zero until the
 * whole batch has ended.
 */
public final class Batch {

    private static final long NEVER = Long.MAX_VALUE;
    private final String id;
    private final String workspaceId;
    private final long createdAt;
    private final BatchRules rules;
    private final BiFunction<BatchItem, Long, BatchResult> work;
    private final int size;
    private List<BatchItem> items;
    private final long allDoneAt;
    private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    private List<byte[]> lines = List.of();
    private long cancelledAt = NEVER;
    private boolean settled;

    /**
     * @param work gives an item's result at the time of its turn
     */
    public Batch(
            String id,
            String workspaceId,
            List<BatchItem> items,
            BiFunction<BatchItem, Long, BatchResult> work,
            BatchRules rules,
            long createdAt) {
        this.id = id;
        this.workspaceId = workspaceId;
        this.items = List.copyOf(items);
        this.size = items.size();
        this.work = work;
        this.rules = rules;
        this.createdAt = createdAt;
        this.allDoneAt = items.stream().mapToLong(BatchItem::doneAt).max().orElse(createdAt);
    }

    public String id() {
        return id;
    }

    public String workspaceId() {
        return workspaceId;
    }

    public int size() {
        return size;
    }

    public boolean isVisible(long now) {
        return now >= createdAt + rules.visibleAfter().toNanos();
    }

    public boolean hasEnded(long now) {
        return now >= endsAt();
    }

    public boolean isForgotten(long now) {
        return now >= createdAt + BatchRules.RETENTION.toNanos();
    }

    /** Asks to cancel; the first time counts. */
    public void cancel(long now) {
        cancelledAt = Math.min(cancelledAt, now);
    }

    /** Items that still wait for their turn, as the queue limit counts them. */
    public long waiting(long now) {
        if (hasEnded(now)) {
            return 0;
        }
        return items.stream().filter(item -> item.doneAt() > now).count();
    }

    /** Once it has ended, works out every item, in the order of their turns; what was asked is not needed any more. */
    public void settle(long now) {
        if (settled || !hasEnded(now)) {
            return;
        }
        settled = true;
        List<BatchItem> turns = new ArrayList<>(items);
        turns.sort(Comparator.comparingLong(BatchItem::doneAt));
        List<byte[]> results = new ArrayList<>(size);
        for (BatchItem item : turns) {
            BatchResult result = result(item);
            counts.merge(result.kind(), 1, Integer::sum);
            ObjectNode line = JsonNodeFactory.instance.objectNode().put("custom_id", item.customId());
            line.set("result", result.json());
            results.add((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
        Collections.shuffle(results, new java.util.Random(id.hashCode()));
        lines = results;
        items = List.of();
    }

    /** The lines of the results, in no order that means anything. */
    public List<byte[]> lines() {
        return lines;
    }

    /** The batch as the API shows it. */
    public ObjectNode json(long now, String resultsUrl) {
        boolean ended = hasEnded(now);
        boolean cancelled = cancelledAt != NEVER;
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", id);
        json.put("type", "message_batch");
        json.put("processing_status", ended ? "ended" : cancelled ? "canceling" : "in_progress");
        json.putObject("request_counts")
                .put("processing", ended ? 0 : size)
                .put("succeeded", count(Kind.SUCCEEDED, ended))
                .put("errored", count(Kind.ERRORED, ended))
                .put("canceled", count(Kind.CANCELED, ended))
                .put("expired", count(Kind.EXPIRED, ended));
        json.put("created_at", time(createdAt));
        json.put("expires_at", time(createdAt + BatchRules.EXPIRY.toNanos()));
        json.put("ended_at", ended ? time(endsAt()) : null);
        json.put("cancel_initiated_at", cancelled ? time(cancelledAt) : null);
        json.put("archived_at", isForgotten(now) ? time(createdAt + BatchRules.RETENTION.toNanos()) : null);
        json.put("results_url", ended && !isForgotten(now) ? resultsUrl : null);
        return json;
    }

    private BatchResult result(BatchItem item) {
        if (item.doneAt() > cancelledAt) {
            return only(Kind.CANCELED);
        }
        return item.doneAt() > createdAt + BatchRules.EXPIRY.toNanos()
                ? only(Kind.EXPIRED)
                : work.apply(item, item.doneAt());
    }

    private static BatchResult only(Kind kind) {
        return new BatchResult(
                kind,
                JsonNodeFactory.instance.objectNode().put("type", kind == Kind.CANCELED ? "canceled" : "expired"));
    }

    private int count(Kind kind, boolean ended) {
        return ended ? counts.getOrDefault(kind, 0) : 0;
    }

    private long endsAt() {
        long natural = Math.min(allDoneAt, createdAt + BatchRules.EXPIRY.toNanos());
        return cancelledAt == NEVER
                ? natural
                : Math.min(natural, cancelledAt + rules.canceling().toNanos());
    }

    /** With microseconds, as the service writes these. */
    private static String time(long nanos) {
        Instant instant = SimulatorClock.toInstant(nanos).truncatedTo(ChronoUnit.MICROS);
        return "%s.%06dZ".formatted(instant.toString().substring(0, 19), instant.getNano() / 1_000);
    }
}
