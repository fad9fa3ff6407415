/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

import java.util.Arrays;

/**
 * What one attempt holds of each lane of its path, from the grant to its end. What is charged follows what is known: the
 * estimate, then the input as soon as it is told, then the whole.
 */
abstract sealed class Holding permits LocalPermit {

    private static final long UNSENT = Long.MIN_VALUE;

    final Path path;
    final Demand demand;
    /** What it is expected to cost. */
    private Cost expected;

    /** One row: {@link #amounts}. */
    private final double[] amounts;
    /** What is held of the other lanes; null if nothing is. */
    private double[] others;
    /** Null if nothing is. */
    private boolean[] large;

    private final long takenAt;
    private long sentAt = UNSENT;
    private boolean acknowledged;
    private boolean isKnown;

    /** @param amounts what was asked for, or {@link #amounts} */
    Holding(Path path, Demand demand, double[] amounts, long now) {
        this.path = path;
        this.demand = demand;
        this.expected = demand.cost();
        this.amounts = amounts;
        this.takenAt = now;
    }

    /** Room for what a call needs of each bucket, then what it holds of each, then how far each was drawn down by that. */
    static double[] amounts(int buckets) {
        return new double[3 * buckets];
    }

    /** Takes what was asked for and fits easily. */
    final void takeEasily(long now) {
        BucketLane[] buckets = path.buckets;
        int count = buckets.length;
        double[] amounts = this.amounts;
        for (int i = 0; i < count; i++) {
            BucketLane bucket = buckets[i];
            bucket.take(amounts[count + i], now);
            amounts[2 * count + i] = bucket.drawdown();
        }
        log(now);
    }

    /**
     * Takes.
     *
     * @param needs what is needed of each lane
     */
    final void take(double[] needs, long now) {
        int buckets = path.buckets.length;
        for (int i = 0; i < buckets; i++) {
            BucketLane bucket = path.buckets[i];
            amounts[i] = needs[i];
            amounts[buckets + i] = bucket.charge(needs[i]);
            bucket.take(amounts[buckets + i], now);
            amounts[2 * buckets + i] = bucket.drawdown();
            if (bucket.isLarge(needs[i])) {
                large = large == null ? new boolean[buckets] : large;
                large[i] = true;
            }
        }
        if (path.isLimitedOtherwise()) {
            takeOthers(needs, now);
        }
        for (Group group : path.groups) {
            group.passed();
        }
        log(now);
    }

    /** Before there is a limit there is nothing of which anything could be taken. */
    private void takeOthers(double[] needs, long now) {
        int buckets = path.buckets.length;
        others = new double[needs.length - buckets];
        for (int i = buckets; i < needs.length; i++) {
            if (path.lanes[i].isLimited()) {
                others[i - buckets] = needs[i];
                path.lanes[i].take(needs[i], now);
            }
        }
    }

    private void log(long now) {
        AdmittedLane[] admitted = path.admitted;
        double[] amounts = this.amounts;
        int count = path.buckets.length;
        for (int i = 0; i < admitted.length; i++) {
            admitted[i].log(amounts[count + i], now);
        }
    }

    /** What it was estimated to need. */
    double need(int bucket) {
        return amounts[bucket];
    }

    double held(int lane) {
        int buckets = path.buckets.length;
        if (lane < buckets) {
            return amounts[buckets + lane];
        }
        return others == null ? 0 : others[lane - buckets];
    }

    double held(Lane lane) {
        return held(Arrays.asList(path.lanes).indexOf(lane));
    }

    /** Whether it was more than could be taken at once, as far as was known. */
    boolean isLarge(int bucket) {
        return large != null && large[bucket];
    }

    /** Whether nothing else of ours was missing from the bucket. */
    boolean wasAlone(int bucket) {
        return drawn(bucket) <= held(bucket) + Lane.EPSILON;
    }

    private double drawn(int bucket) {
        return amounts[2 * path.buckets.length + bucket];
    }

    boolean isSent() {
        return sentAt != UNSENT;
    }

    long sentAt() {
        return sentAt;
    }

