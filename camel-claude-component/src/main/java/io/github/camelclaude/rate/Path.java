/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The groups that a call draws on, from the widest to the narrowest, as one row of lanes. */
final class Path {

    final Group[] groups;
    /** Those that are charged when a call is let in first, then those that are charged while output is written, then the rest. */
    final Lane[] lanes;

    // The first of the lanes once more: most of what a call does concerns them alone.
    final BucketLane[] buckets;
    final AdmittedLane[] admitted;

    final WindowLane[] windows;
    /** What is under way in those of its groups that count it. */
    final UnderWay[] underWay;

    private final Group root;
    /** Its groups but the root: none on most paths. */
    private final Group[] narrower;

    private Lane binding;
    private boolean askedFits;
    private int out;

    Path(List<Group> groups) {
        this.groups = groups.toArray(Group[]::new);
        this.root = this.groups[0];
        this.narrower = Arrays.copyOfRange(this.groups, 1, this.groups.length);
        List<Lane> row = new ArrayList<>();
        for (Group group : groups) {
            row.addAll(List.of(group.lanes));
        }
        row.sort(Comparator.<Lane, Boolean>comparing(lane -> !(lane instanceof BucketLane))
                .thenComparing(lane -> !(lane instanceof AdmittedLane)));
        lanes = row.toArray(Lane[]::new);
        buckets = only(BucketLane.class).toArray(BucketLane[]::new);
        admitted = only(AdmittedLane.class).toArray(AdmittedLane[]::new);
        windows = only(WindowLane.class).toArray(WindowLane[]::new);
        underWay = groups.stream()
                .map(group -> group.underWay)
                .filter(Objects::nonNull)
                .toArray(UnderWay[]::new);
    }

    private <L extends Lane> Stream<L> only(Class<L> kind) {
        return Stream.of(lanes).filter(kind::isInstance).map(kind::cast);
    }

    Group root() {
        return root;
    }

    /** What a call holds of each lane. */
    double[] needs(Cost cost) {
        double[] needs = new double[lanes.length];
        for (int i = 0; i < lanes.length; i++) {
            needs[i] = lanes[i].need(cost);
        }
        return needs;
    }

    /**
     * Somebody asks for it. {@link #fitsEasily} tells whether it fits: what needs no closer look is found out on the way.
     *
     * @return what it needs of each bucket, and what it would be charged: {@link Holding#amounts}
     */
    double[] ask(Cost cost, long now) {
        double[] amounts = Holding.amounts(buckets.length);
        boolean fits = true;
        for (int i = 0; i < buckets.length; i++) {
            BucketLane bucket = buckets[i];
            double need = bucket.need(cost);
            double charged = bucket.charge(need);
            amounts[i] = need;
            amounts[buckets.length + i] = charged;
            if (bucket.isLimited()) {
                bucket.ask(need, now);
                fits &= bucket.fitsEasily(charged);
            }
        }
        askedFits = fits;
        return amounts;
    }

    /** Whether what was asked for last fits beyond doubt, and concerns nothing but buckets. */
    boolean fitsEasily(long now) {
        boolean fits = askedFits && root.isPlain(now);
        for (Group group : narrower) {
            fits &= group.isPlain(now);
        }
        return fits;
    }

    /** What was asked for is asked of the other lanes, too. */
    void askOthers(double[] needs, long now) {
        for (int i = buckets.length; i < lanes.length; i++) {
            if (lanes[i].isLimited()) {
                lanes[i].ask(needs[i], now);
            }
        }
    }

    /** Whether lanes that are no buckets are limited: concurrency, money. */
    boolean isLimitedOtherwise() {
        boolean is = root.isLimitedOtherwise();
        for (Group group : narrower) {
            is |= group.isLimitedOtherwise();
        }
        return is;
    }

    /** When everything fits at once; {@link #binding()} tells what it waits for. */
    long readyAt(double[] needs, long now) {
        long at = now;
        binding = null;
        boolean passesOne = true;
        for (Group group : groups) {
            if (group.gate.isClosed(now)) {
                at = Math.max(at, group.gate.opensAt());
            }
            passesOne &= group.passesOne();
        }
        for (int i = 0; i < buckets.length; i++) {
            BucketLane bucket = buckets[i];
            if (bucket.isLimited()) {
                long ready = passesOne ? bucket.readyAtLevel(needs[i], now) : bucket.readyAt(needs[i], now);
                if (ready > at) {
                    at = ready;
                    binding = bucket;
                }
            }
        }
        for (int i = buckets.length; i < lanes.length; i++) {
            Lane lane = lanes[i];
            if (lane.isLimited()) {
                long ready = lane.readyAt(needs[i], now);
                if (ready > at) {
                    at = ready;
                    binding = lane;
                }
            }
        }
        return at;
    }

    /** The lane that the last {@link #readyAt} waits for longest; null for a gate. */
    Lane binding() {
        return binding;
    }

    /** The part of a second's refill that a call takes where it takes most. */
    double dominantSeconds(double[] needs) {
        double most = 1e-9;
        for (int i = 0; i < lanes.length; i++) {
            if (lanes[i] instanceof BucketLane && lanes[i].isLimited()) {
                most = Math.max(most, needs[i] / Math.max(1e-9, lanes[i].limit().perSecond()));
            }
        }
        return most;
    }

    boolean isClosed(long now) {
        for (Group group : groups) {
            if (group.gate.isClosed(now)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a refusal is news for any of its groups: what was sent before the last one was heard says the same again. */
    boolean refused(long sentAt, Permit.Kind kind, long now) {
        boolean isNews = false;
        for (Group group : groups) {
            isNews |= group.refused(sentAt, now);
            if (kind == Permit.Kind.RAMP) {
                group.tooSteep(now);
            }
        }
        return isNews;
    }

    /** The group that a header speaks of: the one whose limit it names, otherwise the narrowest that has the dimension. */
    Group spokenOf(Report.Entry told) {
        Group narrowest = root();
        for (Group group : groups) {
            Lane lane = group.lane(told.dimension());
            if (lane != null && lane.isLimited() && lane.limit().amount() == told.limit()) {
                return group;
            }
            narrowest = lane == null ? narrowest : group;
        }
        return narrowest;
    }

    void taken() {
        out++;
    }

    void ended() {
        out--;
    }

    /** How many calls are under way on it, if it leads through that group. */
    int outOf(Group group) {
        return List.of(groups).contains(group) ? out : 0;
    }

    /** Whether nothing is under way on it, waits or is held back. */
    boolean isIdle(long now) {
        return out == 0 && root().queue.isEmpty() && !isClosed(now);
    }
}
