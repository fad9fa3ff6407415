/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import io.github.camelclaude.rate.Dimension;
import io.github.camelclaude.rate.Limit;
import io.github.camelclaude.rate.Priority;
import io.github.camelclaude.rate.Report;
import io.github.camelclaude.simulator.limit.Limits;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What came of a run. */
final class Measurements {

    private static final int MOST_VIOLATIONS = 4;

    final Ledger ledger;
    final Gate gate;
    final Refusals refusals = new Refusals();
    final Waits waits = new Waits();
    /** How long those that had to wait did, in parts of what they were told. */
    final Waits quotes = new Waits();

    private double longestHead;
    private Limits changedTo;
    private final Set<Dimension> adopted = new HashSet<>();
    private long toldAt = -1;
    private long adoptedAt = -1;
    final double[] dominantByPriority = new double[Priority.values().length];
    private final VirtualTimeline timeline;
    private final List<String> violations = new ArrayList<>();
    private final Map<String, Long> failures = new TreeMap<>();
    private long violated;
    private long offered;
    private long sent;
    private long completed;
    private long struck;

    Measurements(VirtualTimeline timeline, Ledger ledger, Gate gate) {
        this.timeline = timeline;
        this.ledger = ledger;
        this.gate = gate;
    }

    /** Something happened that must never happen. */
    void violation(String what, Object... details) {
        violated++;
        if (violations.size() < MOST_VIOLATIONS) {
            violations.add("%.6f s: ".formatted(timeline.seconds()) + what.formatted(details));
        }
    }

    List<String> violations() {
        return violations;
    }

    long violated() {
        return violated;
    }

    void offeredOne() {
        offered++;
    }

    void sentOne() {
        sent++;
    }

    void completedOne(long waited) {
        completed++;
        waits.add(waited);
    }

    void failedOne(String why) {
        failures.merge(why, 1L, Long::sum);
    }

    /** A large call waited so long at the head of the queue, in parts of what is promised. */
    void headOne(double part) {
        longestHead = Math.max(longestHead, part);
    }

    double longestHead() {
        return longestHead;
    }

    /** The part of all dominant cost that a priority got. */
    double share(Priority priority) {
        return dominantByPriority[priority.ordinal()]
                / Arrays.stream(dominantByPriority).sum();
    }

    /** From now on the service has these limits. */
    void changed(Limits limits) {
        changedTo = limits;
    }

    /** Headers arrive. */
    void toldOne(Report report) {
        for (Report.Entry entry : report.entries()) {
            if (toldAt < 0 && isNew(entry.dimension(), entry.limit())) {
                toldAt = timeline.now();
            }
        }
    }

    /** The limiter has another limit. */
    void adoptedOne(Limit limit) {
        if (isNew(limit.dimension(), limit.amount()) && adopted.add(limit.dimension())) {
            adoptedAt = timeline.now();
        }
    }

    private boolean isNew(Dimension dimension, long amount) {
        return changedTo != null
                && Arrays.stream(Binding.all())
                        .anyMatch(each -> each.ours.equals(dimension) && each.perMinute(changedTo) == amount);
    }

    /** Seconds from the first headers with a changed limit until the last of its dimensions was adopted; infinite for never. */
    double adoption() {
        return adopted.size() < Binding.all().length ? Double.POSITIVE_INFINITY : (adoptedAt - toldAt) / 1e9;
    }

    /** A fault struck. */
    void struckOne() {
        struck++;
    }

    long offered() {
        return offered;
    }

    long sent() {
        return sent;
    }

    long completed() {
        return completed;
    }

    long struck() {
        return struck;
    }

    Map<String, Long> failures() {
        return failures;
    }

    long failed() {
        return failures.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Refusals by buckets of calls that fit, for a thousand completed calls. */
    double refusedPerThousand() {
        return completed == 0 ? 0 : refusals.buckets() * 1000.0 / completed;
    }

    @Override
    public String toString() {
        return "%d offered, %d sent, %d completed, %s failed, refusals %s (%.2f per 1,000), used %.3f (%.3f), wait p50 %.2f s p99 %.2f s, early %d, steepest %.2f, shares %s, head %.2f, quotes p50 %.2f p99 %.2f, violations %d %s"
                .formatted(
                        offered,
                        sent,
                        completed,
                        failures,
                        refusals,
                        refusedPerThousand(),
                        ledger.worst(),
                        ledger.mean(),
                        waits.quantile(0.5),
                        waits.quantile(0.99),
                        gate.early(),
                        gate.steepest(),
                        Arrays.toString(Arrays.stream(Priority.values())
                                .mapToDouble(each -> Math.round(share(each) * 1000) / 1000.0)
                                .toArray()),
                        longestHead,
                        quotes.quantile(0.5),
                        quotes.quantile(0.99),
                        violated,
                        violations);
    }
}
