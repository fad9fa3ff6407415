/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelclaude.backend.Backend;
import io.github.camelclaude.backend.BackendAnswer;
import io.github.camelclaude.backend.BackendStream;
import io.github.camelclaude.backend.Batches;
import io.github.camelclaude.backend.ClaudeRequest;
import io.github.camelclaude.backend.ModelList;
import io.github.camelclaude.backend.TokenCount;
import io.github.camelclaude.catalog.TokenUsage;
import io.github.camelclaude.prefix.CachePlan;
import io.github.camelclaude.rate.Cost;
import io.github.camelclaude.rate.Dimension;
import io.github.camelclaude.rate.GroupName;
import io.github.camelclaude.rate.GroupSetup;
import io.github.camelclaude.rate.Limit;
import io.github.camelclaude.rate.Limiter;
import io.github.camelclaude.rate.LimiterListener;
import io.github.camelclaude.rate.LimiterSettings;
import io.github.camelclaude.rate.LocalLimiter;
import io.github.camelclaude.rate.ManualTimeline;
import io.github.camelclaude.rate.Priority;
import io.github.camelclaude.rate.Reservation;
import io.github.camelclaude.resilience.BreakerSettings;
import io.github.camelclaude.resilience.ClaudeAuthenticationException;
import io.github.camelclaude.resilience.ClaudeException;
import io.github.camelclaude.resilience.ClaudeException.Response;
import io.github.camelclaude.resilience.ClaudeOverloadedException;
import io.github.camelclaude.resilience.ClaudeServerException;
import io.github.camelclaude.resilience.ClaudeSpendCapException;
import io.github.camelclaude.resilience.ClaudeTransportException;
import io.github.camelclaude.resilience.ErrorClass;
import io.github.camelclaude.resilience.RetryBudget;
import io.github.camelclaude.resilience.RetryRules;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Outages in virtual time: ten calls a second for three minutes, a fault from the thirtieth second to the ninetieth. What a
 * call meets is what is true when its attempt leaves; each attempt takes two seconds.
 */
class ChaosTest {

    private static final long SECOND = 1_000_000_000L;
    private static final int CALLS = 1_800;
    private static final long FROM = 30;
    private static final long UNTIL = 90;

    /** What happens to an attempt while the fault lasts; null if nothing does. */
    private enum Trouble {
        A_FIFTH_IS_OVERLOADED {
            @Override
            ClaudeException meets(Random luck) {
                return luck.nextInt(5) == 0 ? overloaded() : null;
            }
        },
        ALL_IS_OVERLOADED {
            @Override
            ClaudeException meets(Random luck) {
                return overloaded();
            }
        },
        NOBODY_LISTENS {
            @Override
            ClaudeException meets(Random luck) {
                return new ClaudeTransportException(ErrorClass.NETWORK, "refused", new ConnectException("refused"));
            }
        },
        A_TENTH_IS_CUT {
            @Override
            ClaudeException meets(Random luck) {
                return luck.nextInt(10) == 0
                        ? new ClaudeTransportException(ErrorClass.NETWORK, "cut", new IOException("cut"))
                        : null;
            }
        },
        ERRORS_OF_THE_SERVICE {
            @Override
            ClaudeException meets(Random luck) {
                return new ClaudeServerException("broken", new Response(500, null, "api_error", null));
            }
        };

        abstract ClaudeException meets(Random luck);

        private static ClaudeException overloaded() {
            return new ClaudeOverloadedException("full", new Response(529, null, "overloaded_error", null));
        }
    }

    private final ManualTimeline time = new ManualTimeline();
    private final long start = time.now();
    private final Map<String, Integer> attempts = new HashMap<>();
    private final List<Integer> attemptsBySecond = new ArrayList<>();
    private final List<String> answeredAfterwards = new ArrayList<>();
    private int answered;
    private final List<ClaudeException> failed = new ArrayList<>();
    private Random luck;
    private Limiter limiter;
    private Admission admission;
    private Router router;

