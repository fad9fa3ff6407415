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
    private final double[] needs;
    /** What is held of each lane, then how far each bucket was drawn down when that was taken. */
    private final double[] held;

    /** Null if nothing is. */
    private final boolean[] large;

    private final long takenAt;
    private long sentAt = UNSENT;
    private boolean acknowledged;
    private boolean isKnown;

    private Holding(Path path, Cost cost, double[] needs, double[] held, boolean[] large, long now) {
        this.path = path;
        this.cost = cost;
        this.needs = needs;
        this.held = held;
        this.large = large;
        this.takenAt = now;
    }

    static Holding take(Path path, Cost cost, double[] needs, long now) {
        BucketLane[] buckets = path.buckets;
        Lane[] lanes = path.lanes;
        double[] held = new double[lanes.length + buckets.length];
        boolean[] large = null;
        for (int i = 0; i < buckets.length; i++) {
            BucketLane bucket = buckets[i];
            held[i] = bucket.hold(needs[i], now);
            held[lanes.length + i] = bucket.drawdown();
            if (bucket.isLarge(needs[i])) {
                large = large == null ? new boolean[lanes.length] : large;
                large[i] = true;
            }
        }
        for (int i = buckets.length; i < lanes.length; i++) {
            held[i] = lanes[i].hold(needs[i], now);
        }
        for (int i = 0; i < path.admitted.length; i++) {
            path.admitted[i].log(held[i], now);
        }
        for (Group group : path.groups) {
            group.passed();
        }
        return new Holding(path, cost, needs, held, large, now);
    }

    int lanes() {
        return needs.length;
    }

    /** What it was estimated to need. */
    double need(int lane) {
        return needs[lane];
    }

    double held(int lane) {
        return held[lane];
    }

    double held(Lane lane) {
        for (int i = 0; i < needs.length; i++) {
            if (path.lanes[i] == lane) {
                return held[i];
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
        return lane >= path.buckets.length || drawn(lane) <= held[lane] + Lane.EPSILON;
    }

    private double drawn(int bucket) {
        return held[needs.length + bucket];
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
            admitted[i].sent(held[i], now);
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
            bucket.known(held[i], need, sentAt, now);
            bucket.surchargeSpent(surcharge(i));
            held[i] = need;
        }
        isKnown = true;
    }

    /** What is held beyond the estimate; nothing any more once what it really needs is held. */
    private double surcharge(int lane) {
        return isKnown ? 0 : held[lane] - needs[lane];
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
        Lane[] lanes = path.lanes;
        for (int i = 0; i < buckets.length; i++) {
            BucketLane bucket = buckets[i];
            if (!acknowledged) {
                bucket.acknowledged(drawn(i), now);
            }
            bucket.answered(needs[i], held[i], bucket.used(actual), surcharge(i), sentAt, now);
        }
        acknowledged = true;
        for (int i = buckets.length; i < lanes.length; i++) {
            if (lanes[i].isLimited()) {
                settle(i, lanes[i].used(actual), now);
            } else {
                lanes[i].giveBack(held[i], now);
            }
        }
        for (UnderWay underWay : path.underWay) {
            underWay.remove(cost.output(), sentAt);
            underWay.learn(cost.output(), actual.output(), (now - sentAt) / 1e9);
        }
    }

    /** The service did no work for it: everything goes back but the request. */
    void keepRequest(long now) {
        for (int i = 0; i < needs.length; i++) {
            Lane lane = path.lanes[i];
            boolean isRequest = lane.dimension().equals(Dimension.REQUESTS);
            if (!isRequest) {
                lane.correctSent(-held[i], sentAt);
            }
            settle(i, isRequest ? held[i] : 0, now);
        }
        noLongerUnderWay();
    }

    /** The service may have done all of it. */
    void keepAll(long now) {
        for (int i = 0; i < needs.length; i++) {
            settle(i, held[i], now);
        }
        noLongerUnderWay();
    }

    /** It was not used. */
    void giveAllBack(long now) {
        for (int i = 0; i < needs.length; i++) {
            Lane lane = path.lanes[i];
            if (!lane.isOver(takenAt, now)) {
                lane.giveBack(held[i], now);
            }
            if (sentAt == UNSENT) {
                lane.unsent(held[i]);
            } else {
                lane.correctSent(-held[i], sentAt);
            }
        }
        noLongerUnderWay();
    }

    private void settle(int i, double actual, long now) {
        Lane lane = path.lanes[i];
        if (lane.isOver(takenAt, now)) {
            lane.used(actual);
        } else {
            lane.settle(held[i], actual, now);
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
