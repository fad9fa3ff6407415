/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

import io.github.camelclaude.rate.Reservation.When;

/**
 * A token bucket at the service, as far as it can be known from here.
 *
 * <p>Nobody knows how deep the service's bucket is: headers describe a minute's worth, and a shallower one may stand behind
 * it. So there are two levels, both debited with every grant and both refilled:
 *
 * <ul>
 *   <li><b>level</b>, the minute that headers speak of. It follows them, up and down, but never to their average: a header is
 *       old, rounded and knows nothing of what is on the wire, so it only says that the level is <em>between</em> two bounds,
 *       and the level is moved to the nearer bound or not at all. Noise inside the bounds moves nothing, and a request is
 *       counted by the service or by us, never by both.
 *   <li><b>slice</b>, what may be taken at once. It is our own account; headers may lower it, never raise it. How deep it is
 *       ({@link BurstProbe}) is found out in small steps and remembered.
 * </ul>
 *
 * <p>What headers take away again and again is the consumption of others and slows the refill. What is refused although
 * neither level explains it slows it as well, for a while.
 *
 * <p>Output is counted while it is written, long after the call was let in. Its level is therefore what is left minus what
 * calls under way have yet to write, and where the bucket is too shallow to hold all of that, the part that a steady state has
 * under way anyway is not held against it.
 */
final class BucketLane extends Lane {

    /** Seconds of refill that are never spent, so that jitter on the wire finds no empty bucket. */
    private static final double RESERVE_SECONDS = 0.5;

    private static final double RESERVE_PART = 0.45;

    /** Part of a shallow bucket that is aimed at for output. */
    private static final double OUTPUT_AIM = 0.2;

    private static final double OUTPUT_RESERVE_PART = 0.1;
    private static final double CAREFUL_OUTPUT_AIM = 0.3;
    private static final double PRODUCED_TESTED = 0.2;

    /** From this part of a bucket on, a single call finds it short if it comes a little early. */
    private static final double SHARE_OF_SMALL_BUCKET = 0.7;

    private static final double SEARCH = 1.5;
    private static final long SEARCHED_AFTER = 25_000_000_000L;
    private static final double SEARCHED_ABOVE_SECONDS = 3;
    private static final double DEEPEST_DEBT_SECONDS = 0.2;
    private static final double NEIGHBOUR_DEAD_ZONE = 0.06;
    private static final double ADMISSION_MEMORY = 5;
    private static final double MOST_MEMORY = 60;
    private static final double LUMPS = 10;
    private static final double LUMPS_RESERVED = 8;
    /** More than half is never believed: the level alone tells it. */
    private static final double MOST_OF_OTHERS = 0.5;

    private static final double LUMP_LEARNING = 0.1;
    private static final long SILENCE = 10_000_000_000L;
    private static final double SILENCE_MEMORY = 20;
    private static final double PRODUCTION_MEMORY = 20;

    private final LimiterSettings settings;
    private final Gate gate;
    private final UnderWay underWay;
    private final SendLog sends = new SendLog();
    private final BurstProbe burst;
    private final ShownDepth shown = new ShownDepth();
    private final Slowdown slowdown = new Slowdown();
    private final Acceleration acceleration = new Acceleration();
    private final Surcharge surcharge;
    private double perSecond;
    private double level;
    private double slice;
    private double others;
    private long updatedAt;
    private long limitedSince;
    private long heardAt;
    private double lump;
    private double rounding;

    BucketLane(GroupName group, Reservation.Rule rule, LimiterSettings settings, Gate gate, UnderWay underWay) {
        super(group, rule);
        this.settings = settings;
        this.gate = gate;
        this.underWay = underWay;
        this.burst = new BurstProbe(settings.burst());
        this.surcharge =
                rule.when() == When.ADMISSION && !rule.dimension().equals(Dimension.REQUESTS) ? new Surcharge() : null;
    }

    private boolean isProduced() {
        return rule.when() == When.PRODUCTION;
    }

    @Override
    void limitChanged(Limit before, long now) {
        if (before == null) {
            updatedAt = now;
            limitedSince = now;
            heardAt = now;
            perSecond = limit().perSecond();
            level = limit().amount();
            // What an earlier process has left there is not known: fills at the rate, while the first call passes.
            slice = 0;
            return;
        }
        refill(now);
        perSecond = limit().perSecond();
        others = Math.min(others, perSecond);
        level = Math.min(level, capacity());
        slice = Math.min(slice, sliceCapacity());
    }

