/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import com.netflix.concurrency.limits.limit.AIMDLimit;
import io.github.camelclaude.rate.Dimension;
import io.github.camelclaude.rate.GroupName;
import io.github.camelclaude.rate.GroupSetup;
import io.github.camelclaude.rate.Limit;
import io.github.camelclaude.rate.Limiter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Finds out what a backend takes that tells no limits: how many calls at once, and, where even one at a time is refused, how
 * many a minute. Both by additive increase and multiplicative decrease: a little more while it answers, a third less with each
 * refusal that is news. The limiter holds calls to what was found as to any other limit, and never lets more pass than is
 * configured. Safe for use by several threads.
 */
final class LearnedLimits {

    private static final int FIRST = 20;
    private static final double LESS = 0.7;
    /** So much of what it was cut from does a rate grow in a second: what a refusal took is back after half a minute. */
    private static final double GROWTH_PER_SECOND = 0.01;
    /** The last answers are counted over about so long. */
    private static final double MEASURED_SECONDS = 10;

    private static final double SECOND = 1e9;
    /** After a refusal one more at once is tried so seldom, lest every few seconds are spent on finding the same limit again. */
    private static final long TRIES_AFTER = 5_000_000_000L;

    private static final long WARY = 60_000_000_000L;
    /** A change of the rate that is worth telling the limiter of. */
    private static final double WORTH_TELLING = 0.02;
    /** Models may be named by messages: no more groups than this are remembered. */
    private static final int KEPT = 1_000;

    private final Limiter limiter;
    private final Function<GroupName, GroupSetup> setups;
    private final int most;
    private final Map<GroupName, Learned> groups = new LinkedHashMap<>(16, 0.75f, true);

    private final class Learned {
        private final AIMDLimit atOnce = AIMDLimit.newBuilder()
                .initialLimit(Math.min(FIRST, most))
                .minLimit(1)
                .maxLimit(most)
                .backoffRatio(LESS)
                // How long an answer takes says nothing about limits.
                .timeout(1, TimeUnit.DAYS)
                .build();
        private final Rate rate;
        private int underWay;
        private int answers;
        private long lessAt = Long.MIN_VALUE;
        private long moreAt = Long.MIN_VALUE;
        private int toldAtOnce = Math.min(FIRST, most);

        Learned(long now) {
            rate = new Rate(now);
        }

        /** Returns whether it is time for one more at once. */
        boolean answered(long now) {
            rate.answered(now);
            return ++answers >= atOnce.getLimit()
                    && (lessAt == Long.MIN_VALUE
                            || now - lessAt > WARY
                            || now - Math.max(lessAt, moreAt) > TRIES_AFTER);
        }

        void changed(boolean refused, long now) {
            answers = 0;
            if (!refused) {
                moreAt = now;
                return;
            }
            lessAt = now;
            if (underWay == 1) {
                rate.refused(now);
            }
        }
    }

    /** Calls a second: unlimited until it is {@link #refused}. Guarded by its owner. */
    private static final class Rate {
        private final long since;
        private long at;
        private double recent;
        private double limit = Double.POSITIVE_INFINITY;
        private double growth;
        private double told = Double.POSITIVE_INFINITY;

        Rate(long now) {
            since = now;
            at = now;
        }

        void answered(long now) {
            double passed = pass(now);
            recent++;
            limit += growth * Math.min(passed, 1);
        }

        void refused(long now) {
            pass(now);
            double age = Math.max(1, (now - since) / SECOND);
            double measured = recent / (MEASURED_SECONDS * (1 - Math.exp(-age / MEASURED_SECONDS)));
            double from = Math.max(Math.min(limit, measured), 1 / 60.0 / LESS);
            limit = LESS * from;
            growth = GROWTH_PER_SECOND * from;
        }

        private double pass(long now) {
            double passed = Math.max(0, now - at) / SECOND;
            recent *= Math.exp(-passed / MEASURED_SECONDS);
            at = Math.max(at, now);
            return passed;
        }

        boolean isNews() {
            return limit < Double.POSITIVE_INFINITY && !(Math.abs(limit - told) < WORTH_TELLING * told);
        }

        long perMinute() {
            told = limit;
            return Math.max(1, Math.round(limit * 60));
        }
    }

    /**
     * @param setups the groups as their configuration has them
     * @param most   at once, whatever is learned
     */
    LearnedLimits(Limiter limiter, Function<GroupName, GroupSetup> setups, long most) {
        this.limiter = limiter;
        this.setups = setups;
        this.most = (int) Math.min(Integer.MAX_VALUE, most);
    }

    /** An attempt leaves now, in nanoseconds. */
    void sent(GroupName group, long now) {
        boolean first;
        synchronized (this) {
            Learned learned = groups.get(group);
            first = learned == null;
            if (first) {
                learned = new Learned(now);
                groups.put(group, learned);
                forgetIdle();
            }
            learned.underWay++;
        }
        if (first) {
            tell(group, List.of(atOnce(Math.min(FIRST, most))));
        }
    }

    private void forgetIdle() {
        Iterator<Learned> eldest = groups.values().iterator();
        while (groups.size() > KEPT && eldest.hasNext()) {
            if (eldest.next().underWay == 0) {
                eldest.remove();
            }
        }
    }

    /**
     * An attempt has ended.
     *
     * @param refused whether it was refused for a limit
     * @param sentAt  when it left
     * @param now     both in nanoseconds
     */
    void ended(GroupName group, boolean refused, long sentAt, long now) {
        List<Limit> changed = new ArrayList<>();
        synchronized (this) {
            Learned learned = groups.get(group);
            if (refused ? sentAt > learned.lessAt : learned.answered(now)) {
                learned.atOnce.onSample(sentAt, Math.max(1, now - sentAt), learned.underWay, refused);
                learned.changed(refused, now);
            }
            learned.underWay--;
            int atOnce = learned.atOnce.getLimit();
            if (atOnce != learned.toldAtOnce) {
                learned.toldAtOnce = atOnce;
                changed.add(atOnce(atOnce));
            }
            if (learned.rate.isNews()) {
                changed.add(Limit.perMinute(Dimension.REQUESTS, learned.rate.perMinute(), Limit.Source.DEFAULT));
            }
        }
        if (!changed.isEmpty()) {
            tell(group, changed);
        }
    }

    private static Limit atOnce(int calls) {
        return Limit.perMinute(Dimension.CONCURRENCY, calls, Limit.Source.DEFAULT);
    }

    /** What is configured is never exceeded. */
    private void tell(GroupName group, List<Limit> learned) {
        GroupSetup setup = setups.apply(group);
        List<Limit> limits = new ArrayList<>();
        for (Limit limit : learned) {
            boolean charged = setup.reservation().rules().stream()
                    .anyMatch(rule -> rule.dimension().equals(limit.dimension()));
            if (charged) {
                limits.add(setup.limits().stream()
                        .filter(own -> own.dimension().equals(limit.dimension()))
                        .filter(own -> own.perSecond() <= limit.perSecond())
                        .findAny()
                        .orElse(limit));
            }
        }
        limiter.reconfigure(new GroupSetup(group, setup.reservation(), limits));
    }
}
