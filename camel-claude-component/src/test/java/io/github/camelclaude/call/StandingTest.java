/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelclaude.rate.GroupSetup;
import io.github.camelclaude.rate.Limiter;
import io.github.camelclaude.rate.LimiterListener;
import io.github.camelclaude.rate.LimiterSettings;
import io.github.camelclaude.rate.LocalLimiter;
import io.github.camelclaude.rate.ManualTimeline;
import io.github.camelclaude.rate.Reservation;
import io.github.camelclaude.resilience.BreakerSettings;
import io.github.camelclaude.resilience.ClaudeException.Response;
import io.github.camelclaude.resilience.ClaudeOverloadedException;
import io.github.camelclaude.resilience.RetryBudget;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StandingTest {

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final ManualTimeline time = new ManualTimeline();
    private final Limiter limiter = new LocalLimiter(
            time,
            LimiterSettings.DEFAULT,
            name -> new GroupSetup(name, Reservation.FIRST_PARTY, List.of()),
            LimiterListener.NONE,
            new Random(20261124));
    private final Standing standing = new Standing(
            "eu", limiter, BreakerSettings.DEFAULT, new RetryBudget(0.2, 10, 100, time.now()), null, 0, time::now);

    @Test
    void one_is_sent_to_see_and_another_if_nothing_is_heard_of_it() {
        for (int i = 0; i < 10; i++) {
            standing.failed(overloaded(), time.now(), MINUTE, true);
        }
        assertThat(standing.serves()).isFalse();
        assertThat(standing.wantsProbe()).as("too early").isFalse();

        time.pass(Duration.ofSeconds(5));
        assertThat(standing.wantsProbe()).isTrue();
        assertThat(standing.wantsProbe()).as("one at a time").isFalse();

        time.pass(Duration.ofSeconds(30));
        assertThat(standing.wantsProbe()).as("the first never arrived").isTrue();
    }

    @Test
    void one_that_was_answered_sends_the_next_and_then_none_is_needed() {
        for (int i = 0; i < 10; i++) {
            standing.failed(overloaded(), time.now(), MINUTE, true);
        }
        time.pass(Duration.ofSeconds(5));
        assertThat(standing.wantsProbe()).isTrue();

        standing.answered(time.now(), MINUTE);
        assertThat(standing.wantsProbe()).as("the second").isTrue();
        standing.answered(time.now(), MINUTE);

        assertThat(standing.serves()).isTrue();
        time.pass(Duration.ofMinutes(5));
        assertThat(standing.wantsProbe()).isFalse();
    }

    private static ClaudeOverloadedException overloaded() {
        return new ClaudeOverloadedException("full", new Response(529, null, "overloaded_error", null));
    }
}
