/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Who is next: a weighted fair queue over priorities, and within a priority over lines, one per path and fairness key; first
 * come, first served within a line. Each priority and each line has a virtual time that moves on by what it is served, divided
 * by its share, in seconds of the dimension that a call takes most of; the least is next. Who comes back after a rest begins
 * where the others are, so nobody saves up. (Demers, Keshav, Shenker 1989; dominant cost: Ghodsi et al. 2011.)
 *
 * <p>Whoever is next and does not fit yet holds a claim: it stays next until it is served, so large requests are not starved
 * by small ones. Meanwhile others pass that need nothing of what it waits for, or that can be served out of a twentieth of the
 * refill, so it does not block everybody either.
 */
final class FairQueue {

    /** The part of the refill that others may use of what the claim waits for. */
    static final double TRICKLE = 0.05;

    /** So many lines of a priority are tried when somebody may pass the claim. */
    private static final int TRIED = 4;

    /** Those that share path, priority and fairness key. */
    static final class Line {
        private final Class priority;
        private final Object key;
        private final long number;
        private double time;
        private Waiter first;
        private Waiter last;
        private int size;
        private double seconds;

        private Line(Class priority, Object key, long number) {
            this.priority = priority;
            this.key = key;
            this.number = number;
        }
    }

    private record Key(Path path, String fairnessKey) {}

    private static final class Class {
        private final double floor;
        private final Map<Key, Line> lines = new HashMap<>();
        private final TreeSet<Line> order = new TreeSet<>(
                Comparator.<Line>comparingDouble(line -> line.time).thenComparingLong(line -> line.number));
        private double time;
        private double lineTime;
        private double seconds;
        private int size;

        private Class(double floor) {
            this.floor = floor;
        }
    }

    private final Class[] classes;
    private final TreeSet<Waiter> deadlines =
            new TreeSet<>(Comparator.<Waiter>comparingLong(waiter -> waiter.demand.deadline())
                    .thenComparingLong(waiter -> waiter.number));
    private double served;
    private long lines;
    private int size;
    private Waiter claim;
    private long claimSince;
    private double[] trickled;