    private void world(long seed, String... backends) {
        luck = new Random(seed);
        LimiterSettings settings =
                new LimiterSettings(LimiterSettings.Mode.HOLD, LimiterSettings.Burst.CAREFUL, 1, 100_000);
        limiter = new LocalLimiter(time, settings, ChaosTest::setup, LimiterListener.NONE, luck);
        admission = new Admission(limiter, settings, time, Runnable::run, decision -> {});
        List<Place> places = new ArrayList<>();
        for (String backend : backends) {
            Standing standing = new Standing(
                    backend,
                    limiter,
                    BreakerSettings.DEFAULT,
                    new RetryBudget(0.2, 10, 100, time.now()),
                    null,
                    0,
                    time::now);
            places.add(new Place(
                    backend,
                    Set.of("eu"),
                    new Named(backend),
                    Draws.none(backend),
                    standing,
                    (operation, request) -> List.of()));
        }
        router = new Router(Routing.quota, places);
    }

    private static GroupSetup setup(GroupName name) {
        return new GroupSetup(
                name,
                Reservation.FIRST_PARTY,
                List.of(Limit.perMinute(Dimension.REQUESTS, 1_800, Limit.Source.CONFIGURED)));
    }

    private long second() {
        return (time.now() - start) / SECOND;
    }

    /** @param trouble what an attempt at a backend meets now, or null */
    private void run(Function<String, ClaudeException> trouble) {
        for (int i = 0; i < CALLS; i++) {
            Priority priority = i % 10 == 0 ? Priority.CRITICAL : Priority.LOW;
            time.at(start + i * SECOND / 10, () -> call(priority, trouble));
        }
        time.pass(Duration.ofMinutes(30));
    }

    private void call(Priority priority, Function<String, ClaudeException> trouble) {
        Call call = new Call(
                new ClaudeRequest(Map.of("model", "claude-haiku-5-5")),
                CachePlan.NONE,
                new Call.Time(Duration.ofMinutes(10), Duration.ofMinutes(1), null),
                new WaitTerms(priority, "", Duration.ZERO, WhenFull.refuse, null),
                new RetryRules(5, 10, false),
                Where.ANYWHERE,
                null,
                false,
                "",
                "");
        new Journey<>(admission, router, luck, call, new Attempted(trouble))
                .begin()
                .whenComplete((backend, failure) -> {
                    if (failure == null) {
                        answered++;
                        if (second() >= UNTIL && answeredAfterwards.size() < 20) {
                            answeredAfterwards.add(priority + " " + second());
                        }
                    } else {
                        failed.add((ClaudeException) failure);
                    }
                });
    }

    private final class Attempted implements Errand<String, String> {

        private final Function<String, ClaudeException> trouble;

        private Attempted(Function<String, ClaudeException> trouble) {
            this.trouble = trouble;
        }

        @Override
        public Draw draw(Place place) {
            return new Draw(List.of(new GroupName(place.name() + "/organization/haiku")), Cost.of(100, 100), null);
        }

        @Override
        public CompletionStage<String> send(Backend backend, Duration left) {
            attempts.merge(backend.name(), 1, Integer::sum);
            while (attemptsBySecond.size() <= second()) {
                attemptsBySecond.add(0);
            }
            attemptsBySecond.set((int) second(), attemptsBySecond.get((int) second()) + 1);
            ClaudeException met = trouble.apply(backend.name());
            CompletableFuture<String> answer = new CompletableFuture<>();
            time.at(time.now() + 2 * SECOND, () -> {
                if (met == null) {
                    answer.complete(backend.name());
                } else {
                    answer.completeExceptionally(met);
                }
            });
            return answer;
        }

        @Override
        public String arrived(String answer, Leg leg) {
            leg.settlement().answered(TokenUsage.of(100, 100), null, Map.of());
            return answer;
        }
    }

