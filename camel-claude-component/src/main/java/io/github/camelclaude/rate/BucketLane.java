/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

/**
 * A token bucket at the service, as far as it can be known from here.
 *
 * <p>Nobody knows how deep the service's bucket is: headers describe a minute's worth, and a shallower one may stand behind
 * it. So there are two levels, both debited with every grant and both refilled:
 *
 * <ul>
 *   <li><b>level</b>, the bucket that headers speak of. It follows them, up and down, but never to their average: a header is
 *       old, rounded and knows nothing of what is on the wire, so it only says that the level is <em>between</em> two bounds
 *       ({@link Bounds}), and the level is moved to the nearer bound or not at all. Noise inside the bounds moves nothing, and
 *       a request is counted by the service or by us, never by both.
 *   <li><b>slice</b>, what may be taken at once. It is our own account; headers may lower it, but raise it only where there is
 *       no slice apart from what they show. How deep it is ({@link BurstProbe}) is found out in small steps and remembered.
 * </ul>
 *
 * <p>Once a refusal has shown how deep the bucket behind the headers is ({@link HiddenDepth}), there is no difference any more:
 * what is missing from the minute that headers describe is missing from that bucket, so the level is what is left of it.
 *
 * <p>A call fits if both hold what it takes and a reserve, so that jitter on the wire finds no empty bucket. In a steady state
 * the reserve costs nothing. What {@link Neighbours} take slows the refill; what is refused although nothing explains it
 * slows it as well, for a while ({@link Slowdown}).
 */
abstract sealed class BucketLane extends Lane permits AdmittedLane, ProducedLane {

    /** Seconds of refill that are never spent; of a shallow bucket at most a part of it. */
    private static final double RESERVE_SECONDS = 0.5;

    private static final double SLICE_RESERVE_PART = 0.45;
    private static final double NEARLY_FULL = 0.9;
    private static final double FULL = 0.95;
    private static final double LEAST_RATE = 0.02;
    /** How much faster than it refills the slice is drawn on to find out how deep the bucket is. */
    private static final double SEARCH = 1.5;

    private static final long STEP = 1_000_000;
    private static final long SETTLED_AFTER = 25_000_000_000L;
    private static final double SEARCHED_ABOVE_SECONDS = 3;

    /** Bounds that are no further apart are narrow. */
    private static final double NARROW_SECONDS = 0.5;
    /**
     * How far the level moves to the middle of narrow bounds where others take from the bucket, too: it is their share that is
     * guessed too high when it is below, and what is not used before the bucket is full is lost.
     */
    private static final double TOWARDS_MIDDLE = 0.3;
    /** The part of a bucket that is kept free at most for what others may have taken since the last header. */
    private static final double MOST_RESERVED_PART = 0.45;

    final LimiterSettings settings;
    final Gate gate;
    final Neighbours neighbours;
    final BurstProbe burst;
    private final boolean isRequests;
    private final Depth depth = new Depth();
    private final Slowdown slowdown = new Slowdown();
    private final Unexplained unexplained = new Unexplained();
    private final Unexplained unexplainedOfSlice = new Unexplained();
    private double perSecond;
    private double level;
    private double slice;
    private double rounding;
    private long updatedAt;
    private long limitedSince;

    // What follows from what has been learned: nearly every call asks for it, and hardly any call changes it.
    private double ownPerSecond;
    private double capacity;
    private double levelRate;
    private double levelReserve;
    private double sliceCapacity;
    private double sliceRate;
    private double sliceReserve;
    /** What fits without a closer look if the levels hold it and their reserves; none while something needs that look. */
    private double usual = -1;
    /** A call that goes with no more than this drawn down proves nothing new. */
    private double proven = Double.POSITIVE_INFINITY;
    /** What is held for each unit that is estimated. */
    private double heldPerUnit = 1;

