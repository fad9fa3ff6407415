/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import io.github.camelclaude.rate.Cost;
import io.github.camelclaude.rate.Demand;
import io.github.camelclaude.rate.GroupName;
import io.github.camelclaude.rate.Outcome.Refusal;
import io.github.camelclaude.rate.Priority;
import io.github.camelclaude.rate.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Why a call waited and how it ended: one record, written as it happens. It keeps numbers and names of ours, never the
 * prompt, the answer or a key.
 */
public final class Decision {

    private final String id;
    private final Instant askedAt;
    private final List<GroupName> path;
    private final Cost estimate;
    private final Priority priority;
    private final String fairnessKey;
    private final boolean again;
    private final int attempt;
    private final List<String> exchangeIds = new ArrayList<>(1);
    private final Map<String, Object> gate = new LinkedHashMap<>();
    private Duration waited;
    private int attempts;
    private long sentAt;
    private Cost estimateWhenSent;
    private Cost actual;
    private String requestId;
    private String end;
    private String then;

    /** @param attempt which attempt of the call it is about, from 1 on */
    Decision(String id, Instant askedAt, Demand demand, String exchangeId, int attempt) {
        this.id = id;
        this.askedAt = askedAt;
        this.path = demand.path();
        this.estimate = demand.cost();
        this.priority = demand.priority();
        this.fairnessKey = demand.fairnessKey();
        this.again = demand.again();
        this.attempt = attempt;
        this.attempts = attempt - 1;
        exchangeIds.add(exchangeId);
    }

    /** Names it, and the permit or ticket that came of it. */
    public String id() {
        return id;
    }

    /** Whether it is about a permit or ticket, an exchange or a request of this name. */
    public synchronized boolean isAbout(String name) {
        return id.equals(name) || exchangeIds.contains(name) || name.equals(requestId);
    }

    /** Whether it is about the attempt that came right before another one. */
    public boolean isBefore(Decision next) {
        List<String> exchanges = next.exchangeIds();
        synchronized (this) {
            return attempt == next.attempt - 1 && !Collections.disjoint(exchangeIds, exchanges);
        }
    }

    private synchronized List<String> exchangeIds() {
        return List.copyOf(exchangeIds);
    }

    /** What the service calls the request; null if it did not say. */
    synchronized void requestIs(String name) {
        requestId = name;
    }

    synchronized void usedBy(String exchangeId) {
        if (!exchangeIds.contains(exchangeId)) {
            exchangeIds.add(exchangeId);
        }
    }

    synchronized void waits(Wait wait) {
        gate.put("place", wait.place());
        gate.put("expectedWaitMillis", wait.expected().toMillis());
        if (wait.binding() != null) {
            gate.put("binding", wait.binding().name());
        }
    }

    /**
     * What came before the permit was asked for, where the prompt begins with a prefix.
     *
     * @param wait  how long it waited for another call to write that
     * @param warms whether it writes it, and others wait
     */
    synchronized void prefix(Duration wait, boolean warms) {
        gate.put("waitedForPrefixMillis", wait.toMillis());
        gate.put("warms", warms);
    }

    /** All places of the queue were taken. */
    synchronized void beforeTheDoor() {
        gate.put("queueWasFull", true);
    }

    synchronized void granted(Duration after) {
        waited = after;
    }

    /** It passed at once, and this is how long it would have waited. */
    synchronized void shadowed(Duration wouldHave) {
        waited = Duration.ZERO;
        boolean never = wouldHave.compareTo(Duration.ofDays(10_000)) > 0;
        gate.put("shadow", true);
        gate.put(never ? "wouldHaveBeenRefused" : "wouldHaveWaitedMillis", never ? true : wouldHave.toMillis());
    }

    synchronized void refused(Refusal refusal) {
        gate.put("refusedBy", refusal.group() == null ? "" : refusal.group().text());
        if (refusal.binding() != null) {
            gate.put("binding", refusal.binding().name());
            gate.put("asked", refusal.asked());
            gate.put("allowed", refusal.allowed());
        }
        gate.put("expectedWaitMillis", refusal.expected().toMillis());
        end = "refused here: "
                + refusal.reason().name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @param expected what it was expected to cost by then: more may have been known than when it was asked for */
    synchronized void sent(long at, Cost expected) {
        sentAt = at;
        estimateWhenSent = expected;
        attempts++;
        end = "under way";
    }

    synchronized void answered(Cost cost) {
        actual = cost;
        end = "answered";
    }

    /** What was decided after the attempt had failed. */
    synchronized void then(String what) {
        then = what;
    }

    synchronized void ended(String how) {
        end = how;
    }

    synchronized long sentAt() {
        return sentAt;
    }

    synchronized int attempts() {
        return attempts;
    }

    /** Everything about it, ready for JSON. */
    public synchronized Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("permit", id);
        map.put("exchanges", List.copyOf(exchangeIds));
        map.put("askedAt", askedAt.toString());
        map.put("backend", path.get(0).backend());
        map.put("groups", path.stream().map(GroupName::text).toList());
        map.put("priority", priority.label());
        if (!fairnessKey.isEmpty()) {
            map.put("fairnessKey", fairnessKey);
        }
        if (again) {
            map.put("again", true);
        }
        map.put("estimate", map(estimate));
        if (estimateWhenSent != null && !estimateWhenSent.equals(estimate)) {
            map.put("estimateWhenSent", map(estimateWhenSent));
        }
        map.putAll(gate);
        if (waited != null) {
            map.put("waitedMillis", waited.toMillis());
        }
        map.put("attempts", attempts);
        if (requestId != null) {
            map.put("requestId", requestId);
        }
        if (actual != null) {
            map.put("actual", map(actual));
        }
        if (then != null) {
            map.put("then", then);
        }
        map.put("end", end == null ? (waited == null ? "waiting" : "granted") : end);
        return map;
    }

    private static Map<String, Object> map(Cost cost) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("input", cost.input());
        map.put("cacheWrite", cost.cacheWrite());
        map.put("cacheRead", cost.cacheRead());
        map.put("output", cost.output());
        map.put("maxOutput", cost.maxOutput());
        map.put("microUsd", cost.microUsd());
        return map;
    }
}
