/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.account;

import io.github.camelclaude.simulator.catalog.Cost;
import io.github.camelclaude.simulator.time.SimulatorClock;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a calendar month (UTC) has cost, and the caps on it. Guarded by its owner. */
public final class Spending {

    /** Whose cap has been reached. */
    public enum Cap {
        /** The tier's: 429 until the first of the next month. */
        TIER,
        /** The contract's: 429. */
        CONTRACT,
        /** The one that the customer has set for the organization: 400. */
        ORGANIZATION,
        /** The one that the customer has set for the workspace: 400. */
        WORKSPACE
    }

    /**
     * Caps in US dollars per month; null for none.
     *
     * @param tier of the usage tier
     * @param contract of a contract
     * @param organization set by the customer
     * @param workspaces set by the customer, by workspace
     */
    public record Caps(Cost tier, Cost contract, Cost organization, Map<String, Cost> workspaces) {

        public static final Caps NONE = new Caps(null, null, null, Map.of());

        public Caps {
            workspaces = Map.copyOf(workspaces);
        }
    }

    private Caps caps;
    private YearMonth month;
    private long monthEnd;
    private Cost total = Cost.ZERO;
    private final Map<String, Cost> byWorkspace = new HashMap<>();

    public Spending(Caps caps) {
        this.caps = caps;
        this.monthEnd = Long.MIN_VALUE;
    }

    public Caps caps() {
        return caps;
    }

    public void caps(Caps changed) {
        caps = changed;
    }

    public void add(String workspace, Cost cost, long now) {
        turnMonth(now);
        total = total.plus(cost);
        byWorkspace.merge(workspace, cost, Cost::plus);
    }

    /** The cap that stands in the way of another request, if one does. */
    public Optional<Cap> reached(String workspace, long now) {
        turnMonth(now);
        if (isReached(caps.tier, total)) {
            return Optional.of(Cap.TIER);
        }
        if (isReached(caps.contract, total)) {
            return Optional.of(Cap.CONTRACT);
        }
        if (isReached(caps.organization, total)) {
            return Optional.of(Cap.ORGANIZATION);
        }
        Cost ofWorkspace = byWorkspace.getOrDefault(workspace, Cost.ZERO);
        return isReached(caps.workspaces.get(workspace), ofWorkspace) ? Optional.of(Cap.WORKSPACE) : Optional.empty();
    }

    public Cost thisMonth(long now) {
        turnMonth(now);
        return total;
    }

    /** The day on which the month's spending starts again. */
    public String nextMonth(long now) {
        turnMonth(now);
        return month.plusMonths(1).atDay(1).toString();
    }

    public void reset() {
        total = Cost.ZERO;
        byWorkspace.clear();
    }

    private void turnMonth(long now) {
        if (month != null && now < monthEnd) {
            return;
        }
        month = YearMonth.from(SimulatorClock.toInstant(now).atOffset(ZoneOffset.UTC));
        monthEnd = SimulatorClock.toNanos(
                month.plusMonths(1).atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC));
        reset();
    }

    private static boolean isReached(Cost cap, Cost spent) {
        return cap != null && spent.compareTo(cap) >= 0;
    }
}
