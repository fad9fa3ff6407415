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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Finds out how many calls a backend takes at once that tells no limits: one more when as many
 * have been answered, a third fewer with each refusal that is news (additive increase, multiplicative decrease). The limiter holds calls to
 * it as to any other limit. Safe for use by several threads.
 */
final class AtOnce {

    private static final int FIRST = 20;
    private static final double LESS = 0.7;

    private final Limiter limiter;
    private final Function<GroupName, GroupSetup> setups;
    private final int most;
    private final Map<GroupName, Learned> groups = new HashMap<>();

    private final class Learned {
        private final AIMDLimit limit = AIMDLimit.newBuilder()
                .initialLimit(Math.min(FIRST, most))
                .minLimit(1)
                .maxLimit(most)
                .backoffRatio(LESS)
                // How long an answer takes says nothing about limits.
                .timeout(1, TimeUnit.DAYS)
                .build();
        private int underWay;
        private int answers;
        private long lessAt = Long.MIN_VALUE;
    }

    /**
     * @param setups the groups as their configuration has them
     * @param most   at once, whatever is learned
     */
    AtOnce(Limiter limiter, Function<GroupName, GroupSetup> setups, long most) {
        this.limiter = limiter;
        this.setups = setups;
        this.most = (int) Math.min(Integer.MAX_VALUE, most);
    }

    /** An attempt leaves. */
    void sent(GroupName group) {
        boolean first;
        synchronized (this) {
            first = !groups.containsKey(group);
            groups.computeIfAbsent(group, unknown -> new Learned()).underWay++;
        }
        if (first) {
            hold(group, Math.min(FIRST, most));
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
        int before;
        int after;
        synchronized (this) {
            Learned learned = groups.get(group);
            before = learned.limit.getLimit();
            boolean isNews = sentAt > learned.lessAt;
            if (refused ? isNews : ++learned.answers >= before) {
                learned.limit.onSample(sentAt, Math.max(1, now - sentAt), learned.underWay, refused);
                learned.answers = 0;
            }
            if (refused && isNews) {
                learned.lessAt = now;
            }
            learned.underWay--;
            after = learned.limit.getLimit();
        }
        if (after != before) {
            hold(group, after);
        }
    }

    private void hold(GroupName group, int atOnce) {
        limiter.reconfigure(new GroupSetup(
                group,
                setups.apply(group).reservation(),
                List.of(Limit.perMinute(Dimension.CONCURRENCY, atOnce, Limit.Source.DEFAULT))));
    }
}