    private boolean isInTrouble() {
        return second() >= FROM && second() < UNTIL;
    }

    private void assertEveryCallHasEnded() {
        assertThat(answered + failed.size()).as("calls that ended").isEqualTo(CALLS);
        assertThat(limiter.picture().permitsOut()).as("permits out").isZero();
        assertThat(limiter.picture().waiting()).as("waiting").isZero();
    }

    private long attemptsInTrouble() {
        return attemptsBySecond.subList((int) FROM, (int) UNTIL).stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    @ParameterizedTest
    @EnumSource(Trouble.class)
    void a_minute_of_trouble_costs_no_call_and_no_storm(Trouble trouble) {
        for (long seed = 1; seed <= 20; seed++) {
            ChaosTest run = new ChaosTest();
            run.world(seed, "api");
            run.run(backend -> run.isInTrouble() ? trouble.meets(run.luck) : null);

            run.assertEveryCallHasEnded();
            assertThat(run.failed).as("failed, seed %d", seed).isEmpty();
            assertThat(run.attemptsInTrouble())
                    .as("attempts in the minute of trouble for 600 calls, seed %d", seed)
                    .isLessThanOrEqualTo(600 + 120 + 100 + 600);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void a_dead_backend_sees_few_attempts_and_is_found_within_a_probe_interval_the_urgent_first(long seed) {
        world(seed, "api");
        run(backend -> isInTrouble() ? Trouble.NOBODY_LISTENS.meets(luck) : null);

        assertEveryCallHasEnded();
        assertThat(failed).as("failed, seed %d", seed).isEmpty();
        assertThat(attemptsInTrouble())
                .as("attempts at the dead, seed %d", seed)
                .isLessThan(150);
        long first = Long.parseLong(answeredAfterwards.get(0).split(" ")[1]);
        assertThat(first - UNTIL)
                .as("seconds until the first answer, seed %d", seed)
                .isLessThanOrEqualTo(BreakerSettings.DEFAULT.longestWait().toSeconds() + 2);
        assertThat(answeredAfterwards.get(0)).as("seed %d", seed).startsWith("CRITICAL");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void one_of_three_that_dies_costs_a_few_attempts_and_nobody_waits_for_it(long seed) {
        world(seed, "frankfurt", "ireland", "gcp");
        run(backend -> isInTrouble() && backend.equals("frankfurt") ? Trouble.NOBODY_LISTENS.meets(luck) : null);

        assertEveryCallHasEnded();
        assertThat(failed).as("failed, seed %d", seed).isEmpty();
        assertThat(attempts.values().stream().mapToInt(Integer::intValue).sum())
                .as("attempts for %d calls, seed %d", CALLS, seed)
                .isLessThan(CALLS + 100);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void what_cannot_be_helped_fails_once_with_its_reason_and_is_over_when_it_is_over(long seed) {
        world(seed, "api");
        run(backend -> isInTrouble()
                ? luck.nextBoolean()
                        ? new ClaudeSpendCapException(
                                "spent", new Response(429, null, "rate_limit_error", "enforced_spend_limit_reached"))
                        : new ClaudeAuthenticationException(
                                "wrong", new Response(401, null, "authentication_error", null))
                : null);

        assertEveryCallHasEnded();
        assertThat(failed).as("seed %d", seed).hasSizeBetween(590, 610);
        assertThat(attempts.get("api")).as("attempts, seed %d", seed).isEqualTo(CALLS);
    }

    /** A backend that only has a name: attempts are made by the errand. */
    private record Named(String name) implements Backend {

        @Override
        public CompletionStage<BackendAnswer> send(ClaudeRequest request, Duration timeout) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<BackendStream> stream(ClaudeRequest request, Duration timeout) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<TokenCount> countTokens(ClaudeRequest request, Duration timeout) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletionStage<ModelList> models(Duration timeout) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Batches batches() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {}
    }
}
