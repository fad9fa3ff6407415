/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.limit;

import io.github.camelclaude.simulator.limit.Outcome.Admitted;
import io.github.camelclaude.simulator.limit.Outcome.Refused;
import java.util.List;

/**
 * The groups that a request must pass together: its organization's model class and, where one is configured, its
 * workspace's cap. All or nothing: either every group is charged or none.
 *
 * <p>A request that exceeds several dimensions is told the one that takes longest to refill.
 */
public final class LimitPath {

    private static final Dimension[] DIMENSIONS = Dimension.values();

    private final LimitGroup[] groups;
    private final boolean refusedRequestsCount;

    /**
     * @param groups from the widest to the narrowest
     * @param refusedRequestsCount whether a refused request still uses up a request; undocumented
     */
    public LimitPath(List<LimitGroup> groups, boolean refusedRequestsCount) {
        this.groups = groups.toArray(LimitGroup[]::new);
        this.refusedRequestsCount = refusedRequestsCount;
    }

    public List<LimitGroup> groups() {
        return List.of(groups);
    }

    /** Lets the charge in now and takes it, or says what is in its way. */
    public Outcome admit(Charge charge, long now) {
        long longest = 0;
        Dimension dimension = null;
        LimitGroup group = null;
        for (LimitGroup candidate : groups) {
            for (Dimension each : DIMENSIONS) {
                long wait = candidate.nanosUntil(each, charge, now);
                if (wait > longest) {
                    longest = wait;
                    dimension = each;
                    group = candidate;
                }
            }
        }
        if (group == null) {
            for (LimitGroup each : groups) {
                each.take(charge, now);
            }
            return Admitted.INSTANCE;
        }
        if (refusedRequestsCount) {
            takeAll(Dimension.REQUESTS, charge.requests(), now);
            return afterCounting(charge, new Refused(dimension, group, longest), now);
        }
        return new Refused(dimension, group, longest);
    }

    /** The request that the refusal itself used up must come back as well before the next one fits. */
    private Refused afterCounting(Charge charge, Refused refused, long now) {
        Refused longest = refused;
        for (LimitGroup candidate : groups) {
            long wait = candidate.nanosUntil(Dimension.REQUESTS, charge, now);
            if (wait > longest.waitNanos()) {
                longest = new Refused(Dimension.REQUESTS, candidate, wait);
            }
        }
        return longest;
    }

    /** Charges output as it is produced; a bucket may run into debt. */
    public void produce(long outputTokens, long now) {
        takeAll(Dimension.OUTPUT_TOKENS, outputTokens, now);
        takeAll(Dimension.TOKENS, outputTokens, now);
    }

    /** Replaces what was taken for a dimension at the start by what it turned out to be. */
    public void correct(Dimension dimension, long estimated, long actual, long now) {
        for (LimitGroup group : groups) {
            group.take(dimension, actual - estimated, now);
            group.giveBack(dimension, estimated - actual, now);
        }
    }

    /** The request has ended, whatever way; exactly once per admitted one. */
    public void finish() {
        for (LimitGroup group : groups) {
            group.finish();
        }
    }

    /** The standing with least remaining over all groups, or null where nothing limits the dimension. */
    public Standing tightest(Dimension dimension, long now) {
        Standing tightest = null;
        for (LimitGroup group : groups) {
            Standing standing = group.standing(dimension, now);
            if (standing != null && (tightest == null || standing.remaining() < tightest.remaining())) {
                tightest = standing;
            }
        }
        return tightest;
    }

    /**
     * What {@code anthropic-ratelimit-tokens-*} shows: the most restrictive limit in force; where no combined limit is
     * configured, input and output added together.
     */
    public Standing combined(long now) {
        Standing configured = tightest(Dimension.TOKENS, now);
        Standing sum = null;
        for (LimitGroup group : groups) {
            Standing input = group.standing(Dimension.INPUT_TOKENS, now);
            Standing output = group.standing(Dimension.OUTPUT_TOKENS, now);
            if (input != null && output != null) {
                Standing both = input.plus(output);
                sum = sum == null || both.remaining() < sum.remaining() ? both : sum;
            }
        }
        if (configured == null || sum == null) {
            return configured == null ? sum : configured;
        }
        return configured.remaining() <= sum.remaining() ? configured : sum;
    }

    private void takeAll(Dimension dimension, long amount, long now) {
        for (LimitGroup group : groups) {
            group.take(dimension, amount, now);
        }
    }
}
