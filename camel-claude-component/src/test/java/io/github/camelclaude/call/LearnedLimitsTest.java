/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelclaude.rate.Cost;
import io.github.camelclaude.rate.Demand;
import io.github.camelclaude.rate.Dimension;
import io.github.camelclaude.rate.GroupName;
import io.github.camelclaude.rate.GroupSetup;
import io.github.camelclaude.rate.Limit;
import io.github.camelclaude.rate.Limiter;
import io.github.camelclaude.rate.LimiterListener;
import io.github.camelclaude.rate.LimiterSettings;
import io.github.camelclaude.rate.LocalLimiter;
import io.github.camelclaude.rate.ManualTimeline;
import io.github.camelclaude.rate.Outcome;
import io.github.camelclaude.rate.Permit;
import io.github.camelclaude.rate.Priority;
import io.github.camelclaude.rate.Report;
import io.github.camelclaude.rate.Reservation;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** What is learned of a backend that tells nothing, in virtual time: there is always more to do than it takes. */
class LearnedLimitsTest {

    private static final GroupName GROUP = new GroupName("frankfurt/claude-haiku-5-5");
    private static final long CALL_NANOS = Duration.ofMillis(100).toNanos();

    private final ManualTimeline time = new ManualTimeline();
    private final LimiterSettings settings =
            new LimiterSettings(LimiterSettings.Mode.HOLD, LimiterSettings.Burst.LEARN, 1, 1_000);
    private List<Limit> configured = List.of();
    private final Limiter limiter =
            new LocalLimiter(time, settings, this::setup, LimiterListener.NONE, new Random(20261124));
    private final LearnedLimits learned = new LearnedLimits(limiter, this::setup, 1_000);
    private int answered;
    private int refused;
    private int underWay;
    private int most;

    private GroupSetup setup(GroupName group) {
        return new GroupSetup(group, Reservation.BEDROCK_RUNTIME, configured);
    }

    @Test
    void a_backend_that_takes_one_call_a_second_is_found_out_although_calls_are_short() {
        saturate(new Bucket(60, 5)::takes);

        time.pass(Duration.ofMinutes(10));
        int refusedBefore = refused;
        int answeredBefore = answered;
        time.pass(Duration.ofMinutes(20));

        assertThat((answered - answeredBefore) / 20.0).as("of 60 a minute").isBetween(36.0, 61.0);
        assertThat((double) (refused - refusedBefore) / (answered - answeredBefore))
                .as("refusals per answer")
                .isLessThan(0.1);
    }

    @Test
    void a_backend_that_takes_eight_at_once_is_found_out() {
        saturate(running -> running <= 8);

        time.pass(Duration.ofMinutes(30));

        assertThat((double) refused / answered).as("refusals per answer").isLessThan(0.05);
        assertThat(answered / 1_800.0).as("calls a second, of 80").isGreaterThan(20);
    }

    @Test
    void a_backend_that_takes_everything_gets_everything() {
        saturate(running -> true);

        time.pass(Duration.ofMinutes(10));

        assertThat(refused).isZero();
        assertThat(most).as("one more at once for each round of answers").isGreaterThan(400);
    }

    @Test
    void what_is_configured_is_never_exceeded_and_no_refusal_forgets_it() {
        configured = List.of(
                Limit.perMinute(Dimension.REQUESTS, 30, Limit.Source.CONFIGURED),
                Limit.perMinute(Dimension.CONCURRENCY, 3, Limit.Source.CONFIGURED));
        saturate(new Bucket(60, 60)::takes);

        time.pass(Duration.ofMinutes(30));

        assertThat(refused).isZero();
        assertThat(answered / 30.0).isBetween(28.0, 31.0);
        assertThat(most).isLessThanOrEqualTo(3);
    }

    /** What the backend has: a bucket that nobody sees. */
    private final class Bucket {
        private final double perSecond;
        private final double capacity;
        private double level;
        private long at = time.now();

        Bucket(double perMinute, double capacity) {
            this.perSecond = perMinute / 60;
            this.capacity = capacity;
            this.level = capacity;
        }

        boolean takes(int running) {
            level = Math.min(capacity, level + (time.now() - at) / 1e9 * perSecond);
            at = time.now();
            if (level < 1) {
                return false;
            }
            level--;
            return true;
        }
    }

    private void saturate(IntPredicate takes) {
        for (int i = 0; i < 500; i++) {
            ask(takes);
        }
    }

    private void ask(IntPredicate takes) {
        Outcome outcome = limiter.acquire(new Demand(List.of(GROUP), Cost.of(1, 1), Priority.NORMAL));
        if (outcome instanceof Outcome.Waiting waiting) {
            waiting.queued().whenEnded(end -> send(((Outcome.Granted) end).permit(), takes));
        } else {
            send(((Outcome.Granted) outcome).permit(), takes);
        }
    }

    private void send(Permit permit, IntPredicate takes) {
        long sentAt = time.now();
        permit.sent();
        learned.sent(GROUP, sentAt);
        most = Math.max(most, ++underWay);
        boolean taken = takes.test(underWay);
        time.at(time.now() + CALL_NANOS, () -> {
            underWay--;
            learned.ended(GROUP, !taken, sentAt, time.now());
            if (taken) {
                answered++;
                permit.answered(Cost.of(1, 1), Report.NONE);
            } else {
                refused++;
                permit.refused(new Permit.Refused(Permit.Kind.BUCKET, OptionalLong.empty(), null, Report.NONE));
            }
            ask(takes);
        });
    }
}
