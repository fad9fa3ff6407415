/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelclaude.backend.ClaudeRequest;
import io.github.camelclaude.prefix.CachePlan;
import io.github.camelclaude.rate.LimiterSettings;
import io.github.camelclaude.rate.ManualTimeline;
import io.github.camelclaude.rate.Priority;
import io.github.camelclaude.resilience.ClaudeException;
import io.github.camelclaude.resilience.RetryRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The thread that brings one call too many stands, so that its source slows down. */
class AnteroomTest {

    private final ManualTimeline time = new ManualTimeline();
    private final Admission admission = new Admission(
            new Unlimited(time::now),
            new LimiterSettings(LimiterSettings.Mode.HOLD, LimiterSettings.Burst.CAREFUL, 1, 2),
            time,
            Runnable::run,
            decision -> {});
    private final Anteroom anteroom = new Anteroom(2);
    private final List<Throwable> refused = new ArrayList<>();
    private volatile int inside;

    private void enter(Duration queueTimeout) {
        Call call = new Call(
                new ClaudeRequest(Map.of()),
                CachePlan.NONE,
                new Call.Time(Duration.ofMinutes(10), Duration.ofMinutes(1), null),
                new WaitTerms(Priority.NORMAL, "", queueTimeout, WhenFull.wait, null),
                new RetryRules(0, 0, false),
                Where.ANYWHERE,
                null,
                false,
                "",
                "");
        anteroom.enter(
                call, admission, admission.bound(call, Long.MAX_VALUE, time.now()), () -> inside++, refused::add);
    }

    @Test
    void it_waits_until_another_leaves() throws Exception {
        enter(Duration.ZERO);
        enter(Duration.ZERO);
        CompletableFuture<Void> third = CompletableFuture.runAsync(() -> enter(Duration.ZERO));
        await().until(() -> anteroom.standing() == 1);
        assertThat(inside).isEqualTo(2);

        anteroom.leave();

        third.get(1, TimeUnit.MINUTES);
        assertThat(inside).isEqualTo(3);
    }

    @Test
    void it_stands_no_longer_than_it_may_wait() {
        enter(Duration.ZERO);
        enter(Duration.ZERO);

        enter(Duration.ofMillis(20));

        assertThat(((ClaudeException) refused.get(0)).errorClass().label()).isEqualTo("deadline");
        anteroom.leave();
        enter(Duration.ZERO);
        assertThat(inside).as("the place is not lost").isEqualTo(3);
    }

    @Test
    void threads_of_our_own_do_not_stand() {
        enter(Duration.ZERO);
        enter(Duration.ZERO);
        OwnThreads.marked(Runnable::run).execute(() -> enter(Duration.ZERO));
        assertThat(anteroom.standing()).isEqualTo(1);

        anteroom.leave();

        assertThat(inside).isEqualTo(3);
    }

    @Test
    void nobody_stands_when_everything_stops() throws Exception {
        enter(Duration.ZERO);
        enter(Duration.ZERO);
        CompletableFuture<Void> third = CompletableFuture.runAsync(() -> enter(Duration.ZERO));
        await().until(() -> anteroom.standing() == 1);

        anteroom.open();

        third.get(1, TimeUnit.MINUTES);
        assertThat(inside).isEqualTo(3);
    }
}
