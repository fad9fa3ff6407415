/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

/**
 * What one attempt holds of each lane of its path, from the grant to its end. What is charged follows what is known: the
 * estimate, then the input as soon as it is told, then the whole.
 */
final class Holding {

    private static final long UNSENT = Long.MIN_VALUE;

    final Path path;
    private final Cost cost;
    /** One row: {@link #amounts}. */
    private final double[] amounts;

    private final int lanes;

    /** Null if nothing is. */
    private final boolean[] large;

    private final long takenAt;
    private long sentAt = UNSENT;
    private boolean acknowledged;
    private boolean isKnown;

    private Holding(Path path, Cost cost, double[] amounts, boolean[] large, long now) {
        this.path = path;
        this.cost = cost;
        this.amounts = amounts;
        this.lanes = path.lanes.length;
        this.large = large;
        this.takenAt = now;
    }

    /** Room for what a call needs of each lane, then what it holds of each, then how far each bucket was drawn down by that. */
    static double[] amounts(Path path) {
        return new double[2 * path.lanes.length + path.buckets.length];
    }

    /**
     * Takes what fits easily.
     *
     * @param amounts what was asked for
     */
    static Holding takeEasily(Path path, Cost cost, double[] amounts, long now) {
        BucketLane[] buckets = path.buckets;
        int lanes = path.lanes.length;
        for (int i = 0; i < buckets.length; i++) {
            buckets[i].take(amounts[lanes + i], now);
            amounts[2 * lanes + i] = buckets[i].drawdown();
        }
        return taken(new Holding(path, cost, amounts, null, now), now);
    }

    /**
     * Takes.
     *
     * @param needs what is needed of each lane
     */
    static Holding take(Path path, Cost cost, double[] needs, long now) {
        int lanes = path.lanes.length;
        double[] amounts = amounts(path);
        boolean[] large = null;
        for (int i = 0; i < path.buckets.length; i++) {
            BucketLane bucket = path.buckets[i];
            amounts[i] = needs[i];
            amounts[lanes + i] = bucket.charge(needs[i]);
            bucket.take(amounts[lanes + i], now);
            amounts[2 * lanes + i] = bucket.drawdown();
            if (bucket.isLarge(needs[i])) {
                large = large == null ? new boolean[lanes] : large;
                large[i] = true;
            }
        }
        System.arraycopy(needs, path.buckets.length, amounts, path.buckets.length, lanes - path.buckets.length);
        return taken(new Holding(path, cost, amounts, large, now), now);
    }

    /** The rest of it, which is the same for all. */
    private static Holding taken(Holding holding, long now) {
        Path path = holding.path;
        if (path.isLimitedOtherwise()) {
            holding.takeOthers(now);
        }
        AdmittedLane[] admitted = path.admitted;
        for (int i = 0; i < admitted.length; i++) {
            admitted[i].log(holding.held(i), now);
        }
        path.taken();
        return holding;
    }

    /** Before there is a limit there is no window of which anything could be taken. */
    private void takeOthers(long now) {
        for (int i = path.buckets.length; i < lanes; i++) {
            if (path.lanes[i].isLimited()) {
                path.lanes[i].take(amounts[i], now);
                amounts[lanes + i] = amounts[i];
            }
        }
    }

    int lanes() {
        return lanes;
    }

    /** What it was estimated to need. */
    double need(int lane) {
        return amounts[lane];
    }

    double held(int lane) {
        return amounts[lanes + lane];
    }

    double held(Lane lane) {
        for (int i = 0; i < lanes; i++) {
            if (path.lanes[i] == lane) {
                return held(i);
            }
        }
        return 0;
    }

    /** Whether it was more than could be taken at once, as far as was known. */
    boolean isLarge(int lane) {
        return large != null && large[lane];
    }

    /** Whether nothing else of ours was missing from the bucket. */
    boolean wasAlone(int lane) {
        return lane >= path.buckets.length || drawn(lane) <= held(lane) + Lane.EPSILON;
    }

    private double drawn(int bucket) {
        return amounts[2 * lanes + bucket];
    }

    long sentAt() {
        return sentAt;
    }