    /** Seconds of refill until the bucket of the headers is full. */
    double secondsToFull(double remaining) {
        return Math.max(0, capacity() - remaining) / perSecond;
    }

    /** What the bucket of the headers holds when it is full. */
    private double capacity() {
        return Math.min(limit().amount(), shown.seconds() * perSecond);
    }

    private double ownPerSecond() {
        return perSecond * settings.quotaShare();
    }

    private double sliceCapacity() {
        double capacity = burst.seconds() * ownPerSecond();
        return dimension().equals(Dimension.REQUESTS) ? Math.max(1, capacity) : capacity;
    }

    private double levelRate() {
        double known = others > NEIGHBOUR_DEAD_ZONE * perSecond ? others : 0;
        return Math.max(0.02 * perSecond, perSecond - known);
    }

    private double sliceRate() {
        return Math.min(ownPerSecond(), levelRate()) * slowdown.factor();
    }

    private void refill(long now) {
        if (now <= updatedAt) {
            return;
        }
        double seconds = (now - updatedAt) / 1e9;
        level = Math.min(capacity(), level + levelRate() * seconds);
        double boost = isSearched(now) ? SEARCH : 1;
        slice = Math.min(sliceCapacity(), slice + sliceRate() * boost * gate.seconds(updatedAt, now));
        burst.refill(ownPerSecond() * seconds);
        slowdown.pass(seconds, now);
        if (now - heardAt > SILENCE) {
            // Nothing is heard while nothing is sent: what was believed must not keep it so.
            others -= others * Math.min(1, seconds / SILENCE_MEMORY);
        }
        updatedAt = now;
    }

    /**
     * Whether a little more than the refill is taken to find out how deep the bucket is: only while calls wait, the minute has
     * plenty, and not so soon after the start that a process which keeps being restarted would do nothing else.
     */
    private boolean isSearched(long now) {
        return burst.isSearching()
                && !isProduced()
                && backlog() > 0
                && isSettled(now)
                && level > SEARCHED_ABOVE_SECONDS * perSecond;
    }

    private boolean isSettled(long now) {
        return now - limitedSince > SEARCHED_AFTER;
    }

    private double outputAim() {
        return settings.burst().grows() ? OUTPUT_AIM : CAREFUL_OUTPUT_AIM;
    }

    private double outputReserve() {
        return settings.burst().grows() ? OUTPUT_RESERVE_PART : CAREFUL_OUTPUT_AIM;
    }

    @Override
    double most(long now) {
        return Math.min(limit().amount(), burst.ceiling(now));
    }

    /** Whether it is more than a slice holds: then it goes when the slice is full, and leaves a debt. */
    boolean isLarge(double need) {
        return need > sliceCapacity() + EPSILON;
    }

    /** What is taken for a call: a little more than estimated, while estimates have not proved right. */
    double charge(double need) {
        return surcharge == null ? need : need * surcharge.factor();
    }

    @Override
    long readyAt(double need, long now) {
        refill(now);
        if (need <= 0) {
            return now;
        }
        if (perSecond <= 0 || !isProduced() && need > most(now)) {
            return NEVER;
        }
        double tested = isProduced() ? Math.min(need, PRODUCED_TESTED * sliceCapacity()) : charge(need);
        long rise = acceleration.readyAt(need, perSecond, now);
        return Math.max(rise, Math.max(levelReadyAt(tested, now), sliceReadyAt(tested, now)));
    }

    /** For the first call of a group, whatever the slice says. */
    long readyAtLevel(double need, long now) {
        refill(now);
        if (need <= 0) {
            return now;
        }
        return perSecond <= 0 || !isProduced() && need > most(now) ? NEVER : levelReadyAt(need, now);
    }

    private long levelReadyAt(double need, long now) {
        double capacity = capacity();
        double part = isProduced() ? outputReserve() : RESERVE_PART;
        double reserve = Math.min(RESERVE_SECONDS * perSecond + rounding + LUMPS_RESERVED * lump, part * capacity);
        double wanted = Math.min(need + reserve, Math.min(Math.max(need, 0.9 * capacity), 0.95 * capacity));
        double missing = wanted - level - credit();
        if (isProduced() && level < 0) {
            // What is under way may be more than a steady state has: then the bucket itself is what is short.
            missing = Math.max(missing, rounding - level - underWay.unproducedAround(now));
        }
        if (missing <= EPSILON) {
            return now;
        }
        return now + (long) Math.ceil(missing / levelRate() * 1e9);
    }