    BucketLane(
            GroupName group,
            Reservation.Rule rule,
            LimiterSettings settings,
            Gate gate,
            double neighboursMemorySeconds) {
        super(group, rule);
        this.settings = settings;
        this.gate = gate;
        this.isRequests = rule.dimension().equals(Dimension.REQUESTS);
        this.neighbours = new Neighbours(neighboursMemorySeconds);
        this.burst = new BurstProbe(settings.burst());
    }

    /** The part of the refill that is used while nothing is known of what an earlier process has left under way. */
    abstract double rateAtFirst();

    /** What of a call must be there. */
    abstract double tested(double need);

    /** The part of a shallow bucket that is kept as its reserve. */
    abstract double reservePart();

    /** What is not held against the level although it is debited. */
    abstract double credit();

    /** What is missing for other reasons than the level's, at least. */
    abstract double missing(long now);

    /** Whether more must be looked at than the levels, however little is taken. */
    abstract boolean isUnusual(long now);

    /** The most that is nothing special to take. */
    abstract double mostOfUsual();

    /** What a header proves about the level, or null if nothing. */
    abstract Bounds bounds(double remaining, double error, Sight sight);

    /** Whether what headers take away can be told from our own. */
    abstract boolean tellsNeighbours();

    @Override
    final void limitChanged(Limit before, long now) {
        if (before == null) {
            updatedAt = now;
            limitedSince = now;
            neighbours.begin(now);
            perSecond = limit().perSecond();
            depth.limit(limit());
            level = limit().amount();
            // What an earlier process has left there is not known: fills at the rate, while the first call passes.
            slice = 0;
            reckon();
            return;
        }
        reckon();
        refill(now);
        perSecond = limit().perSecond();
        depth.limit(limit());
        reckon();
        level = Math.min(level, capacity);
        slice = Math.min(slice, sliceCapacity);
    }

    /** Draws the conclusions from what has been learned. */
    final void reckon() {
        ownPerSecond = perSecond * settings.quotaShare();
        capacity = depth.ofWhatCounts();
        levelRate = Math.max(LEAST_RATE * perSecond, perSecond - neighbours.perSecond(perSecond));
        levelReserve = Math.min(RESERVE_SECONDS * perSecond + rounding, reservePart() * capacity);
        double deep = burst.seconds() * ownPerSecond;
        sliceCapacity = isRequests ? Math.max(1, deep) : deep;
        sliceReserve = Math.min(RESERVE_SECONDS * ownPerSecond, SLICE_RESERVE_PART * sliceCapacity);
        sliceRate = Math.min(ownPerSecond, levelRate) * slowdown.factor() * (isSettled(updatedAt) ? 1 : rateAtFirst());
        usual = neighbours.areThere(perSecond) || isUnusual(updatedAt) ? -1 : mostOfUsual();
        proven = burst.provesNothingUpTo(ownPerSecond, sliceReserve);
    }

    /** From now on so much is held for each unit that is estimated. */
    final void heldPerUnit(double factor) {
        heldPerUnit = factor;
    }

    /** What is taken for a call that is estimated to need so much. */
    final double charge(double need) {
        return need * heldPerUnit;
    }

    /**
     * Whether it fits beyond doubt, and is not large: what nearly every call finds out first. Who finds enough need not know
     * what time has brought since, for it can only be more.
     */
    final boolean fitsEasily(double charged) {
        return charged <= usual && charged + levelReserve <= level && charged + sliceReserve <= slice;
    }

    /** Over how many seconds the limit's amount comes back. */
    final double secondsPer() {
        return limit().per().toNanos() / 1e9;
    }

    final double perSecond() {
        return perSecond;
    }

    final double level() {
        return level;
    }

    final double slice() {
        return slice;
    }

    /** How far what headers tell may be wrong by rounding. */
    final double rounding() {
        return rounding;
    }

    /** What the bucket holds when it is full. */
    final double capacity() {
        return capacity;
    }

    /** Seconds of refill until the bucket of the headers is full. */
    final double secondsToFull(double remaining) {
        return Math.max(0, depth.ofShown() - remaining) / perSecond;
    }