    FairQueue() {
        Priority[] priorities = Priority.values();
        classes = new Class[priorities.length];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = new Class(priorities[i].floor());
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    int waiting(Priority priority) {
        return classes[priority.ordinal()].size;
    }

    void add(Waiter waiter) {
        Class priority = classes[waiter.demand.priority().ordinal()];
        if (priority.size == 0) {
            priority.time = Math.max(priority.time, leastTime());
        }
        Line line = priority.lines.computeIfAbsent(
                new Key(waiter.path, waiter.demand.fairnessKey()), key -> new Line(priority, key, lines++));
        if (line.size == 0) {
            line.time = Math.max(line.time, priority.lineTime);
            priority.order.add(line);
        }
        link(waiter, line);
        if (waiter.demand.again() && claim != null && claim.line == line) {
            claim = null;
        }
        line.size++;
        line.seconds += waiter.dominantSeconds;
        priority.size++;
        priority.seconds += waiter.dominantSeconds;
        size++;
        if (waiter.hasDeadline()) {
            deadlines.add(waiter);
        }
    }

    private static void link(Waiter waiter, Line line) {
        waiter.line = line;
        if (waiter.demand.again()) {
            waiter.after = line.first;
            if (line.first == null) {
                line.last = waiter;
            } else {
                line.first.before = waiter;
            }
            line.first = waiter;
        } else {
            waiter.before = line.last;
            if (line.last == null) {
                line.first = waiter;
            } else {
                line.last.after = waiter;
            }
            line.last = waiter;
        }
    }

    /** Virtual time of those who wait, or of the last one served. */
    private double leastTime() {
        double least = Double.POSITIVE_INFINITY;
        for (Class priority : classes) {
            if (priority.size > 0) {
                least = Math.min(least, priority.time);
            }
        }
        return least == Double.POSITIVE_INFINITY ? served : least;
    }

    /** Takes a waiter out, served or not. */
    void remove(Waiter waiter) {
        Line line = waiter.line;
        if (line == null) {
            return;
        }
        unlink(waiter, line);
        line.size--;
        line.seconds = Math.max(0, line.seconds - waiter.dominantSeconds);
        line.priority.size--;
        line.priority.seconds = Math.max(0, line.priority.seconds - waiter.dominantSeconds);
        size--;
        if (waiter.hasDeadline()) {
            deadlines.remove(waiter);
        }
        if (claim == waiter) {
            claim = null;
        }
        if (line.size == 0) {
            line.priority.order.remove(line);
            line.priority.lines.remove(line.key);
        }
    }

    private static void unlink(Waiter waiter, Line line) {
        if (waiter.before == null) {
            line.first = waiter.after;
        } else {
            waiter.before.after = waiter.after;
        }
        if (waiter.after == null) {
            line.last = waiter.before;
        } else {
            waiter.after.before = waiter.before;
        }
        waiter.line = null;
        waiter.before = null;
        waiter.after = null;
    }

    /** Takes out a waiter that is served now, and charges its priority and line for it. */
    void serve(Waiter waiter, long now) {
        Line line = waiter.line;
        Class priority = line.priority;
        if (claim != null && claim != waiter) {
            chargeTrickle(waiter);
        }
        served = Math.max(served, priority.time);
        priority.time += waiter.dominantSeconds / priority.floor;
        priority.lineTime = Math.max(priority.lineTime, line.time);
        priority.order.remove(line);
        line.time += waiter.dominantSeconds;
        priority.order.add(line);
        remove(waiter);
    }

    /** Who is next, claim first; null if nobody waits. */
    Waiter next() {
        return claim != null ? claim : least();
    }

    private Waiter least() {
        Class chosen = null;
        for (Class priority : classes) {
            if (priority.size > 0 && (chosen == null || priority.time < chosen.time)) {
                chosen = priority;
            }
        }
        return chosen == null ? null : chosen.order.first().first;
    }

    /** Whoever is next does not fit yet: it stays next. */
    void claim(Waiter waiter, long now) {
        if (claim != waiter) {
            claim = waiter;
            claimSince = now;
            trickled = new double[waiter.path.lanes.length];
        }
    }

    /** Whoever is next when it goes on again goes first. */
    void forgetClaim() {
        claim = null;
    }

    /** Those who might pass the claim, the most entitled first. */
    List<Waiter> passing() {
        List<Class> order = new ArrayList<>(List.of(classes));
        order.sort(Comparator.comparingDouble(priority -> priority.time));
        List<Waiter> passing = new ArrayList<>();
        for (Class priority : order) {
            int tried = 0;
            for (Line line : priority.order) {
                Waiter candidate = line.first == claim ? line.first.after : line.first;
                if (candidate != null) {
                    passing.add(candidate);
                }
                if (++tried == TRIED) {
                    break;
                }
            }
        }
        return passing;
    }

    /** When somebody may pass the claim as far as that part of the refill goes. */
    long passesAt(Waiter candidate, long now) {
        long at = now;
        for (int i = 0; i < claim.needs.length; i++) {
            Lane lane = claim.path.lanes[i];
            double need = needOf(candidate, lane);
            if (need > 0 && lane.isLimited() && lane.readyAt(claim.needs[i], now) > now) {
                if (!(lane instanceof BucketLane)) {
                    return Lane.NEVER;
                }
                double seconds = (trickled[i] + need)
                        / (TRICKLE * Math.max(Lane.EPSILON, lane.limit().perSecond()));
                at = Math.max(at, claimSince + (long) Math.min(1e18, Math.ceil(seconds * 1e9)));
            }
        }
        return at;
    }

    private void chargeTrickle(Waiter waiter) {
        for (int i = 0; i < trickled.length; i++) {
            trickled[i] += needOf(waiter, claim.path.lanes[i]);
        }
    }

    private static double needOf(Waiter waiter, Lane lane) {
        for (int i = 0; i < waiter.path.lanes.length; i++) {
            if (waiter.path.lanes[i] == lane) {
                return waiter.needs[i];
            }
        }
        return 0;
    }

    /** The one whose deadline comes first, or null. */
    Waiter firstDeadline() {
        return deadlines.isEmpty() ? null : deadlines.first();
    }

    /** Seconds of refill that are served before a newcomer, if all goes on as it is. */
    double secondsBefore(Demand demand, Path path) {
        Class own = classes[demand.priority().ordinal()];
        double all = 0;
        double floors = own.floor;
        for (Class priority : classes) {
            all += priority.seconds;
            floors += priority != own && priority.size > 0 ? priority.floor : 0;
        }
        double bySharing = own.seconds * floors / own.floor;
        Line line = own.lines.get(new Key(path, demand.fairnessKey()));
        double inLine = line == null ? 0 : line.seconds;
        double byLine = inLine * Math.max(1, own.order.size()) * floors / own.floor;
        return Math.min(all, Math.min(bySharing, byLine));
    }

    /** Everybody, in no particular order. */
    List<Waiter> all() {
        List<Waiter> all = new ArrayList<>();
        for (Class priority : classes) {
            for (Line line : priority.order) {
                for (Waiter waiter = line.first; waiter != null; waiter = waiter.after) {
                    all.add(waiter);
                }
            }
        }
        return all;
    }
}