    private long sliceReadyAt(double need, long now) {
        double missing = Math.min(need + sliceReserve(), sliceCapacity()) - slice;
        if (missing <= EPSILON) {
            return now;
        }
        return gate.timeOf(missing / sliceRate(), now);
    }

    private double sliceReserve() {
        return Math.min(RESERVE_SECONDS * ownPerSecond(), RESERVE_PART * sliceCapacity());
    }

    /** What a steady state has under way beyond what a shallow bucket can hold. */
    private double credit() {
        if (!isProduced()) {
            return 0;
        }
        return Math.max(0, underWay.steady(perSecond) - outputAim() * capacity());
    }

    @Override
    void take(double amount, long now) {
        sends.hold(amount);
        if (!isLimited()) {
            return;
        }
        refill(now);
        boolean clipped = !isProduced() && amount > SHARE_OF_SMALL_BUCKET * sliceCapacity();
        level -= amount;
        slice -= amount;
        if (clipped && amount <= sliceCapacity()) {
            // The service's bucket may be as small as one call: what comes late fills nothing, so what comes early
            // would find it short. The jitter of the wire is kept between calls.
            slice -= Sight.SLOWEST / 1e9 * sliceRate();
        }
        burst.take(amount);
        acceleration.take(amount, now);
    }

    /** How far the own account has been drawn down, for {@link #acknowledged}. */
    double drawdown() {
        return burst.drawdown();
    }

    /** What was taken is on the wire. */
    void sent(double amount, long now) {
        sends.unhold(amount);
        sends.add(amount, now);
    }

    /** What was taken will never be on the wire. */
    void unhold(double amount) {
        sends.unhold(amount);
    }

    /** What was sent at that time was more or less than was believed. */
    void correctSent(double difference, long sentAt) {
        sends.add(difference, sentAt);
    }

    @Override
    void learn(double estimated, double actual) {
        if (surcharge != null) {
            surcharge.learn(estimated, actual);
        }
    }

    @Override
    void giveBack(double amount, long now) {
        if (!isLimited()) {
            return;
        }
        refill(now);
        level = Math.min(capacity(), level + amount);
        double before = slice;
        slice = Math.min(gate.isClosed(now) ? sliceReserve() : sliceCapacity(), slice + amount);
        burst.take(-amount);
        if (isProduced() && amount < 0 && level > 2 * perSecond) {
            // The minute can bear it: a longer answer than expected does not stop everything that is under way.
            slice = Math.max(slice, Math.min(before, -DEEPEST_DEBT_SECONDS * ownPerSecond()));
        }
    }

    /** Everything that was sent with so much drawn down has been let in. */
    void acknowledged(double drawdown, long now) {
        if (limit() == null) {
            return;
        }
        double grown = burst.acknowledged(drawdown, ownPerSecond(), sliceReserve(), isSettled(now) && !isProduced());
        slice += grown * ownPerSecond();
    }

    /** Moves the levels between the bounds that a header gives. */
    void observe(Report.Entry told, Sight sight, ServerClock clock) {
        refill(sight.now());
        double error = told.rounding() > 1 ? told.rounding() / 2.0 : 0.5;
        rounding = error;
        if (sight.isSharp() && told.resetAt() != Report.UNKNOWN && perSecond > 0) {
            double untilFull = (clock.ours(told.resetAt()) - sight.earliest() + clock.uncertainty()) / 1e9;
            double fromFull = (clock.ours(told.resetAt()) - sight.latest() - clock.uncertainty()) / 1e9 - 1;
            double whole = limit().per().toNanos() / 1e9;
            shown.observe(told.remaining() / perSecond, error / perSecond, fromFull, untilFull, whole, sight.now());
            burst.shown(shown.seconds());
        }
        if (isProduced() && !sight.isFresh()) {
            return;
        }
        double unseen = isProduced() ? underWay.unproduced(sight.now()) : sends.after(sight.latest() - Sight.FASTEST);
        double perhapsUnseen = isProduced() ? unseen : sends.after(sight.earliest() - Sight.SLOWEST);
        double spread = isProduced() ? underWay.spread(unseen) : 0;
        double most = told.remaining() + error + perSecond * seconds(sight.earliest(), sight.now()) - unseen + spread;
        double sinceThen = perSecond * seconds(sight.latest(), sight.now());
        // A bucket that may have been full in between has lost what would have come: then nothing is sure.
        boolean mayHaveOverflown = !sight.isFresh() && told.remaining() + sinceThen > 0.9 * capacity();
        double least = told.remaining() <= 0 || mayHaveOverflown
                ? Double.NEGATIVE_INFINITY
                : told.remaining()
                        - error
                        + levelRate() * seconds(sight.latest(), sight.now())
                        - perhapsUnseen
                        - spread;
        level = Math.min(level, capacity());
        double before = level;
        level = Math.min(capacity(), Math.max(Math.min(level, most), Math.min(least, most)));
        if (!isProduced()) {
            slice = Math.min(slice, most);
        }
        if (burst.isWhole() && !gate.isRamping(sight.now()) && credit() == 0) {
            slice = Math.max(slice, Math.min(sliceCapacity(), Math.min(level, least)));
        }
        learnOthers(before - level, told.remaining() + error, sight.now());
    }