    final double ownPerSecond() {
        return ownPerSecond;
    }

    final double sliceCapacity() {
        return sliceCapacity;
    }

    final double levelRate() {
        return levelRate;
    }

    final double sliceRate() {
        return sliceRate;
    }

    final double sliceReserve() {
        return sliceReserve;
    }

    final void refill(long now) {
        if (now > updatedAt) {
            pass(now);
        }
    }

    private void pass(long now) {
        double seconds = (now - updatedAt) / 1e9;
        level = Amounts.min(capacity, level + levelRate * seconds);
        double secondsOfSlice = seconds;
        if (gate.hasClosed()) {
            double whileClosed = sliceRate * gate.closedSeconds(updatedAt, now);
            slice = Math.max(slice, Math.min(sliceReserve, slice + whileClosed));
            secondsOfSlice = gate.seconds(updatedAt, now);
        }
        double rate = isSearched(now) ? sliceRate * SEARCH : sliceRate;
        slice = Amounts.min(sliceCapacity, slice + rate * secondsOfSlice);
        burst.giveBack(ownPerSecond * seconds, now);
        boolean hasSettled = isSettled(now) && !isSettled(updatedAt);
        updatedAt = now;
        if (slowdown.pass(seconds, now) | neighbours.pass(seconds, now) | hasSettled) {
            reckon();
        }
    }

    /** Only while calls wait and the minute has plenty. */
    private boolean isSearched(long now) {
        return backlog() > 0
                && mayGrow(now)
                && !gate.isRamping(updatedAt)
                && burst.isSearching()
                && level > SEARCHED_ABOVE_SECONDS * perSecond;
    }

    /** Not so soon after the start that a process which keeps being restarted would do nothing else. */
    boolean mayGrow(long now) {
        return isSettled(now);
    }

    private boolean isSettled(long now) {
        return now - limitedSince > SETTLED_AFTER;
    }

    /** Whether it is more than fits at once: then it goes alone, and leaves a debt. */
    final boolean isLarge(double need) {
        return isLimited() && need > sliceCapacity + EPSILON;
    }

    @Override
    long readyAt(double need, long now) {
        refill(now);
        return bothReadyAt(need, now);
    }

    private long bothReadyAt(double need, long now) {
        long level = ofLevel(need, now);
        return level == NEVER || need <= 0 ? level : Math.max(level, sliceReadyAt(tested(need), now));
    }

    /** For the first call of a group, whatever the slice says. */
    final long readyAtLevel(double need, long now) {
        refill(now);
        return ofLevel(need, now);
    }

    private long ofLevel(double need, long now) {
        if (need <= 0) {
            return now;
        }
        return perSecond <= 0 || isTooMuch(need, now) ? NEVER : levelReadyAt(tested(need), now);
    }

    /** Whether so much never passes. */
    abstract boolean isTooMuch(double need, long now);

    /** What is kept back; the more, the longer nothing has been heard of what others take. */
    private double reserveAt(long now) {
        return levelReserve
                + Math.min(neighbours.reserve(perSecond, now), MOST_RESERVED_PART * capacity - levelReserve);
    }

    private long levelReadyAt(double need, long now) {
        double reserve = reserveAt(now);
        if (need + reserve <= level) {
            return now;
        }
        double missing = missing(need, reserve, now);
        if (missing <= EPSILON) {
            return now;
        }
        return filledAt(missing(need, reserveAt(filledAt(missing, now)), now), now);
    }

    private double missing(double need, double reserve, long now) {
        return Math.max(wanted(need, reserve) - level - credit(), missing(now));
    }

    private long filledAt(double missing, long now) {
        return now + (long) Math.ceil(missing / levelRate * 1e9);
    }

    private double wanted(double need, double reserve) {
        return Math.min(need + reserve, Math.min(Math.max(need, NEARLY_FULL * capacity), FULL * capacity));
    }

