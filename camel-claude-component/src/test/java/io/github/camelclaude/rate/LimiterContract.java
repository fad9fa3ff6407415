/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

import static io.github.camelclaude.rate.Dimension.CONCURRENCY;
import static io.github.camelclaude.rate.Dimension.INPUT_TOKENS;
import static io.github.camelclaude.rate.Dimension.OUTPUT_TOKENS;
import static io.github.camelclaude.rate.Dimension.REQUESTS;
import static io.github.camelclaude.rate.Dimension.SPEND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelclaude.rate.Limit.Source;
import io.github.camelclaude.rate.LimiterSettings.Burst;
import io.github.camelclaude.rate.LimiterSettings.Mode;
import io.github.camelclaude.rate.Outcome.Granted;
import io.github.camelclaude.rate.Outcome.Reason;
import io.github.camelclaude.rate.Outcome.Refused;
import io.github.camelclaude.rate.Outcome.Waiting;
import io.github.camelclaude.rate.Permit.Fate;
import io.github.camelclaude.rate.Permit.Kind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every limiter does, wherever its state is. An implementation's test extends this and says how one is made. */
public abstract class LimiterContract {

    protected static final GroupName ORGANIZATION = new GroupName("anthropic/organization/haiku-5-5");
    protected static final GroupName WORKSPACE = new GroupName("anthropic/wrkspc_1/haiku-5-5");
    protected static final LimiterSettings CAREFUL = new LimiterSettings(Mode.HOLD, Burst.CAREFUL, 1, 1000);

    protected final ManualTimeline time = new ManualTimeline();
    protected final Told told = new Told();
    private Limiter limiter;

    /** What the listener heard. */
    protected static final class Told implements LimiterListener {
        final List<String> said = new ArrayList<>();

        @Override
        public void refusedByService(GroupName group, Dimension dimension, Kind kind, long closedUntil) {
            said.add("refused " + dimension);
        }

        @Override
        public void limitChanged(GroupName group, Limit before, Limit now) {
            said.add("changed " + now.dimension() + " to " + now.amount());
        }

        @Override
        public void nearlySpent(GroupName group, Limit limit, double used) {
            said.add("nearly spent " + limit.dimension());
        }
    }

    protected abstract Limiter make(
            Timeline timeline, LimiterSettings settings, Limiter.Groups groups, LimiterListener listener);

    private void limits(LimiterSettings settings, Limit... limits) {
        limiter = make(
                time,
                settings,
                Limiter.Groups.of(List.of(new GroupSetup(ORGANIZATION, Reservation.FIRST_PARTY, List.of(limits)))),
                told);
    }

    private void limits(Limit... limits) {
        limits(CAREFUL, limits);
    }

    private static Limit limit(Dimension dimension, long perMinute) {
        return Limit.perMinute(dimension, perMinute, Source.TIER);
    }

    private static Demand demand(long input) {
        return new Demand(List.of(ORGANIZATION), Cost.of(input, 10), Priority.NORMAL);
    }

    private Demand until(Duration wait, long input) {
        return new Demand(
                List.of(ORGANIZATION), Cost.of(input, 10), Priority.NORMAL, "", time.now() + wait.toNanos(), false);
    }

    private Permit granted(Demand demand) {
        return permitOf(limiter.acquire(demand));
    }