    /** It is expected to cost something else than was asked for. Returns whether that changes anything. */
    boolean expect(Cost cost, long now) {
        if (cost.equals(expected)) {
            return false;
        }
        expected = cost;
        int buckets = path.buckets.length;
        for (int i = 0; i < buckets; i++) {
            double need = path.buckets[i].need(cost);
            double held = path.buckets[i].charge(need);
            double more = held - held(i);
            hold(path.buckets[i], more, now);
            amounts[i] = need;
            amounts[buckets + i] = held;
            amounts[2 * buckets + i] = Amounts.max(0, drawn(i) + more);
        }
        for (int i = buckets; i < path.lanes.length; i++) {
            Lane lane = path.lanes[i];
            if (lane.isLimited() && others != null && !lane.isOver(takenAt, now)) {
                double need = lane.need(cost);
                hold(lane, need - held(i), now);
                others[i - buckets] = need;
            }
        }
        return true;
    }

    private static void hold(Lane lane, double more, long now) {
        if (more > 0) {
            lane.take(more, now);
        } else if (more < 0) {
            lane.giveBack(-more, now);
        }
        if (lane instanceof AdmittedLane admitted) {
            admitted.log(more, now);
        }
    }

    /** It is on the wire. */
    void sent(long now) {
        if (isSent()) {
            return;
        }
        sentAt = now;
        AdmittedLane[] admitted = path.admitted;
        double[] amounts = this.amounts;
        int count = path.buckets.length;
        for (int i = 0; i < admitted.length; i++) {
            admitted[i].sent(amounts[count + i], now);
        }
        for (UnderWay underWay : path.underWay) {
            underWay.add(expected.output(), now);
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
            charge(expected.withInput(input.input(), input.cacheWrite(), input.cacheRead()), now);
        }
        acknowledge(now);
    }

    private void charge(Cost known, long now) {
        for (int i = 0; i < path.buckets.length; i++) {
            BucketLane bucket = path.buckets[i];
            double need = bucket.need(known);
            bucket.known(held(i), need, sentAt, now);
            bucket.surchargeSpent(surcharge(i));
            amounts[path.buckets.length + i] = need;
        }
        isKnown = true;
    }

    /** What is held beyond the estimate; nothing any more once what it really needs is held. */
    private double surcharge(int bucket) {
        return isKnown ? 0 : held(bucket) - need(bucket);
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
        double[] amounts = this.amounts;
        for (int i = 0; i < buckets.length; i++) {
            BucketLane bucket = buckets[i];
            double need = amounts[i];
            double held = amounts[buckets.length + i];
            if (!acknowledged) {
                bucket.acknowledged(amounts[2 * buckets.length + i], now);
            }
            bucket.answered(need, held, bucket.used(actual), isKnown ? 0 : held - need, sentAt, now);
        }
        acknowledged = true;
        if (path.isLimitedOtherwise()) {
            settleOthers(actual, now);
        }
        for (UnderWay underWay : path.underWay) {
            underWay.remove(expected.output(), sentAt);
            underWay.learn(expected.output(), actual.output(), (now - sentAt) / 1e9);
        }
    }

    private void settleOthers(Cost actual, long now) {
        for (int i = path.buckets.length; i < path.lanes.length; i++) {
            Lane lane = path.lanes[i];
            if (lane.isLimited()) {
                settle(i, lane.used(actual), now);
            }
        }
    }

    /** The service did no work for it: everything goes back but the request. */
    void keepRequest(long now) {
        for (int i = 0; i < path.lanes.length; i++) {
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
        for (int i = 0; i < path.lanes.length; i++) {
            settle(i, held(i), now);
        }
        noLongerUnderWay();
    }

    /** It was not used. */
    void giveAllBack(long now) {
        for (int i = 0; i < path.lanes.length; i++) {
            Lane lane = path.lanes[i];
            if (!lane.isOver(takenAt, now)) {
                lane.giveBack(held(i), now);
            }
            if (!isSent()) {
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
        if (isSent()) {
            for (UnderWay underWay : path.underWay) {
                underWay.remove(expected.output(), sentAt);
            }
        }
    }
}