    /** It is on the wire. */
    void sent(long now) {
        if (sentAt != UNSENT) {
            return;
        }
        sentAt = now;
        AdmittedLane[] admitted = path.admitted;
        for (int i = 0; i < admitted.length; i++) {
            admitted[i].sent(held(i), now);
        }
        for (UnderWay underWay : path.underWay) {
            underWay.add(cost.output(), now);
        }
    }

    /** Whoever forgot to say so sent it when it was granted. */
    void surelySent() {
        sent(takenAt);
    }

    /** The answer has begun. */
    void began(Cost input, long now) {
        for (UnderWay underWay : path.underWay) {
            underWay.began((now - sentAt) / 1e9);
        }
        if (input != null) {
            charge(cost.withInput(input.input(), input.cacheWrite(), input.cacheRead()), now);
        }
        acknowledge(now);
    }

    private void charge(Cost known, long now) {
        for (int i = 0; i < path.buckets.length; i++) {
            BucketLane bucket = path.buckets[i];
            double need = bucket.need(known);
            bucket.known(held(i), need, sentAt, now);
            bucket.surchargeSpent(surcharge(i));
            amounts[lanes + i] = need;
        }
        isKnown = true;
    }

    /** What is held beyond the estimate; nothing any more once what it really needs is held. */
    private double surcharge(int lane) {
        return isKnown ? 0 : held(lane) - need(lane);
    }

    private void acknowledge(long now) {
        if (!acknowledged) {
            acknowledged = true;
            for (int i = 0; i < path.buckets.length; i++) {
                path.buckets[i].acknowledged(drawn(i), now);
            }
        }
    }

    /** It is answered, and cost so much. */
    void answered(Cost actual, long now) {
        BucketLane[] buckets = path.buckets;
        for (int i = 0; i < buckets.length; i++) {
            BucketLane bucket = buckets[i];
            if (!acknowledged) {
                bucket.acknowledged(drawn(i), now);
            }
            bucket.answered(need(i), held(i), bucket.used(actual), surcharge(i), sentAt, now);
        }
        acknowledged = true;
        if (path.isLimitedOtherwise()) {
            settleOthers(actual, now);
        }
        for (UnderWay underWay : path.underWay) {
            underWay.remove(cost.output(), sentAt);
            underWay.learn(cost.output(), actual.output(), (now - sentAt) / 1e9);
        }
    }

    private void settleOthers(Cost actual, long now) {
        for (int i = path.buckets.length; i < lanes; i++) {
            Lane lane = path.lanes[i];
            if (lane.isLimited()) {
                settle(i, lane.used(actual), now);
            }
        }
    }

    /** The service did no work for it: everything goes back but the request. */
    void keepRequest(long now) {
        for (int i = 0; i < lanes; i++) {
            Lane lane = path.lanes[i];
            boolean isRequest = lane.dimension().equals(Dimension.REQUESTS);
            if (!isRequest) {
                lane.correctSent(-held(i), sentAt);
            }
            settle(i, isRequest ? held(i) : 0, now);
        }
        noLongerUnderWay();
    }

    /** The service may have done all of it. */
    void keepAll(long now) {
        for (int i = 0; i < lanes; i++) {
            settle(i, held(i), now);
        }
        noLongerUnderWay();
    }

    /** It was not used. */
    void giveAllBack(long now) {
        for (int i = 0; i < lanes; i++) {
            Lane lane = path.lanes[i];
            if (!lane.isOver(takenAt, now)) {
                lane.giveBack(held(i), now);
            }
            if (sentAt == UNSENT) {
                lane.unsent(held(i));
            } else {
                lane.correctSent(-held(i), sentAt);
            }
        }
        noLongerUnderWay();
    }

    private void settle(int i, double actual, long now) {
        Lane lane = path.lanes[i];
        if (lane.isOver(takenAt, now)) {
            lane.used(actual);
        } else {
            lane.settle(held(i), actual, now);
        }
    }

    private void noLongerUnderWay() {
        if (sentAt != UNSENT) {
            for (UnderWay underWay : path.underWay) {
                underWay.remove(cost.output(), sentAt);
            }
        }
    }
}