    /**
     * What headers take away again and again is what others take. While the bucket is full it tells nothing: it does not
     * rise, whoever takes or does not take from it.
     */
    private void learnOthers(double taken, double remaining, long now) {
        double memory = isProduced() ? PRODUCTION_MEMORY : ADMISSION_MEMORY;
        double sinceLast = Math.min(memory, seconds(heardAt, now));
        heardAt = now;
        boolean isFull = remaining >= 0.9 * Math.min(limit().amount(), shown.surely() * perSecond);
        if (!isFull && (!isProduced() || underWay.isKnown())) {
            // A single large request of somebody else is no steady consumption.
            lump += LUMP_LEARNING * (Math.abs(taken) - lump);
            double patience = Math.max(memory, Math.min(MOST_MEMORY, LUMPS * lump / perSecond));
            others = Math.min(MOST_OF_OTHERS * perSecond, Math.max(0, others + taken / patience));
        } else {
            others -= others * sinceLast / memory;
        }
    }

    private static double seconds(long from, long to) {
        return Math.max(0, to - from) / 1e9;
    }

    /** How near the last grants went to what is proven: what was refused most probably was refused for the highest. */
    double suspicion() {
        return isLimited() ? burst.drawdown() / Math.max(EPSILON, sliceCapacity()) : 0;
    }

    /** Whether what headers told explains that so much was refused. */
    boolean explains(double need, long now) {
        refill(now);
        boolean isMoreThanShown = !isProduced() && need > capacity();
        return !isMoreThanShown && level < (isProduced() ? 1 : need) + rounding;
    }

    /**
     * So much was refused although it should have fit.
     *
     * @param waitSeconds what the service asked to wait, whole seconds rounded up
     * @return whether less may be taken at once from now on than before
     */
    boolean refused(double need, double waitSeconds, boolean headersSeen, long now) {
        refill(now);
        if (!isProduced()) {
            slice = Math.min(slice, need - (waitSeconds - 1) * sliceRate());
        }
        boolean learned = burst.refused(ownPerSecond(), sliceReserve(), now);
        if (!learned) {
            slowdown.unexplained(headersSeen, now);
        }
        slice = Math.min(slice, sliceCapacity());
        return learned;
    }

    /** Whether others seem to take from it. */
    boolean isShared() {
        return others > NEIGHBOUR_DEAD_ZONE * perSecond;
    }

    /** So much was refused, as headers made one expect: the level was lower than it seemed. */
    void wasShort(double need, double waitSeconds) {
        if (!isProduced()) {
            level = Math.min(level, need - (waitSeconds - 1) * levelRate());
        }
    }

    /** The service says that usage rises too steeply. */
    void tooSteep(long now) {
        acceleration.refused(now);
    }

    /** So much can never pass. */
    void tooLarge(double need, long now) {
        burst.ceilingBelow(need, now);
    }

    /** The gate has closed: it will open on an empty slice. */
    void emptySlice(long now) {
        refill(now);
        slice = Math.min(slice, sliceReserve());
    }

    double burstSeconds() {
        return burst.seconds();
    }

    @Override
    Picture.DimensionPicture picture(long now) {
        if (!isLimited()) {
            return new Picture.DimensionPicture(null, 0, 0, 0, 0, used(), offered(now), backlog());
        }
        refill(now);
        return new Picture.DimensionPicture(
                limit(), level, slice, burst.seconds(), others, used(), offered(now), backlog());
    }
}