    private long sliceReadyAt(double need, long now) {
        double missing = Amounts.min(need + sliceReserve, sliceCapacity) - slice;
        return missing <= EPSILON ? now : gate.timeOf(missing / sliceRate, now);
    }

    @Override
    final void take(double amount, long now) {
        if (isLimited()) {
            if (now - updatedAt >= STEP) {
                pass(now);
            }
            if (amount > usual) {
                takesMuch(amount, now);
            }
            level -= amount;
            slice -= amount;
            burst.take(amount);
        }
    }

    /** It may be more than usual. */
    void takesMuch(double amount, long now) {
        if (amount > sliceCapacity) {
            depth.owes(amount, now);
        }
    }

    /** Takes more of the slice than of the level. */
    final void takeSlice(double amount) {
        slice -= amount;
    }

    /** How far the own account has been drawn down, for {@link #acknowledged}. */
    final double drawdown() {
        return burst.drawdown();
    }

    /** So much was taken beyond an estimate and has come back. */
    void surchargeSpent(double beyond) {}

    /** Everything that was sent with so much drawn down has been let in. */
    final void acknowledged(double drawdown, long now) {
        if (drawdown > proven) {
            prove(drawdown, now);
        }
    }

    private void prove(double drawdown, long now) {
        boolean mayGrow = mayGrow(now) && !gate.isRamping(now);
        slice += ownPerSecond * burst.acknowledged(drawdown, ownPerSecond, sliceReserve, mayGrow);
        reckon();
    }

    @Override
    void giveBack(double amount, long now) {
        if (amount == 0 || !isLimited()) {
            return;
        }
        boolean isRamping = gate.isRamping(now);
        if (amount < 0 || isRamping) {
            // Otherwise it is the same which comes first, this or the refill: neither goes beyond what the bucket
            // holds.
            refill(now);
        }
        level = Amounts.min(capacity, level + amount);
        // What comes back must not steepen the ramp.
        double most = isRamping ? Amounts.max(slice, sliceReserve) : sliceCapacity;
        slice = Amounts.min(most, slice + amount);
        burst.giveBack(amount, now);
    }

    final void raiseSliceTo(double least) {
        slice = Math.max(slice, least);
    }

    final void lowerSliceTo(double most) {
        slice = Math.min(slice, most);
    }

    final void lowerLevelTo(double most) {
        level = Math.min(level, most);
    }

    /**
     * Moves the levels between the bounds that a header gives.
     *
     * @param held   what the call whose answer tells it holds of this lane
     * @param begins whether its answer has just begun, so that the header was made when it was let in
     */
    final void observe(Report.Entry told, double held, boolean begins, Sight sight, ServerClock clock) {
        if (perSecond <= 0) {
            return;
        }
        refill(sight.now());
        rounding = told.rounding() > 1 ? told.rounding() / 2.0 : 0.5;
        boolean tells = depth.observe(told, rounding, sight, clock);
        if ((begins || isChargedAtOnce()) && depth.letIn(testedByService(held), rounding, sight) || tells) {
            burst.shown(depth.seconds());
        }
        reckon();
        // What is left of the bucket that counts, which may be another one than the header speaks of.
        double remaining = told.remaining() - (depth.ofShown() - capacity);
        Bounds bounds = bounds(remaining, rounding, sight);
        if (bounds == null) {
            return;
        }
        level = Math.min(level, capacity);
        double before = level;
        double sliceBefore = slice;
        boolean isNarrow = sight.isSharp() && bounds.most() - bounds.least() < NARROW_SECONDS * perSecond;
        moveLevel(bounds, isNarrow);
        moveSlice(bounds, isNarrow, sight.now());
        unexplained.moved(before - level, sight.latest());
        unexplainedOfSlice.moved(sliceBefore - slice, sight.latest());
        learnNeighbours(before - level, remaining + rounding, sight.now());
    }

