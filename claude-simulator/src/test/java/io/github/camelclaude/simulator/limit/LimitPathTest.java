/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelclaude.simulator.limit.LimitBook.Enforcement;
import io.github.camelclaude.simulator.limit.Outcome.Admitted;
import io.github.camelclaude.simulator.limit.Outcome.Refused;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class LimitPathTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long START = 1_700_000_000L * SECOND;

    private static LimitPath path(Limits limits) {
        return new LimitPath(List.of(new LimitGroup("organization/test", limits, START)), false);
    }

    private static Refused refused(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Refused.class);
        return (Refused) outcome;
    }

    @Test
    void aRefusalNamesTheDimensionAndTheExactWait() {
        LimitPath path = path(Limits.perMinute(60, 6_000, 600));
        assertThat(path.admit(Charge.ofInput(5_000), START)).isInstanceOf(Admitted.class);
        Refused refused = refused(path.admit(Charge.ofInput(2_000), START));
        assertThat(refused.dimension()).isEqualTo(Dimension.INPUT_TOKENS);
        assertThat(refused.waitNanos()).isEqualTo(10 * SECOND);
        assertThat(refused.retryAfterSeconds()).isEqualTo(10);
        assertThat(path.admit(Charge.ofInput(2_000), START + 10 * SECOND)).isInstanceOf(Admitted.class);
    }

    @Test
    void aRefusedRequestIsChargedNothing() {
        LimitPath path = path(Limits.perMinute(10, 1_000, 600));
        refused(path.admit(Charge.ofInput(1_001), START));
        assertThat(path.tightest(Dimension.REQUESTS, START).remaining()).isEqualTo(10);
        assertThat(path.tightest(Dimension.INPUT_TOKENS, START).remaining()).isEqualTo(1_000);
    }

    @Test
    void aRefusedRequestUsesUpARequestWhereThatIsChosen() {
        LimitPath path = new LimitPath(
                List.of(new LimitGroup("organization/test", Limits.perMinute(10, 1_000, 600), START)), true);
        refused(path.admit(Charge.ofInput(1_001), START));
        assertThat(path.tightest(Dimension.REQUESTS, START).remaining()).isEqualTo(9);
    }

    @Test
    void outputIsChargedAsItIsProducedAndOnlyADebtRefuses() {
        LimitPath path = path(Limits.perMinute(60, 6_000, 600));
        assertThat(path.admit(Charge.ofInput(1), START)).isInstanceOf(Admitted.class);
        path.produce(599, START);
        assertThat(path.admit(Charge.ofInput(1), START)).isInstanceOf(Admitted.class);
        path.produce(101, START);
        Refused refused = refused(path.admit(Charge.ofInput(1), START));
        assertThat(refused.dimension()).isEqualTo(Dimension.OUTPUT_TOKENS);
        assertThat(refused.retryAfterSeconds()).isEqualTo(11);
    }

    @Test
    void moreThanAMinutesAmountNeverPassesAndIsToldToWaitAMinute() {
        LimitPath path = path(Limits.perMinute(60, 1_000, 600));
        assertThat(refused(path.admit(Charge.ofInput(1_001), START)).retryAfterSeconds())
                .isEqualTo(60);
    }

    @Test
    void aLimitOfNothingRefusesForever() {
        LimitPath path = path(Limits.perMinute(0, 0, 0));
        assertThat(refused(path.admit(Charge.ofInput(1), START)).waitNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void everyGroupOfAPathIsChargedOrNone() {
        LimitGroup organization = new LimitGroup("organization/test", Limits.perMinute(100, 10_000, 1_000), START);
        LimitGroup workspace = new LimitGroup("workspace/w/test", Limits.perMinute(100, 1_000, 1_000), START);
        LimitPath path = new LimitPath(List.of(organization, workspace), false);
        assertThat(path.admit(Charge.ofInput(900), START)).isInstanceOf(Admitted.class);
        assertThat(refused(path.admit(Charge.ofInput(200), START)).group()).isSameAs(workspace);
        assertThat(organization.standing(Dimension.INPUT_TOKENS, START).remaining())
                .isEqualTo(9_100);
        assertThat(path.tightest(Dimension.INPUT_TOKENS, START).limit()).isEqualTo(1_000);
        assertThat(path.combined(START).limit()).isEqualTo(2_000);
    }

    @Test
    void theCombinedFigureIsInputAndOutputTogether() {
        LimitPath path = path(Limits.perMinute(1_000, 80_000, 16_000));
        assertThat(path.combined(START).limit()).isEqualTo(96_000);
        assertThat(path.combined(START).remaining()).isEqualTo(96_000);
    }

    @Test
    void aCombinedLimitThatIsConfiguredRefusesAndIsShown() {
        LimitPath path = path(Limits.perMinute(1_000, 80_000, 16_000).with(Dimension.TOKENS, 5_000));
        assertThat(path.admit(Charge.ofInput(4_000), START)).isInstanceOf(Admitted.class);
        path.produce(900, START);
        assertThat(refused(path.admit(Charge.ofInput(200), START)).dimension()).isEqualTo(Dimension.TOKENS);
        assertThat(path.combined(START).limit()).isEqualTo(5_000);
        assertThat(path.combined(START).remaining()).isEqualTo(100);
    }

    @Test
    void concurrencyIsFreedWhenARequestEnds() {
        LimitPath path = path(Limits.NONE.with(Dimension.CONCURRENCY, 2));
        assertThat(path.admit(Charge.ofInput(1), START)).isInstanceOf(Admitted.class);
        assertThat(path.admit(Charge.ofInput(1), START)).isInstanceOf(Admitted.class);
        assertThat(refused(path.admit(Charge.ofInput(1), START)).dimension()).isEqualTo(Dimension.CONCURRENCY);
        path.finish();
        assertThat(path.admit(Charge.ofInput(1), START)).isInstanceOf(Admitted.class);
    }

    @Test
    void slicesRefuseABurstAndAreSeenOnlyWhenVisible() {
        for (boolean visible : new boolean[] {false, true}) {
            LimitGroup group = new LimitGroup(
                    "organization/test", Limits.perMinute(60, 6_000, 600), new Burst(100, 60, visible), null, START);
            LimitPath path = new LimitPath(List.of(group), false);
            assertThat(path.admit(Charge.ofInput(50), START)).isInstanceOf(Admitted.class);
            assertThat(refused(path.admit(Charge.ofInput(50), START)).retryAfterSeconds())
                    .isEqualTo(1);
            Standing standing = path.tightest(Dimension.REQUESTS, START);
            assertThat(standing.remaining()).isEqualTo(visible ? 0 : 59);
            assertThat(standing.nanosUntilFull()).isEqualTo(SECOND);
            assertThat(standing.limit()).as("per minute in both cases").isEqualTo(60);
            assertThat(path.admit(Charge.ofInput(50), START + SECOND)).isInstanceOf(Admitted.class);
        }
    }

    @Test
    void whatIsLargerThanABurstPassesWhenTheBucketIsFull() {
        LimitGroup group = new LimitGroup(
                "organization/test", Limits.perMinute(60, 6_000, 600), new Burst(10, 0, false), null, START);
        LimitPath path = new LimitPath(List.of(group), false);
        assertThat(path.admit(Charge.ofInput(1_200), START)).isInstanceOf(Admitted.class);
        assertThat(refused(path.admit(Charge.ofInput(600), START)).retryAfterSeconds())
                .isEqualTo(12);
    }

    @Test
    void aSteepRiseIsRefusedAndASlowOneIsNot() {
        Acceleration rule = new Acceleration(10 * SECOND, 200, 1_000);
        LimitGroup group = new LimitGroup(
                "organization/test", Limits.perMinute(6_000, 600_000, 600), Burst.WHOLE_MINUTE, rule, START);
        LimitPath path = new LimitPath(List.of(group), false);
        assertThat(path.admit(Charge.ofInput(1_000), START)).isInstanceOf(Admitted.class);
        Refused refused = refused(path.admit(Charge.ofInput(100), START + SECOND));
        assertThat(refused.dimension()).isEqualTo(Dimension.ACCELERATION);
        assertThat(refused.retryAfterSeconds()).isEqualTo(9);
        assertThat(path.admit(Charge.ofInput(1_900), START + 10 * SECOND)).isInstanceOf(Admitted.class);
        assertThat(path.admit(Charge.ofInput(3_800), START + 20 * SECOND)).isInstanceOf(Admitted.class);
    }

    @Test
    void modelClassesDoNotShareAndTheirModelsDo() {
        LimitBook book = new LimitBook(
                Map.of("a", Limits.perMinute(1, 1_000, 100), "b", Limits.perMinute(1, 1_000, 100)),
                Enforcement.DOCUMENTED);
        assertThat(book.path("a", "w1", START).admit(Charge.ofInput(1), START)).isInstanceOf(Admitted.class);
        assertThat(book.path("b", "w1", START).admit(Charge.ofInput(1), START)).isInstanceOf(Admitted.class);
        refused(book.path("a", "w2", START).admit(Charge.ofInput(1), START));
    }

    @Test
    void anEstimateIsReplacedByWhatItTurnedOutToBe() {
        LimitPath path = path(Limits.perMinute(60, 6_000, 600));
        path.admit(Charge.ofInput(1_000), START);
        path.correct(Dimension.INPUT_TOKENS, 1_000, 400, START);
        assertThat(path.tightest(Dimension.INPUT_TOKENS, START).remaining()).isEqualTo(5_600);
        path.correct(Dimension.INPUT_TOKENS, 400, 900, START);
        assertThat(path.tightest(Dimension.INPUT_TOKENS, START).remaining()).isEqualTo(5_100);
    }

    @Property
    void remainingIsRoundedToTheNearestThousandAndNeverAboveTheLimit(
            @ForAll @LongRange(min = 1, max = 10_000_000) long limit,
            @ForAll @LongRange(min = -10_000, max = 10_000_000) long left) {
        long remaining = Math.min(left, limit);
        long rounded = new Standing(limit, remaining, 0).remainingRounded();
        assertThat(rounded).isBetween(0L, limit);
        assertThat(Math.abs(rounded - Math.max(0, remaining))).isLessThanOrEqualTo(500);
    }

    /** Whatever is asked whenever: never more is let in than the capacity and what flowed in since. */
    @Property
    void noPatternOfArrivalsGetsMoreThanTheLimit(
            @ForAll @IntRange(min = 1, max = 5_000) int perMinute,
            @ForAll List<@LongRange(min = 0, max = 3_000_000_000L) Long> gaps) {
        LimitPath path = path(Limits.perMinute(1_000_000, perMinute, 1_000_000));
        long now = START;
        long taken = 0;
        int size = 1;
        for (long gap : gaps) {
            now += gap;
            size = size * 31 % 997 + 1;
            if (path.admit(Charge.ofInput(size), now) instanceof Admitted) {
                taken += size;
                path.finish();
            }
            assertThat(taken).isLessThanOrEqualTo(perMinute + (now - START) * perMinute / (60 * SECOND) + 1);
        }
    }

    @Test
    void theToldWaitIsEnoughEvenWhereTheRefusalItselfUsedUpARequest() {
        LimitPath path = new LimitPath(
                List.of(new LimitGroup("organization/test", Limits.perMinute(60, 60_000, 600), START)), true);
        for (int i = 0; i < 60; i++) {
            assertThat(path.admit(Charge.ofInput(1), START)).isInstanceOf(Admitted.class);
        }
        Refused refused = refused(path.admit(Charge.ofInput(1), START));
        assertThat(refused.retryAfterSeconds()).isEqualTo(2);
        assertThat(path.admit(Charge.ofInput(1), START + 2 * SECOND)).isInstanceOf(Admitted.class);
    }
}
