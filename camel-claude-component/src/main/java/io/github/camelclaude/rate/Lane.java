/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

/**
 * One dimension of one group: what of it is left, and when there will be enough. Not safe for several threads; its limiter
 * guards it. All amounts are in the dimension's unit; times are nanoseconds as {@link Timeline#now()}.
 */
abstract sealed class Lane permits BucketLane, WindowLane, ReturnedLane {

    /** It never fits, however long one waits. */
    static final long NEVER = Long.MAX_VALUE;

    /** Less than this is rounding. */
    static final double EPSILON = 1e-6;

    final Reservation.Rule rule;
    final GroupName group;
    private final Tariff held;
    private final Tariff usedUp;
    private Limit limit;
    private double used;
    private double backlog;
    private final Offered offered = new Offered();

    Lane(GroupName group, Reservation.Rule rule) {
        this.group = group;
        this.rule = rule;
        this.held = new Tariff(rule.held());
        this.usedUp = new Tariff(rule.used());
    }

    static Lane of(GroupName group, Reservation.Rule rule, LimiterSettings settings, Gate gate, UnderWay underWay) {
        return switch (rule.dimension().refill()) {
            case CONTINUOUS ->
                rule.when() == Reservation.When.ADMISSION
                        ? new AdmittedLane(group, rule, settings, gate)
                        : new ProducedLane(group, rule, settings, gate, underWay);
            case FIXED_WINDOW -> new WindowLane(group, rule, settings.quotaShare());
            case RETURNED -> new ReturnedLane(group, rule, settings.quotaShare());
        };
    }

    final Dimension dimension() {
        return rule.dimension();
    }

    /** Null while nothing limits it. */
    final Limit limit() {
        return limit;
    }

    final boolean isLimited() {
        return limit != null;
    }

    /** From now on there is so much of it; what was taken stays taken. */
    final void limit(Limit changed, long now) {
        Limit before = limit;
        limit = changed;
        limitChanged(before, now);
    }

    abstract void limitChanged(Limit before, long now);

    /** What a call holds of it. */
    final double need(Cost cost) {
        return held.of(cost);
    }

    /** What a call has used of it that has cost so much. */
    final double used(Cost actual) {
        return usedUp.of(actual);
    }

    /** When so much of it fits: now, later, or {@link #NEVER}. */
    abstract long readyAt(double need, long now);

    /** The most that can ever fit. */
    abstract double most(long now);

    /** Whether what was taken at that time is of a day or month that is over: nothing of it comes back. */
    boolean isOver(long takenAt, long now) {
        return false;
    }

    abstract void take(double amount, long now);

    /** Part of what was taken will not be used, or more than was taken: then it is negative. */
    abstract void giveBack(double amount, long now);

    /** A call that took so much has ended having used so much. */
    void settle(double taken, double actual, long now) {
        if (taken != actual) {
            giveBack(taken - actual, now);
        }
        used(actual);
    }

    /** A call has ended having used so much. */
    final void used(double actual) {
        used += actual;
    }

    /**
     * A call has been answered.
     *
     * @param estimated what it was estimated to need
     * @param taken     what it held in the end
     * @param actual    what it has used
     * @param surcharge what it held beyond its estimate, unless that has been told already
     */
    void answered(double estimated, double taken, double actual, double surcharge, long sentAt, long now) {
        settle(taken, actual, now);
    }

    /** The answer of a call that took so much, and goes on, tells what it really needs. */
    void known(double taken, double need, long sentAt, long now) {
        giveBack(taken - need, now);
    }

    /** What was taken is on the wire. */
    void sent(double amount, long now) {}

    /** What was taken will never be on the wire. */
    void unsent(double amount) {}

    /** What was sent at that time was so much more than was believed. */
    void correctSent(double more, long sentAt) {}

    abstract Picture.DimensionPicture picture(long now);

    final double used() {
        return used;
    }

    final void ask(double amount, long now) {
        offered.add(amount, now);
    }

    final void queue(double amount) {
        backlog = Math.max(0, backlog + amount);
    }

    final double backlog() {
        return backlog;
    }

    final double offered(long now) {
        return offered.sum(now);
    }

    /** What was asked for in the last minute, in steps of ten seconds. */
    private static final class Offered {
        private static final long STEP = 10_000_000_000L;
        private final double[] steps = new double[6];
        private long newest = Long.MIN_VALUE;
        private long newestEnds = Long.MIN_VALUE;
        private int place;
        private double inNewest;

        void add(double amount, long now) {
            forward(now);
            inNewest += amount;
        }

        double sum(long now) {
            forward(now);
            double sum = 0;
            steps[place] = inNewest;
            for (double step : steps) {
                sum += step;
            }
            return sum;
        }

        private void forward(long now) {
            if (now >= newestEnds) {
                begin(now);
            }
        }

        private void begin(long now) {
            long step = Math.floorDiv(now, STEP);
            steps[place] = inNewest;
            inNewest = 0;
            if (step - newest >= 6 || newest == Long.MIN_VALUE) {
                java.util.Arrays.fill(steps, 0);
                newest = step;
            }
            while (newest < step) {
                newest++;
                steps[(int) Math.floorMod(newest, 6L)] = 0;
            }
            newestEnds = (newest + 1) * STEP;
            place = (int) Math.floorMod(newest, 6L);
        }
    }
}
