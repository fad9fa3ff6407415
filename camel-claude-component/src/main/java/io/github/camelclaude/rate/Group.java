/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What shares one set of buckets: its lanes, its gate, and what is under way in it. Guarded by its limiter. */
final class Group {

    private static final long SECOND = 1_000_000_000L;

    final GroupName name;
    final Lane[] lanes;
    final Gate gate = new Gate();
    /** Shared by all groups of a backend. */
    final Hold hold;
    /** Null where output is not limited by what is written. */
    final UnderWay underWay;
    /** The queue of all paths that begin with this group. */
    final FairQueue queue = new FairQueue();

    private final ServerClock clock = new ServerClock();
    private final long[] configured;
    private boolean headersSeen;
    private boolean passesOne = true;
    private boolean isLimitedOtherwise;
    private long refusedAt = Long.MIN_VALUE;
    private long refusals;

    Group(GroupSetup setup, Hold hold, LimiterSettings settings, long now) {
        name = setup.name();
        this.hold = hold;
        boolean counts =
                setup.reservation().rules().stream().anyMatch(rule -> rule.when() == Reservation.When.PRODUCTION);
        underWay = counts ? new UnderWay() : null;
        List<Lane> made = new ArrayList<>();
        for (Reservation.Rule rule : setup.reservation().rules()) {
            made.add(Lane.of(name, rule, settings, gate, underWay));
        }
        lanes = made.toArray(Lane[]::new);
        configured = new long[lanes.length];
        setUp(setup, 0, now);
    }

    /**
     * Takes over the limits of the setup; dimensions that it does not name keep theirs.
     *
     * @param out calls under way
     */
    void setUp(GroupSetup setup, int out, long now) {
        for (Limit limit : setup.limits()) {
            int place = placeOf(limit.dimension());
            if (place < 0) {
                throw new IllegalArgumentException("Limit group " + name + " charges no " + limit.dimension()
                        + ": its calls are charged as " + setup.reservation().name() + ", so this limit has no effect");
            }
            configured[place] = limit.source() == Limit.Source.CONFIGURED ? limit.amount() : Long.MAX_VALUE;
            if (lanes[place] instanceof ReturnedLane returned && !returned.isLimited()) {
                returned.tookNothing(out);
            }
            limit(lanes[place], limit, now);
        }
    }

    private void limit(Lane lane, Limit limit, long now) {
        lane.limit(limit, now);
        isLimitedOtherwise |= !(lane instanceof BucketLane);
    }

    /** Whether lanes that are no buckets are limited. */
    boolean isLimitedOtherwise() {
        return isLimitedOtherwise;
    }

    private int placeOf(Dimension dimension) {
        for (int i = 0; i < lanes.length; i++) {
            if (lanes[i].dimension().equals(dimension)) {
                return i;
            }
        }
        return -1;
    }

    Lane lane(Dimension dimension) {
        int place = placeOf(dimension);
        return place < 0 ? null : lanes[place];
    }

    /** Whether a call may pass whatever the slices say: the first one, and the first after the gate opens. */
    boolean passesOne() {
        return passesOne;
    }

    void passed() {
        passesOne = false;
    }

    /** Whether there is nothing special about it: a call that its buckets hold passes, and concerns nothing else. */
    boolean isPlain(long now) {
        return !passesOne && !isLimitedOtherwise && !gate.isClosed(now);
    }

    boolean headersSeen() {
        return headersSeen;
    }

    /** Takes a limit from a header. Returns what changed, as before and after, or null. */
    Limit[] adopt(Report.Entry told, long now) {
        int place = placeOf(told.dimension());
        if (place < 0) {
            return null;
        }
        headersSeen = true;
        Lane lane = lanes[place];
        Limit before = lane.limit();
        long most = before != null && configured[place] > 0 ? configured[place] : Long.MAX_VALUE;
        long amount = Math.min(told.limit(), most);
        if (before != null && before.amount() == amount) {
            return null;
        }
        Limit.Source source = amount < told.limit() ? Limit.Source.CONFIGURED : Limit.Source.HEADERS;
        limit(lane, Limit.perMinute(told.dimension(), amount, source), now);
        return new Limit[] {before, lane.limit()};
    }

    /** When the service may have computed a report. */
    Sight sight(Report report, long sentAt, long now) {
        if (report.date() != Report.UNKNOWN) {
            clock.observe(report.date(), sentAt, now);
        }
        Sight sight = Sight.between(sentAt, now);
        if (sight.isSharp()) {
            return sight;
        }
        for (Report.Entry told : report.entries()) {
            if (told.rounding() == 1
                    && told.resetAt() != Report.UNKNOWN
                    && lane(told.dimension()) instanceof BucketLane bucket
                    && bucket.isLimited()
                    && bucket.limit().amount() > 0) {
                long computedAt = clock.ours(told.resetAt()) - (long) (bucket.secondsToFull(told.remaining()) * SECOND);
                sight = sight.near(computedAt - SECOND / 2, SECOND / 2 + Math.min(clock.uncertainty(), SECOND));
            }
        }
        return sight;
    }

    /** Reconciles one dimension with what a header tells. */
    void observe(Report.Entry told, Holding holding, boolean begins, Sight sight) {
        if (lane(told.dimension()) instanceof BucketLane bucket && bucket.isLimited()) {
            bucket.observe(told, holding.held(bucket), begins, sight, clock);
        }
    }

    /** Whether it must be kept because something of a day's or month's amount has been taken. */
    boolean remembers(long now) {
        for (Lane lane : lanes) {
            if (lane instanceof WindowLane window && window.isLimited() && window.left(now) < window.most(now)) {
                return true;
            }
        }
        return false;
    }

    /** Whether this refusal is news: what was sent before the last one was heard of says the same again. */
    boolean refused(long sentAt, long now) {
        refusals++;
        boolean isNews = sentAt > refusedAt;
        if (isNews) {
            refusedAt = now;
        }
        return isNews;
    }

    void tooSteep(long now) {
        for (Lane lane : lanes) {
            if (lane instanceof BucketLane bucket) {
                bucket.tooSteep(now);
            }
        }
    }

    void close(long until, long now) {
        gate.closeUntil(until);
        passesOne = true;
        for (Lane lane : lanes) {
            if (lane instanceof BucketLane bucket && bucket.isLimited()) {
                bucket.emptySlice(now);
            }
        }
    }

    Picture.GroupPicture picture(long now) {
        Map<Priority, Integer> waiting = new EnumMap<>(Priority.class);
        for (Priority priority : Priority.values()) {
            waiting.put(priority, queue.waiting(priority));
        }
        List<Picture.DimensionPicture> dimensions = new ArrayList<>();
        for (Lane lane : lanes) {
            if (lane.isLimited()) {
                dimensions.add(lane.picture(now));
            }
        }
        return new Picture.GroupPicture(name, dimensions, Math.max(0, gate.opensAt()), waiting, refusals);
    }
}