    private static Permit permitOf(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Granted.class);
        return ((Granted) outcome).permit();
    }

    private Outcome.Refusal refused(Demand demand) {
        Outcome outcome = limiter.acquire(demand);
        assertThat(outcome).isInstanceOf(Refused.class);
        return ((Refused) outcome).refusal();
    }

    private Wait waiting(Demand demand) {
        Outcome outcome = limiter.acquire(demand);
        assertThat(outcome).isInstanceOf(Waiting.class);
        return ((Waiting) outcome).queued();
    }

    private static List<Outcome.End> endsOf(Wait wait) {
        List<Outcome.End> ends = new ArrayList<>();
        wait.whenEnded(ends::add);
        return ends;
    }

    private void untilGranted(List<Outcome.End> ends) {
        for (int i = 0; i < 1000 && ends.isEmpty(); i++) {
            time.passToNext();
        }
        assertThat(ends).hasSize(1).first().isInstanceOf(Granted.class);
    }

    private double used(Dimension dimension) {
        return picture(dimension).used();
    }

    private Picture.DimensionPicture picture(Dimension dimension) {
        return limiter.picture().groups().get(0).dimensions().stream()
                .filter(each -> each.limit().dimension().equals(dimension))
                .findFirst()
                .orElseThrow();
    }

    private static Report report(Dimension dimension, long limit, long remaining) {
        return new Report(List.of(new Report.Entry(dimension, limit, remaining, Report.UNKNOWN, 1)), Report.UNKNOWN);
    }

    private static Permit.Refused refusal(Dimension dimension, Duration retryAfter) {
        return new Permit.Refused(Kind.BUCKET, OptionalLong.of(retryAfter.toNanos()), dimension, Report.NONE);
    }

    @Test
    void withoutLimitsEverythingIsGrantedAtOnce() {
        limits();
        for (int i = 0; i < 10_000; i++) {
            granted(demand(1_000_000)).answered(Cost.of(1_000_000, 10), Report.NONE);
        }
        assertThat(limiter.picture().permitsOut()).isZero();
        assertThat(time.isIdle()).isTrue();
    }

    @Test
    void theFirstCallPassesAtOnceAndTheSecondWaitsForTheRefill() {
        limits(limit(REQUESTS, 60));
        granted(demand(1)).sent();
        Wait second = waiting(demand(1));
        assertThat(second.binding()).isEqualTo(REQUESTS);
        assertThat(second.expected()).isBetween(Duration.ofMillis(900), Duration.ofSeconds(3));
        List<Outcome.End> ends = endsOf(second);
        untilGranted(ends);
        assertThat(permitOf(ends.get(0)).waited()).isPositive();
    }

    @Test
    void whatDoesNotFitOneDimensionTakesNothingOfAnother() {
        limits(limit(REQUESTS, 6_000), limit(INPUT_TOKENS, 60_000));
        granted(demand(1)).sent();
        double before = picture(REQUESTS).level();
        waiting(demand(50_000));
        assertThat(picture(REQUESTS).level()).isEqualTo(before);
    }

    @Test
    void whatDoesNotFitTheWorkspaceTakesNothingOfTheOrganization() {
        GroupSetup wide = new GroupSetup(ORGANIZATION, Reservation.FIRST_PARTY, List.of(limit(REQUESTS, 6_000)));
        GroupSetup narrow = new GroupSetup(WORKSPACE, Reservation.FIRST_PARTY, List.of(limit(REQUESTS, 6)));
        limiter = make(time, CAREFUL, Limiter.Groups.of(List.of(wide, narrow)), told);
        Demand both = new Demand(List.of(ORGANIZATION, WORKSPACE), Cost.of(1, 1), Priority.NORMAL);
        granted(both);
        double before = picture(REQUESTS).level();
        Wait wait = waiting(both);
        assertThat(picture(REQUESTS).level()).isEqualTo(before);
        assertThat(endsOf(wait)).isEmpty();
    }

    @Test
    void aPermitEndsOnceWhateverIsSaidAfterwards() {
        limits(limit(REQUESTS, 600));
        Permit permit = granted(demand(1));
        permit.sent();
        assertThat(permit.answered(Cost.of(1, 1), Report.NONE)).isTrue();
        assertThat(permit.hasEnded()).isTrue();
        assertThat(permit.answered(Cost.of(1, 1), Report.NONE)).isFalse();
        assertThat(permit.release()).isFalse();
        assertThat(permit.failed(Fate.UNKNOWN, Report.NONE)).isFalse();
        assertThat(permit.refused(refusal(REQUESTS, Duration.ofSeconds(9))).ended())
                .isFalse();
        assertThat(limiter.picture().permitsOut()).isZero();
        assertThat(used(REQUESTS)).isEqualTo(1);
        assertThat(limiter.picture().groups().get(0).closedUntil()).isLessThanOrEqualTo(time.now());
    }

    @Test
    void whatIsReleasedIsThereAgain() {
        limits(limit(REQUESTS, 600), limit(INPUT_TOKENS, 60_000));
        granted(demand(1)).release();
        time.pass(Duration.ofMinutes(1));
        double requests = picture(REQUESTS).level();
        double input = picture(INPUT_TOKENS).level();
        granted(demand(500)).release();
        assertThat(picture(REQUESTS).level()).isEqualTo(requests);
        assertThat(picture(INPUT_TOKENS).level()).isEqualTo(input);
        assertThat(used(INPUT_TOKENS)).isZero();
    }

    @Test
    void theEstimateIsCorrectedAsSoonAsTheInputIsKnown() {
        limits(limit(INPUT_TOKENS, 60_000));
        Permit permit = granted(demand(1_000));
        permit.sent();
        double before = picture(INPUT_TOKENS).level();
        permit.began(Report.NONE, Cost.of(200, 0));
        assertThat(picture(INPUT_TOKENS).level()).isGreaterThanOrEqualTo(before + 800);
        double after = picture(INPUT_TOKENS).level();
        permit.answered(Cost.of(200, 5), Report.NONE);
        assertThat(picture(INPUT_TOKENS).level()).isEqualTo(after);
        assertThat(used(INPUT_TOKENS)).isEqualTo(200);
    }

    @Test
    void what_is_sent_holds_what_it_is_expected_to_cost_by_then_be_it_less_or_more() {
        limits(limit(OUTPUT_TOKENS, 60_000), new Limit(SPEND, 1_000_000, Limit.DAY, Source.CONFIGURED));
        granted(demand(1)).release();
        for (long expected : new long[] {75, 1_500}) {
            time.pass(Duration.ofMinutes(1));
            double output = picture(OUTPUT_TOKENS).level();
            double money = picture(SPEND).level();
            Permit permit = granted(new Demand(List.of(ORGANIZATION), writing(400), Priority.NORMAL));

            permit.sent(writing(expected));

            assertThat(picture(OUTPUT_TOKENS).level()).isEqualTo(output - expected);
            assertThat(picture(SPEND).level()).isEqualTo(money - expected);
            permit.failed(Permit.Fate.NO_WORK, Report.NONE);
            assertThat(picture(OUTPUT_TOKENS).level()).isEqualTo(output);
            assertThat(picture(SPEND).level()).isEqualTo(money);
        }
    }

    @Test
    void what_is_expected_of_a_call_that_was_sent_or_has_ended_changes_nothing() {
        limits(limit(OUTPUT_TOKENS, 60_000));
        Permit sent = granted(new Demand(List.of(ORGANIZATION), writing(400), Priority.NORMAL));
        sent.sent(writing(300));
        double level = picture(OUTPUT_TOKENS).level();

        sent.sent(writing(100));
        assertThat(picture(OUTPUT_TOKENS).level()).isEqualTo(level);

        sent.release();
        double atRest = picture(OUTPUT_TOKENS).level();
        sent.sent(writing(100));
        assertThat(picture(OUTPUT_TOKENS).level()).isEqualTo(atRest);
    }

    @Test
    void what_a_call_turns_out_to_need_less_when_it_is_sent_lets_the_next_one_go() {
        limits(limit(INPUT_TOKENS, 60_000));
        granted(demand(1)).answered(Cost.of(1, 1), Report.NONE);
        time.pass(Duration.ofMinutes(1));
        Permit first = granted(demand(300));
        List<Outcome.End> next = endsOf(waiting(demand(300)));

        first.sent(Cost.of(10, 10));

        assertThat(next).hasSize(1).first().isInstanceOf(Granted.class);
    }

    /** One micro-USD for each token that is written. */
    private static Cost writing(long output) {
        return new Cost(1, 0, 0, output, 4_096, output);
    }

    private void aMinuteAtOnceIsThere() {
        limits(
                new LimiterSettings(Mode.HOLD, new Burst(60, false), 1, 1000),
                limit(REQUESTS, 100_000),
                limit(INPUT_TOKENS, 600_000));
        granted(demand(1)).answered(Cost.of(1, 1), Report.NONE);
        time.pass(Duration.ofMinutes(2));
    }

    private List<Permit> fortyUnderWay() {
        List<Permit> permits = Stream.generate(() -> granted(demand(200)))
                .limit(40)
                .peek(Permit::sent)
                .toList();
        time.pass(Duration.ofMillis(200));
        return permits;
    }

    @Test
    void what_headers_have_shown_of_calls_under_way_is_not_charged_again_when_they_end() {
        aMinuteAtOnceIsThere();

        for (Permit permit : fortyUnderWay()) {
            permit.answered(Cost.of(12_000, 10), report(INPUT_TOKENS, 600_000, 120_000));
        }

        assertThat(picture(INPUT_TOKENS).level()).isBetween(115_000.0, 125_000.0);
        assertThat(picture(INPUT_TOKENS).others()).isZero();
        assertThat(used(INPUT_TOKENS)).isEqualTo(480_001);
    }

    @Test
    void what_streams_that_have_begun_turn_out_to_cost_is_not_charged_again_either() {
        aMinuteAtOnceIsThere();

        for (Permit permit : fortyUnderWay()) {
            permit.began(report(INPUT_TOKENS, 600_000, 120_000), Cost.of(12_000, 0));
        }

        assertThat(picture(INPUT_TOKENS).level()).isBetween(115_000.0, 125_000.0);
        assertThat(picture(INPUT_TOKENS).others()).isZero();
    }

    @Test
    void what_costs_far_more_than_expected_after_the_headers_were_written_is_charged() {
        aMinuteAtOnceIsThere();
        Permit before = granted(demand(200));
        before.sent();
        time.pass(Duration.ofMillis(200));
        before.answered(Cost.of(200, 10), report(INPUT_TOKENS, 600_000, 300_000));
        Permit after = granted(demand(200));
        after.sent();
        time.pass(Duration.ofMillis(200));

        after.answered(Cost.of(50_000, 10), Report.NONE);

        assertThat(picture(INPUT_TOKENS).level()).isLessThan(256_000);
    }

    /** Headers of a minute from which so much is missing, at a thousand a second. */
    private Report missing(long tokens) {
        long fullAt = -Math.floorDiv(-(time.now() + tokens * 1_000_000), 1_000_000_000L) * 1_000_000_000L;
        return new Report(List.of(new Report.Entry(INPUT_TOKENS, 60_000, 60_000 - tokens, fullAt, 1)), Report.UNKNOWN);
    }

    /** A minute that headers show, and a slice behind it that was refused 500 tokens when 2,500 were missing. */
    private void aHiddenSliceHasRefused() {
        limits(new LimiterSettings(Mode.HOLD, Burst.LEARN, 1, 1000), limit(INPUT_TOKENS, 60_000));
        Permit first = granted(demand(100));
        first.sent();
        first.began(missing(100), Cost.of(100, 0));
        first.answered(Cost.of(100, 10), Report.NONE);
        time.pass(Duration.ofMinutes(1));
        Permit refused = granted(demand(500));
        refused.sent();
        time.pass(Duration.ofMillis(50));
        refused.refused(new Permit.Refused(
                Kind.BUCKET, OptionalLong.of(Duration.ofSeconds(1).toNanos()), INPUT_TOKENS, missing(2_500)));
        time.pass(Duration.ofMinutes(1));
    }

    @Test
    void one_refusal_tells_how_deep_a_slice_is_that_no_header_shows() {
        aHiddenSliceHasRefused();

        assertThat(picture(INPUT_TOKENS).burst()).isBetween(1.5, 3.125);
        assertThat(picture(INPUT_TOKENS).level()).isBetween(1_500.0, 3_125.0);
    }

    @Test
    void what_others_have_taken_of_such_a_slice_is_waited_for() {
        aHiddenSliceHasRefused();
        Permit seen = granted(demand(100));
        seen.sent();
        time.pass(Duration.ofMillis(20));

        seen.began(missing(2_400), Cost.of(100, 0));

        assertThat(waiting(demand(300)).binding()).isEqualTo(INPUT_TOKENS);
        assertThat(picture(INPUT_TOKENS).level()).isLessThan(800);
    }

    @Test
    void what_a_call_left_missing_that_was_let_in_is_no_longer_taken_for_too_much() {
        aHiddenSliceHasRefused();
        Permit seen = granted(demand(100));
        seen.sent();
        time.pass(Duration.ofMillis(20));

        seen.began(missing(9_000), Cost.of(100, 0));

        assertThat(picture(INPUT_TOKENS).burst()).isBetween(7.5, 9.0);
    }

    @Test
    void an_empty_bucket_tells_nothing_of_its_depth_for_it_may_be_in_debt() {
        limits(new LimiterSettings(Mode.HOLD, Burst.LEARN, 1, 1000), limit(INPUT_TOKENS, 60_000));
        Permit first = granted(demand(100));
        first.sent();
        time.pass(Duration.ofMillis(20));
        first.began(shallow(900, 100), Cost.of(100, 0));
        double known = picture(INPUT_TOKENS).burst();
        time.pass(Duration.ofSeconds(2));
        Permit second = granted(demand(100));
        second.sent();
        time.pass(Duration.ofMillis(20));

        second.began(shallow(0, 20_000), Cost.of(100, 0));

        assertThat(picture(INPUT_TOKENS).burst()).isEqualTo(known);
    }

    /** Headers of a shallow bucket: so much is left, so much is missing. */
    private Report shallow(long left, long missing) {
        Report.Entry whole = missing(missing).entries().get(0);
        return new Report(
                List.of(new Report.Entry(INPUT_TOKENS, whole.limit(), left, whole.resetAt(), 1)), Report.UNKNOWN);
    }

    @Test
    void readsFromTheCacheAreNotCharged() {
        limits(limit(INPUT_TOKENS, 60_000));
        granted(demand(0)).answered(new Cost(10, 20, 5_000, 5, 5, 0), Report.NONE);
        assertThat(used(INPUT_TOKENS)).isEqualTo(30);
    }

    @Test
    void aFailureThatCostNoWorkKeepsTheRequestAndGivesBackTheTokens() {
        limits(limit(REQUESTS, 600), limit(INPUT_TOKENS, 60_000));
        granted(demand(500)).failed(Fate.NO_WORK, Report.NONE);
        assertThat(used(REQUESTS)).isEqualTo(1);
        assertThat(used(INPUT_TOKENS)).isZero();
    }

    @Test
    void aFailureThatMayHaveCostEverythingKeepsEverything() {
        limits(limit(REQUESTS, 600), limit(INPUT_TOKENS, 60_000));
        granted(demand(500)).failed(Fate.UNKNOWN, Report.NONE);
        assertThat(used(INPUT_TOKENS)).isGreaterThanOrEqualTo(500);
        assertThat(limiter.picture().permitsOut()).isZero();
    }

    @Test
    void moreThanTheLimitIsRefusedAtOnceWithBothNumbers() {
        limits(limit(INPUT_TOKENS, 60_000));
        Outcome.Refusal refusal = refused(demand(60_001));
        assertThat(refusal.reason()).isEqualTo(Reason.OVERSIZE);
        assertThat(refusal.binding()).isEqualTo(INPUT_TOKENS);
        assertThat(refusal.asked()).isEqualTo(60_001);
        assertThat(refusal.allowed()).isEqualTo(60_000);
    }

    @Test
    void moreThanAGuessIsNotRefusedButGoesAloneAndTheAnswerTellsTheLimit() {
        limits(Limit.perMinute(INPUT_TOKENS, 30_000, Source.DEFAULT));

        Permit large = ((Granted) limiter.acquire(demand(64_000))).permit();
        Waits next = waiting(Priority.NORMAL);
        time.pass(Duration.ofSeconds(20));
        assertThat(next.isGranted()).as("what it owes comes first").isFalse();

        large.sent();
        large.answered(Cost.of(64_000, 1), report(INPUT_TOKENS, 4_000_000, 3_900_000));
        time.pass(Duration.ofSeconds(2));
        assertThat(next.isGranted()).isTrue();
    }

    @Test
    void whatTheServiceNeverLetsPassIsOversizeAndHoldsNobody() {
        limits(limit(INPUT_TOKENS, 600_000));
        Permit large = granted(demand(100_000));
        large.sent();
        Permit.Verdict verdict = large.refused(refusal(INPUT_TOKENS, Duration.ofSeconds(60)));
        assertThat(verdict.oversize()).isTrue();
        assertThat(verdict.allowed()).isLessThan(100_000);
        assertThat(limiter.picture().groups().get(0).closedUntil()).isLessThanOrEqualTo(time.now());
        assertThat(refused(demand(100_000)).reason()).isEqualTo(Reason.OVERSIZE);
        time.pass(Duration.ofSeconds(15));
        granted(demand(100));
    }

    @Test
    void aLimitOfZeroLetsNothingPass() {
        limits(limit(REQUESTS, 0));
        assertThat(refused(demand(1)).reason()).isEqualTo(Reason.OVERSIZE);
    }

    @Test
    void aDeadlineThatCantBeKeptIsRefusedAtOnceWithTheWait() {
        limits(limit(REQUESTS, 6));
        granted(demand(1));
        Outcome.Refusal refusal = refused(until(Duration.ofSeconds(2), 1));
        assertThat(refusal.reason()).isEqualTo(Reason.DEADLINE);
        assertThat(refusal.expected()).isGreaterThan(Duration.ofSeconds(2));
    }

    @Test
    void aDeadlineThatHasPassedIsRefusedEvenWithRoomLeft() {
        limits();
        assertThat(refused(until(Duration.ZERO, 1)).reason()).isEqualTo(Reason.DEADLINE);
    }

    @Test
    void aDeadlineThatPassesEndsTheWaitOnceAndWithoutAPermit() {
        limits(limit(CONCURRENCY, 1), limit(REQUESTS, 6_000));
        Permit first = granted(demand(1));
        List<Outcome.End> ends = endsOf(waiting(until(Duration.ofSeconds(90), 1)));
        time.pass(Duration.ofSeconds(90));
        assertThat(ends).hasSize(1);
        assertThat(((Refused) ends.get(0)).refusal().reason()).isEqualTo(Reason.DEADLINE);
        first.release();
        time.pass(Duration.ofSeconds(90));
        assertThat(ends).hasSize(1);
        assertThat(limiter.picture().permitsOut()).isZero();
    }

    @Test
    void oneMoreThanMayWaitIsRefusedAndIsToldWhenThereIsRoom() {
        limits(new LimiterSettings(Mode.HOLD, Burst.CAREFUL, 1, 1), limit(REQUESTS, 60));
        granted(demand(1));
        List<Outcome.End> ends = endsOf(waiting(demand(1)));
        Outcome.Refusal refusal = refused(demand(1));
        assertThat(refusal.reason()).isEqualTo(Reason.QUEUE_FULL);
        assertThat(refusal.expected()).isPositive();
        AtomicInteger room = new AtomicInteger();
        limiter.whenRoom(room::incrementAndGet);
        assertThat(room).hasValue(0);
        untilGranted(ends);
        assertThat(room).hasValue(1);
        limiter.whenRoom(room::incrementAndGet);
        assertThat(room).hasValue(2);
    }

    @Test
    void whoeverWantsRoomHearsOfItAlthoughAnotherDidNotTakeIt() {
        limits(new LimiterSettings(Mode.HOLD, Burst.CAREFUL, 1, 1), limit(REQUESTS, 60));
        granted(demand(1));
        List<Outcome.End> ends = endsOf(waiting(demand(1)));
        AtomicInteger room = new AtomicInteger();
        for (int i = 0; i < 5; i++) {
            limiter.whenRoom(room::incrementAndGet);
        }
        untilGranted(ends);
        assertThat(room).hasValue(5);
    }

    @Test
    void whoStopsWaitingIsGone() {
        limits(limit(REQUESTS, 60));
        granted(demand(1));
        Wait wait = waiting(demand(1));
        List<Outcome.End> ends = endsOf(wait);
        assertThat(wait.cancel()).isTrue();
        assertThat(wait.cancel()).isFalse();
        assertThat(((Refused) ends.get(0)).refusal().reason()).isEqualTo(Reason.CANCELLED);
        assertThat(limiter.picture().waiting()).isZero();
        assertThat(time.isIdle()).isTrue();
    }

    @Test
    void aWaitTellsItsEndAlsoToWhoeverListensLateButOnlyToOne() {
        limits(limit(REQUESTS, 60));
        granted(demand(1));
        Wait wait = waiting(demand(1));
        time.pass(Duration.ofSeconds(10));
        assertThat(endsOf(wait)).hasSize(1).first().isInstanceOf(Granted.class);
        assertThatThrownBy(() -> wait.whenEnded(end -> {})).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void concurrencyComesBackWithEachEndWhateverItIs() {
        limits(limit(CONCURRENCY, 1));
        List<Outcome.End> ends = endsOf(waitingBehind(granted(demand(1))));
        assertThat(ends).hasSize(1);
    }

    @Test
    void calls_under_way_count_where_their_number_is_limited_later() {
        limits();
        Permit first = granted(demand(1));
        Permit second = granted(demand(1));
        Permit third = granted(demand(1));
        reconfigure(limit(CONCURRENCY, 2));
        List<Outcome.End> ends = endsOf(waiting(demand(1)));

        first.answered(Cost.of(1, 10), Report.NONE);
        assertThat(ends).isEmpty();
        second.release();
        assertThat(ends).hasSize(1);

        third.failed(Fate.UNKNOWN, Report.NONE);
        permitOf((Granted) ends.get(0)).answered(Cost.of(1, 10), Report.NONE);
        assertThat(picture(CONCURRENCY).level()).isEqualTo(2);
    }

    @Test
    void who_waits_already_is_held_to_a_limit_of_another_dimension_that_comes_later() {
        limits(limit(REQUESTS, 60));
        granted(demand(1));
        List<Outcome.End> ends =
                endsOf(waiting(new Demand(List.of(ORGANIZATION), new Cost(1, 0, 0, 1, 1, 2_000_000), Priority.NORMAL)));

        reconfigure(new Limit(SPEND, 1_000_000, Limit.DAY, Source.CONFIGURED));
        time.pass(Duration.ofSeconds(2));

        assertThat(ends).hasSize(1);
        assertThat(((Refused) ends.get(0)).refusal().reason()).isEqualTo(Reason.SPEND);
    }

    @Test
    void usage_that_rose_too_steeply_rises_from_the_minute_before_to_twice_as_much_at_most() {
        limits(limit(REQUESTS, 60_000));
        for (int seconds = 0; seconds < 80; seconds++) {
            callsWithin(Duration.ofSeconds(1), 150);
        }
        Permit steep = granted(demand(1));
        steep.sent();
        steep.refused(new Permit.Refused(
                Kind.RAMP, OptionalLong.of(Duration.ofSeconds(10).toNanos()), null, Report.NONE));
        time.pass(Duration.ofMillis(10_300));

        assertThat(callsWithin(Duration.ofSeconds(10), 20_000)).isBetween(2_400, 3_010);
    }

    /** Calls so often, evenly, and tells how many passed at once. */
    private int callsWithin(Duration time, int times) {
        int passed = 0;
        for (int i = 0; i < times; i++) {
            Outcome outcome = limiter.acquire(demand(1));
            if (outcome instanceof Granted granted) {
                granted.permit().answered(Cost.of(1, 10), Report.NONE);
                passed++;
            } else {
                ((Waiting) outcome).queued().cancel();
            }
            this.time.pass(time.dividedBy(times));
        }
        return passed;
    }

    private void reconfigure(Limit limit) {
        limiter.reconfigure(new GroupSetup(ORGANIZATION, Reservation.FIRST_PARTY, List.of(limit)));
    }

    @Test
    void aDeadlineIsKeptWhereCallsEndQuicklyAlthoughAllPlacesAreTaken() {
        limits(limit(CONCURRENCY, 1));
        for (int i = 0; i < 50; i++) {
            Permit permit = granted(demand(1));
            time.pass(Duration.ofMillis(200));
            permit.answered(Cost.of(1, 1), Report.NONE);
        }
        Permit last = granted(demand(1));
        List<Outcome.End> ends = endsOf(waiting(until(Duration.ofSeconds(2), 1)));
        time.pass(Duration.ofMillis(200));
        last.answered(Cost.of(1, 1), Report.NONE);
        assertThat(ends).hasSize(1).first().isInstanceOf(Granted.class);
    }

    private Wait waitingBehind(Permit permit) {
        Wait wait = waiting(demand(1));
        assertThat(wait.binding()).isEqualTo(CONCURRENCY);
        permit.sent();
        permit.failed(Fate.UNKNOWN, Report.NONE);
        return wait;
    }

    @Test
    void nobodyCallsBeforeTheServiceSaidAndOneCallBegins() {
        limits(limit(REQUESTS, 6_000));
        Permit first = granted(demand(1));
        first.sent();
        long until = time.now() + Duration.ofSeconds(7).toNanos();
        Permit.Verdict verdict = first.refused(refusal(REQUESTS, Duration.ofSeconds(7)));
        assertThat(verdict.notBefore())
                .isBetween(until, until + Duration.ofMillis(250).toNanos());
        List<Outcome.End> ends = endsOf(waiting(demand(1).onceMore()));
        List<Outcome.End> others = endsOf(waiting(demand(1)));
        time.pass(Duration.ofSeconds(7).minusNanos(1));
        assertThat(ends).isEmpty();
        time.passToNext();
        assertThat(ends).hasSize(1);
        assertThat(others).isEmpty();
        assertThat(told.said).contains("refused requests");
    }

    @Test
    void aPermitWhoseGateHasClosedMayNotLeave() {
        limits(limit(REQUESTS, 6_000));
        Permit first = granted(demand(1));
        time.pass(Duration.ofSeconds(5));
        Permit held = granted(demand(1));
        assertThat(held.mayLeave()).isTrue();
        first.sent();
        first.refused(refusal(REQUESTS, Duration.ofSeconds(3)));
        assertThat(held.mayLeave()).isFalse();
        time.pass(Duration.ofSeconds(4));
        assertThat(held.mayLeave()).isTrue();
    }

    @Test
    void whoWasRefusedByTheServiceGoesFirst() {
        limits(limit(REQUESTS, 60));
        granted(demand(1));
        List<Outcome.End> behind = endsOf(waiting(demand(1)));
        List<Outcome.End> again = endsOf(waiting(demand(1).onceMore()));
        untilGranted(again);
        assertThat(behind).isEmpty();
    }

    @Test
    void headersLowerALimitAtOnceAndRaiseOneThatNobodyConfigured() {
        limits(limit(REQUESTS, 600));
        granted(demand(1)).answered(Cost.of(1, 1), report(REQUESTS, 200, 199));
        assertThat(picture(REQUESTS).limit().amount()).isEqualTo(200);
        time.pass(Duration.ofSeconds(5));
        granted(demand(1)).answered(Cost.of(1, 1), report(REQUESTS, 1_800, 1_799));
        assertThat(picture(REQUESTS).limit().amount()).isEqualTo(1_800);
        assertThat(told.said).containsExactly("changed requests to 200", "changed requests to 1800");
    }

    @Test
    void headersNeverRaiseALimitAboveWhatIsConfigured() {
        limits(Limit.perMinute(REQUESTS, 600, Source.CONFIGURED));
        granted(demand(1)).answered(Cost.of(1, 1), report(REQUESTS, 200, 199));
        assertThat(picture(REQUESTS).limit().amount()).isEqualTo(200);
        time.pass(Duration.ofSeconds(5));
        granted(demand(1)).answered(Cost.of(1, 1), report(REQUESTS, 1_800, 1_799));
        assertThat(picture(REQUESTS).limit().amount()).isEqualTo(600);
    }

    @Test
    void aLimitThatNobodyKnewIsLearnedFromTheFirstAnswer() {
        limits();
        granted(demand(1)).answered(Cost.of(1, 1), report(REQUESTS, 60, 59));
        assertThat(picture(REQUESTS).limit().source()).isEqualTo(Source.HEADERS);
        waiting(demand(1));
    }

    @Test
    void anotherLimitCountsForThoseWhoWaitAlready() {
        limits(limit(REQUESTS, 1), limit(OUTPUT_TOKENS, 60_000));
        granted(demand(1)).answered(Cost.of(1, 1), Report.NONE);
        List<Outcome.End> ends = endsOf(waiting(demand(1)));
        reconfigure(limit(REQUESTS, 60_000));
        time.pass(Duration.ofSeconds(2));
        assertThat(ends).hasSize(1);
    }

    @Test
    void moneyThatIsSpentStopsEverythingUntilTheNextDayAndIsAnnouncedBefore() {
        limits(new Limit(SPEND, 1_000_000, Limit.DAY, Source.CONFIGURED));
        Cost dear = new Cost(1, 0, 0, 1, 1, 450_000);
        granted(new Demand(List.of(ORGANIZATION), dear, Priority.NORMAL)).answered(dear, Report.NONE);
        assertThat(told.said).isEmpty();
        granted(new Demand(List.of(ORGANIZATION), dear, Priority.NORMAL)).answered(dear, Report.NONE);
        assertThat(told.said).containsExactly("nearly spent spend");
        Outcome.Refusal refusal = refused(new Demand(List.of(ORGANIZATION), dear, Priority.NORMAL));
        assertThat(refusal.reason()).isEqualTo(Reason.SPEND);
        assertThat(refusal.allowed()).as("what is left").isEqualTo(100_000);
        assertThat(refusal.expected()).as("until the next day").isEqualTo(Duration.ofHours(16));
        Cost tooDear = new Cost(1, 0, 0, 1, 1, 1_000_001);
        assertThat(refused(new Demand(List.of(ORGANIZATION), tooDear, Priority.NORMAL))
                        .expected())
                .as("no day has so much")
                .isZero();
        time.pass(Duration.ofHours(16).minusSeconds(1));
        assertThat(refused(new Demand(List.of(ORGANIZATION), dear, Priority.NORMAL))
                        .reason())
                .isEqualTo(Reason.SPEND);
        time.pass(Duration.ofSeconds(1));
        granted(new Demand(List.of(ORGANIZATION), dear, Priority.NORMAL));
    }

    @Test
    void what_was_held_of_yesterday_gives_nothing_back_to_today() {
        limits(new Limit(SPEND, 1_000_000, Limit.DAY, Source.CONFIGURED));
        Cost dear = new Cost(1, 0, 0, 1, 1, 400_000);
        Cost cheap = new Cost(1, 0, 0, 1, 1, 1);
        Permit answered = granted(new Demand(List.of(ORGANIZATION), dear, Priority.NORMAL));
        Permit unused = granted(new Demand(List.of(ORGANIZATION), dear, Priority.NORMAL));
        time.pass(Duration.ofHours(16));
        granted(new Demand(List.of(ORGANIZATION), dear, Priority.NORMAL)).answered(dear, Report.NONE);

        answered.answered(cheap, Report.NONE);
        unused.release();

        assertThat(picture(SPEND).level()).isEqualTo(600_000);
        assertThat(used(SPEND)).isEqualTo(400_001);
    }

    @Test
    void money_that_was_spent_elsewhere_counts_too() {
        limits(new Limit(SPEND, 1_000_000, Limit.DAY, Source.CONFIGURED));
        Cost cheap = new Cost(1, 0, 0, 1, 1, 1);

        limiter.spent(List.of(ORGANIZATION), 900_000);

        assertThat(told.said).containsExactly("nearly spent spend");
        assertThat(used(SPEND)).isEqualTo(900_000);
        granted(new Demand(List.of(ORGANIZATION), cheap, Priority.NORMAL)).release();
        limiter.spent(List.of(ORGANIZATION), 900_000);
        assertThat(refused(new Demand(List.of(ORGANIZATION), cheap, Priority.NORMAL))
                        .reason())
                .isEqualTo(Reason.SPEND);
        time.pass(Duration.ofDays(1));
        granted(new Demand(List.of(ORGANIZATION), cheap, Priority.NORMAL));
    }

    @Test
    void a_cap_that_is_set_later_knows_nothing_of_the_days_before_but_of_what_ends_from_then_on() {
        limits(limit(REQUESTS, 60_000));
        Cost dear = new Cost(1, 0, 0, 1, 1, 400_000);
        for (int days = 0; days < 5; days++) {
            granted(new Demand(List.of(ORGANIZATION), dear, Priority.NORMAL)).answered(dear, Report.NONE);
            time.pass(Duration.ofDays(1));
        }
        Permit underWay = granted(new Demand(List.of(ORGANIZATION), dear, Priority.NORMAL));

        reconfigure(new Limit(SPEND, 1_000_000, Limit.DAY, Source.CONFIGURED));
        underWay.answered(dear, Report.NONE);

        assertThat(picture(SPEND).level()).isEqualTo(600_000);
        granted(new Demand(List.of(ORGANIZATION), dear, Priority.NORMAL)).answered(dear, Report.NONE);
        assertThat(refused(new Demand(List.of(ORGANIZATION), dear, Priority.NORMAL))
                        .reason())
                .isEqualTo(Reason.SPEND);
    }

    @Test
    void inTheShadowNothingWaitsAndWhatWouldHaveIsTold() {
        List<Duration> waits = new ArrayList<>();
        LimiterListener listener = new LimiterListener() {
            @Override
            public void decided(Demand demand, Duration waited, Dimension binding, Outcome.End end) {
                waits.add(waited);
            }
        };
        limiter = make(
                time,
                new LimiterSettings(Mode.SHADOW, Burst.CAREFUL, 1, 0),
                Limiter.Groups.of(
                        List.of(new GroupSetup(ORGANIZATION, Reservation.FIRST_PARTY, List.of(limit(REQUESTS, 60))))),
                listener);
        for (int i = 0; i < 10; i++) {
            granted(demand(1));
        }
        assertThat(waits.get(0)).isZero();
        assertThat(waits.get(9)).isGreaterThan(Duration.ofSeconds(8));
    }

    @Test
    void sharesOfAQuotaTogetherUseTheQuota() {
        limits(new LimiterSettings(Mode.HOLD, Burst.CAREFUL, 0.25, 10_000), limit(REQUESTS, 2_400));
        int served = 0;
        List<List<Outcome.End>> ends = new ArrayList<>();
        for (int i = 0; i < 900; i++) {
            Outcome outcome = limiter.acquire(demand(1));
            if (outcome instanceof Waiting waiting) {
                ends.add(endsOf(waiting.queued()));
            }
        }
        time.pass(Duration.ofMinutes(1));
        served += ends.stream().filter(each -> !each.isEmpty()).count();
        assertThat(served).isBetween(590, 610);
    }

    @Test
    void tenantsOfOnePriorityShareItHoweverMuchEachWants() {
        limits(limit(REQUESTS, 600));
        List<List<Outcome.End>> busy = new ArrayList<>();
        List<List<Outcome.End>> quiet = new ArrayList<>();
        granted(demand(1));
        for (int i = 0; i < 500; i++) {
            busy.add(endsOf(waiting(of("busy"))));
        }
        for (int i = 0; i < 50; i++) {
            quiet.add(endsOf(waiting(of("quiet"))));
        }
        time.pass(Duration.ofSeconds(11));
        assertThat(quiet).allMatch(ends -> ends.size() == 1);
        assertThat(busy.stream().filter(ends -> !ends.isEmpty()).count()).isBetween(45L, 65L);
    }

    private static Demand of(String tenant) {
        return new Demand(List.of(ORGANIZATION), Cost.of(1, 1), Priority.NORMAL, tenant, Demand.NO_DEADLINE, false);
    }

    @Test
    void wakingAThousandWaitersTakesAThousandAlarmsAndNotMore() {
        limits(limit(REQUESTS, 600));
        granted(demand(1));
        List<List<Outcome.End>> ends = new ArrayList<>();
        for (int i = 0; i < 900; i++) {
            ends.add(endsOf(waiting(demand(1))));
        }
        time.pass(Duration.ofSeconds(120));
        assertThat(ends).allMatch(each -> each.size() == 1);
        assertThat(time.woken()).isLessThanOrEqualTo(910);
        assertThat(time.isIdle()).isTrue();
    }

    @Test
    void closingEndsEveryWaitAndLetsNobodyIn() {
        limits(limit(REQUESTS, 60));
        Permit out = granted(demand(1));
        List<Outcome.End> ends = endsOf(waiting(demand(1)));
        AtomicInteger room = new AtomicInteger();
        limiter.close();
        limiter.whenRoom(room::incrementAndGet);
        assertThat(((Refused) ends.get(0)).refusal().reason()).isEqualTo(Reason.CLOSED);
        assertThat(refused(demand(1)).reason()).isEqualTo(Reason.CLOSED);
        assertThat(room).hasValue(1);
        assertThat(out.answered(Cost.of(1, 1), Report.NONE)).isTrue();
        assertThat(limiter.picture().permitsOut()).isZero();
        assertThat(time.isIdle()).isTrue();
    }

    @Test
    void namesFromOutsideFillNoMemory() {
        limiter = make(
                time,
                CAREFUL,
                name -> new GroupSetup(name, Reservation.FIRST_PARTY, List.of(limit(REQUESTS, 60))),
                told);
        Permit out = permitOf(limiter.acquire(toModel("held")));
        for (int i = 0; i < 3_000; i++) {
            permitOf(limiter.acquire(toModel("made-up-" + i))).answered(Cost.of(1, 1), Report.NONE);
        }
        assertThat(limiter.picture().groups()).hasSizeLessThanOrEqualTo(1_001);
        assertThat(limiter.picture().groups())
                .extracting(Picture.GroupPicture::name)
                .contains(new GroupName("held"));
        out.release();
    }

    private static Demand toModel(String model) {
        return new Demand(List.of(new GroupName(model)), Cost.of(1, 1), Priority.NORMAL);
    }

    @Test
    void anUnknownGroupIsRefusedByName() {
        limits();
        assertThatThrownBy(() ->
                        limiter.acquire(new Demand(List.of(new GroupName("nobody")), Cost.of(1, 1), Priority.NORMAL)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nobody");
    }

    // ---- a backend that does not serve

    /** Somebody who waits, and how that ended. */
    private static final class Waits {
        private Outcome.End end;

        private boolean isGranted() {
            return end instanceof Granted;
        }

        private Permit permit() {
            return ((Granted) end).permit();
        }
    }

    private Waits waiting(Priority priority) {
        Waits waits = new Waits();
        ((Waiting) limiter.acquire(new Demand(List.of(ORGANIZATION), Cost.of(1, 1), priority)))
                .queued()
                .whenEnded(end -> waits.end = end);
        return waits;
    }

    @Test
    void nobody_leaves_for_a_backend_that_is_held_and_then_one_at_a_time() {
        limits(limit(REQUESTS, 6_000));
        ((Granted) limiter.acquire(demand(1))).permit().release();
        time.pass(Duration.ofSeconds(10));
        limiter.hold("anthropic", time.now() + Duration.ofSeconds(5).toNanos());
        Waits low = waiting(Priority.LOW);
        Waits critical = waiting(Priority.CRITICAL);

        time.pass(Duration.ofMillis(4_999));
        assertThat(critical.isGranted()).isFalse();
        time.pass(Duration.ofMillis(1));
        assertThat(critical.isGranted()).as("the urgent one goes to see").isTrue();
        time.pass(Duration.ofMinutes(1));
        assertThat(low.isGranted()).as("one at a time").isFalse();

        critical.permit().failed(Fate.NO_WORK, Report.NONE);
        assertThat(low.isGranted()).as("the next one, if nobody says otherwise").isTrue();
    }

    @Test
    void a_conclusion_before_the_permit_ends_keeps_the_next_one_back() {
        limits(limit(REQUESTS, 6_000));
        ((Granted) limiter.acquire(demand(1))).permit().release();
        time.pass(Duration.ofSeconds(10));
        limiter.hold("anthropic", time.now());
        Permit probe = ((Granted) limiter.acquire(demand(1))).permit();
        Waits next = waiting(Priority.NORMAL);

        limiter.hold("anthropic", time.now() + Duration.ofSeconds(10).toNanos());
        probe.failed(Fate.NO_WORK, Report.NONE);
        time.pass(Duration.ofMillis(9_999));
        assertThat(next.isGranted()).isFalse();
        time.pass(Duration.ofMillis(1));
        assertThat(next.isGranted()).isTrue();
    }

    @Test
    void a_backend_that_serves_again_gets_its_usual_load_back_step_by_step_whatever_its_limits_allow() {
        limits(limit(REQUESTS, 600_000));
        ((Granted) limiter.acquire(demand(1))).permit().release();
        time.pass(Duration.ofSeconds(10));
        Deque<Permit> usual = new ArrayDeque<>();
        for (int call = 0; call < 400; call++) {
            usual.add(((Granted) limiter.acquire(demand(1))).permit());
            time.pass(Duration.ofMillis(25));
            if (usual.size() == 40) {
                usual.remove().answered(Cost.of(1, 1), Report.NONE);
            }
        }
        usual.forEach(permit -> permit.failed(Fate.NO_WORK, Report.NONE));
        limiter.hold("anthropic", time.now() + Duration.ofSeconds(5).toNanos());
        List<Waits> waiting = new ArrayList<>();
        for (int i = 0; i < 900; i++) {
            waiting.add(waiting(Priority.NORMAL));
        }
        time.pass(Duration.ofSeconds(6));
        long before = limiter.picture().permitsOut();
        limiter.resume("anthropic");
        time.pass(Duration.ofMillis(100));

        assertThat(limiter.picture().permitsOut() - before)
                .as("a quarter of what is usual")
                .isBetween(5L, 11L);
        int most = 0;
        for (int second = 1; second <= 60; second++) {
            List<Permit> now = waiting.stream()
                    .filter(Waits::isGranted)
                    .map(Waits::permit)
                    .filter(permit -> !permit.hasEnded())
                    .toList();
            int allowed = Math.max(20, 2 * most + 10);
            assertThat(now.size()).as("at once after %s s".formatted(second)).isLessThanOrEqualTo(allowed);
            most = Math.max(most, now.size());
            now.forEach(permit -> permit.answered(Cost.of(1, 1), Report.NONE));
            time.pass(Duration.ofSeconds(1));
        }
        assertThat(waiting).allMatch(Waits::isGranted);
    }

    @Test
    void a_backend_that_serves_again_but_answers_slowly_gets_more_nevertheless() {
        limits(limit(REQUESTS, 600_000));
        ((Granted) limiter.acquire(demand(1))).permit().release();
        limiter.hold("anthropic", time.now() + Duration.ofSeconds(5).toNanos());
        List<Waits> waiting = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            waiting.add(waiting(Priority.NORMAL));
        }
        time.pass(Duration.ofSeconds(6));
        limiter.resume("anthropic");

        time.pass(Duration.ofSeconds(1));
        assertThat(waiting.stream().filter(Waits::isGranted)).hasSizeBetween(1, 3);
        time.pass(Duration.ofMinutes(2));
        assertThat(waiting).allMatch(Waits::isGranted);
    }

    @Test
    void a_deadline_before_a_held_backend_opens_is_refused_with_the_wait() {
        limits(limit(REQUESTS, 6_000));
        limiter.hold("anthropic", time.now() + Duration.ofSeconds(30).toNanos());

        Outcome outcome = limiter.acquire(new Demand(
                List.of(ORGANIZATION),
                Cost.of(1, 1),
                Priority.NORMAL,
                "",
                time.now() + Duration.ofSeconds(5).toNanos(),
                false));

        assertThat(((Refused) outcome).refusal().reason()).isEqualTo(Reason.DEADLINE);
        assertThat(((Refused) outcome).refusal().expected()).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void a_quote_tells_the_wait_and_takes_nothing() {
        limits(limit(REQUESTS, 6_000));
        assertThat(limiter.quote(demand(1))).isEqualTo(new Quote(Duration.ZERO, null));
        limiter.hold("anthropic", time.now() + Duration.ofSeconds(30).toNanos());

        assertThat(limiter.quote(demand(1)).expected()).isEqualTo(Duration.ofSeconds(30));
        assertThat(limiter.picture().permitsOut()).isZero();
        assertThat(limiter.picture().waiting()).isZero();
    }
}