    private void moveLevel(Bounds bounds, boolean isNarrow) {
        level = Math.min(capacity, bounds.project(level));
        double middle = bounds.middle();
        if (isNarrow && neighbours.areThere(perSecond) && level < middle) {
            level = Math.min(capacity, level + TOWARDS_MIDDLE * (middle - level));
        }
    }

    /** A call that was sent then has cost so much more than was held; what headers have shown of that is not charged again. */
    final void chargeMore(double held, double more, long sentAt, long now) {
        giveBack(-more, now);
        double shownOfLevel = unexplained.explainedBy(held, more, sentAt);
        double shownOfSlice = unexplainedOfSlice.explainedBy(held, more, sentAt);
        level = Math.min(capacity, level + shownOfLevel);
        slice = Math.min(sliceCapacity, slice + shownOfSlice);
        if (shownOfLevel > 0) {
            neighbours.wereUs(shownOfLevel, perSecond);
            reckon();
        }
    }

    void moveSlice(Bounds bounds, boolean isNarrow, long now) {
        // What may be taken at once is not taken at once where nobody knows how steep a rise the service bears.
        boolean isCautious = settings.burst().grows() && !isSettled(now);
        if (burst.isWhole() && !isCautious && !gate.isRamping(now)) {
            raiseSliceTo(Math.min(sliceCapacity, Math.min(level, leastOf(bounds, isNarrow))));
        }
    }

    private double leastOf(Bounds bounds, boolean isNarrow) {
        return isNarrow && neighbours.areThere(perSecond) ? bounds.middle() : bounds.least();
    }

    private void learnNeighbours(double taken, double mostRemaining, long now) {
        boolean isFull = mostRemaining >= NEARLY_FULL * Math.min(capacity, depth.surelyShown());
        if (!isFull && tellsNeighbours()) {
            neighbours.took(taken, perSecond, now);
        } else {
            neighbours.unseen(now);
        }
        reckon();
    }

    /** How near the last grants went to what may be taken at once: what was refused was most probably refused for the highest. */
    final double suspicion() {
        return burst.drawdown() / Math.max(EPSILON, sliceCapacity);
    }

    /** Whether what headers told explains that so much was refused. */
    abstract boolean explains(double need, long now);

    /** So much was refused, as headers made one expect: the level was lower than it seemed. */
    abstract void wasShort(double need, double waitSeconds);

    /**
     * A call was refused although it should have fit.
     *
     * @param need        what it needed of this lane
     * @param headersSeen whether the service tells about its limits at all
     * @return whether it ended the search for a deeper burst
     */
    final boolean refused(double need, boolean headersSeen, long now) {
        refill(now);
        boolean learned = burst.refused(ownPerSecond, sliceReserve, now);
        if (settings.burst().grows() && depth.refused(testedByService(need), now)) {
            double before = capacity;
            burst.shown(depth.seconds());
            reckon();
            // What is missing from the bucket that was believed is missing from the one that counts.
            level -= before - capacity;
        }
        if (!learned) {
            slowdown.unexplained(headersSeen, now);
        }
        reckon();
        slice = Math.min(slice, sliceCapacity);
        return learned;
    }

    /** Whether what is taken counts when a call is let in, and not later. */
    abstract boolean isChargedAtOnce();

    /** What of a need must be in the service's bucket. */
    abstract double testedByService(double need);

    /** Whether others seem to take from it. */
    final boolean isShared() {
        return neighbours.areThere(perSecond);
    }

    /** The gate has closed: it will open on an empty slice. */
    final void emptySlice(long now) {
        refill(now);
        slice = Math.min(slice, sliceReserve);
    }

    /** The service says that usage rises too steeply. */
    void tooSteep(long now) {}

    @Override
    final Picture.DimensionPicture picture(long now) {
        if (!isLimited()) {
            return new Picture.DimensionPicture(null, 0, 0, 0, 0, used(), offered(now), backlog());
        }
        refill(now);
        double others = neighbours.perSecond(perSecond);
        return new Picture.DimensionPicture(
                limit(), level, slice, burst.seconds(), others, used(), offered(now), backlog());
    }
}
