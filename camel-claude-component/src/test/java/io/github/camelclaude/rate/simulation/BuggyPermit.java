/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import io.github.camelclaude.rate.Cost;
import io.github.camelclaude.rate.Demand;
import io.github.camelclaude.rate.Permit;
import io.github.camelclaude.rate.Report;
import java.time.Duration;
import java.util.OptionalLong;

/** A permit with a mistake. */
final class BuggyPermit implements Permit {

    private static final int SOMETIMES = 40;
    private static int count;

    private final Permit inner;
    private final Bug bug;
    private final int number;
    private boolean lost;

    BuggyPermit(Permit inner, Bug bug) {
        this.inner = inner;
        this.bug = bug;
        this.number = nextNumber();
    }

    private static synchronized int nextNumber() {
        return count++;
    }

    static Cost twice(Cost cost) {
        return new Cost(
                cost.input() * 2, cost.cacheWrite() * 2, cost.cacheRead() * 2, cost.output() * 2, cost.maxOutput(), 0);
    }

    @Override
    public void began(Report report, Cost input) {
        inner.began(read(report), changed(input, 0));
    }

    @Override
    public boolean answered(Cost actual, Report report) {
        if (bug == Bug.LEAKS_CONCURRENCY && number % SOMETIMES == 0) {
            lost = true;
            return true;
        }
        return inner.answered(changed(actual, demand().cost().output()), read(report));
    }

    private Cost changed(Cost actual, long held) {
        return switch (bug) {
            case COUNTS_A_CALL_TWICE -> twice(actual);
            case KEEPS_REFUNDS ->
                new Cost(
                        Math.max(actual.input(), demand().cost().input()),
                        0,
                        0,
                        Math.max(actual.output(), held),
                        actual.maxOutput(),
                        0);
            default -> actual;
        };
    }

    @Override
    public Verdict refused(Refused refused) {
        return switch (bug) {
            case IGNORES_RETRY_AFTER ->
                new Verdict(inner.failed(Fate.NO_WORK, read(refused.report())), false, 0, Long.MIN_VALUE);
            case TAKES_SECONDS_FOR_MILLISECONDS ->
                inner.refused(new Refused(
                        refused.kind(),
                        OptionalLong.of(refused.retryAfter().orElse(0) / 1_000),
                        refused.dimension(),
                        refused.report()));
            default ->
                inner.refused(
                        new Refused(refused.kind(), refused.retryAfter(), refused.dimension(), read(refused.report())));
        };
    }

    private Report read(Report report) {
        return switch (bug) {
            case ROUNDS_REMAINING_UP -> BuggyReports.roundedUp(report);
            case IGNORES_CHANGED_LIMITS -> BuggyReports.ofBefore(report);
            default -> report;
        };
    }

    @Override
    public boolean failed(Fate fate, Report report) {
        if (bug == Bug.LOSES_A_RELEASE) {
            lost = true;
            return true;
        }
        return inner.failed(fate, read(report));
    }

    @Override
    public boolean release() {
        return bug == Bug.SETTLES_TWICE || !lost && inner.release();
    }

    @Override
    public boolean hasEnded() {
        return lost || inner.hasEnded();
    }

    @Override
    public Demand demand() {
        return inner.demand();
    }

    @Override
    public Duration waited() {
        return inner.waited();
    }

    @Override
    public boolean mayLeave() {
        return inner.mayLeave();
    }

    @Override
    public void sent(Cost expected) {
        inner.sent(BuggyLimiter.estimated(bug, expected));
    }
}
