/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelclaude.backend.Backend;
import io.github.camelclaude.backend.ClaudeRequest;
import io.github.camelclaude.catalog.ModelCatalog;
import io.github.camelclaude.catalog.TokenUsage;
import io.github.camelclaude.prefix.CacheLife;
import io.github.camelclaude.prefix.CachePlan;
import io.github.camelclaude.prefix.LocalPrefixes;
import io.github.camelclaude.prefix.PrefixEntry;
import io.github.camelclaude.prefix.PrefixRegistry;
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
import io.github.camelclaude.resilience.ClaudeException;
import io.github.camelclaude.resilience.ClaudeException.Response;
import io.github.camelclaude.resilience.ClaudeServerException;
import io.github.camelclaude.resilience.RetryBudget;
import io.github.camelclaude.resilience.RetryRules;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Calls with a prefix of 10,000 tokens, in virtual time, against a service that caches as the real one does: an entry can be
 * read once an answer has begun that wrote it, and lives from the start of the last request. An answer takes two seconds.
 */
class WarmJourneyTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long PREFIX = 10_000;

    private final ManualTimeline time = new ManualTimeline();
    private final long start = time.now();
    private final Random luck = new Random(7);
    private final Deque<ClaudeException> faults = new ArrayDeque<>();
    /** By backend: from when on, and until when the prefix can be read. */
    private final Map<String, long[]> cached = new HashMap<>();

    private final Map<String, Integer> writes = new HashMap<>();
    private final Map<String, Integer> reads = new HashMap<>();
    private final List<Throwable> failed = new ArrayList<>();
    private final List<Long> answeredAt = new ArrayList<>();
    private final Map<String, Long> busySeconds = new HashMap<>();
    private PrefixRegistry registry = new LocalPrefixes(1_000);
    private boolean tooShort;
    private Limiter limiter;
    private Admission admission;
    private Router router;
    private PromptCaching caching;

    @BeforeEach
    void setUp() {
        world(1_000, "api");
    }

    private void world(int queue, String... backends) {
        LimiterSettings settings =
                new LimiterSettings(LimiterSettings.Mode.HOLD, LimiterSettings.Burst.CAREFUL, 1, queue);
        limiter = new LocalLimiter(time, settings, WarmJourneyTest::setup, LimiterListener.NONE, luck);
        admission = new Admission(limiter, settings, time, Runnable::run, decision -> {});
        List<Place> places = new ArrayList<>();
        for (String backend : backends) {
            Standing standing = new Standing(
                    backend,
                    limiter,
                    BreakerSettings.DEFAULT,
                    new RetryBudget(1, 10, 100, time.now()),
                    null,
                    0,
                    time::now);
            places.add(new Place(
                    backend,
                    Set.of("eu"),
                    new NamedBackend(backend),
                    Draws.none(backend),
                    standing,
                    (operation, request) -> List.of()));
        }
        router = new Router(Routing.quota, places);
        gate(true);
    }

    private void gate(boolean gated) {
        caching = new PromptCaching(
                () -> registry, gated, PromptCaching.LEASE, admission, ModelCatalog.load(), luck::nextLong, null);
    }

    private static GroupSetup setup(GroupName name) {
        return new GroupSetup(
                name,
                Reservation.FIRST_PARTY,
                List.of(Limit.perMinute(Dimension.REQUESTS, 60_000, Limit.Source.CONFIGURED)));
    }

    private static final CachePlan PLAN = new CachePlan(
            "manual",
            List.of(new CachePlan.Point("hash", PREFIX)),
            List.of(new CachePlan.Mark(0, CacheLife.FIVE_MINUTES)),
            1);

    private CompletableFuture<String> call() {
        return call(Duration.ZERO, WhenFull.refuse, null);
    }

    private CompletableFuture<String> call(Duration queueTimeout, WhenFull whenFull, Ticket ticket) {
        Call call = new Call(
                new ClaudeRequest(Map.of("model", "claude-sonnet-5-5")),
                PLAN,
                new Call.Time(Duration.ofMinutes(10), Duration.ofMinutes(1), null),
                new WaitTerms(Priority.NORMAL, "", queueTimeout, whenFull, null),
                new RetryRules(0, 0, false),
                Where.ANYWHERE,
                ticket,
                false,
                "",
                "");
        CompletableFuture<String> result =
                new Journey<>(admission, router, luck, call, new Cached(caching.course(call))).begin();
        result.whenComplete((backend, failure) -> {
            if (failure == null) {
                answeredAt.add((time.now() - start) / SECOND);
            } else {
                failed.add(failure);
            }
        });
        return result;
    }

    private void calls(int number) {
        for (int i = 0; i < number; i++) {
            call();
        }
    }

    private record Served(String backend, TokenUsage usage) {}

    private final class Cached implements Errand<Served, String> {

        private final CacheCourse course;

        private Cached(CacheCourse course) {
            this.course = course;
        }

        @Override
        public CacheCourse course() {
            return course;
        }

        @Override
        public Draw draw(Place place) {
            return new Draw(List.of(new GroupName(place.name() + "/organization/sonnet")), Cost.of(100, 100), null);
        }

        @Override
        public CompletionStage<Served> send(Backend backend, Duration left) {
            CompletableFuture<Served> answer = new CompletableFuture<>();
            ClaudeException fault = faults.poll();
            long now = time.now();
            long[] entry = cached.get(backend.name());
            boolean hit = !tooShort && entry != null && entry[0] <= now && now < entry[1];
            long takes = busySeconds.getOrDefault(backend.name(), 2L) * SECOND;
            time.at(now + takes, () -> {
                if (fault != null) {
                    answer.completeExceptionally(fault);
                    return;
                }
                if (!tooShort) {
                    (hit ? reads : writes).merge(backend.name(), 1, Integer::sum);
                    cached.put(backend.name(), new long[] {hit ? entry[0] : now + takes, now + 300 * SECOND});
                }
                answer.complete(new Served(
                        backend.name(),
                        tooShort
                                ? TokenUsage.of(PREFIX, 10)
                                : hit ? new TokenUsage(50, PREFIX, 0, 0, 10) : new TokenUsage(50, 0, PREFIX, 0, 10)));
            });
            return answer;
        }

        @Override
        public String arrived(Served answer, Leg leg) {
            leg.settlement().answered(answer.usage(), null, Map.of());
            return answer.backend();
        }
    }

    private static ClaudeException broken() {
        return new ClaudeServerException("broken", new Response(500, null, "api_error", null));
    }

    private void assertAllAnswered(int number) {
        assertThat(failed).isEmpty();
        assertThat(answeredAt).hasSize(number);
        assertNothingIsLeft();
    }

    private void assertNothingIsLeft() {
        assertThat(limiter.picture().permitsOut()).as("permits out").isZero();
        assertThat(limiter.picture().waiting()).as("waiting").isZero();
        assertThat(caching.waiting()).as("waiting for a prefix").isZero();
    }

    @Test
    void one_call_writes_a_cold_prefix_and_all_others_read_it() {
        calls(200);
        time.pass(Duration.ofMinutes(1));

        assertAllAnswered(200);
        assertThat(writes).containsExactly(Map.entry("api", 1));
        assertThat(reads).containsExactly(Map.entry("api", 199));
        assertThat(answeredAt.get(0)).isEqualTo(2);
    }

    @Test
    void without_the_gate_each_of_them_writes_it() {
        gate(false);
        calls(20);
        time.pass(Duration.ofMinutes(1));

        assertAllAnswered(20);
        assertThat(writes.get("api")).isGreaterThan(10);
    }

    @Test
    void while_they_wait_they_hold_no_permit() {
        calls(200);

        assertThat(limiter.picture().permitsOut()).isEqualTo(1);
        assertThat(limiter.picture().waiting()).isZero();
        assertThat(caching.waiting()).isEqualTo(199);
        time.pass(Duration.ofMinutes(1));
        assertAllAnswered(200);
    }

    @Test
    void a_failed_warmer_hands_the_role_on_and_only_it_fails() {
        faults.add(broken());
        faults.add(broken());
        calls(50);
        time.pass(Duration.ofMinutes(1));

        assertThat(failed).hasSize(2);
        assertThat(writes).containsExactly(Map.entry("api", 1));
        assertThat(reads).containsExactly(Map.entry("api", 47));
        assertNothingIsLeft();
    }

    @Test
    void a_cancelled_warmer_hands_the_role_on() {
        CompletableFuture<String> warmer = call();
        calls(9);
        warmer.cancel(true);
        time.pass(Duration.ofMinutes(1));

        assertThat(answeredAt).hasSize(9);
        assertThat(caching.waiting()).isZero();
    }

    @Test
    void who_waits_for_a_prefix_waits_no_longer_than_its_deadline_and_then_goes_alone() {
        busySeconds.put("api", 30L);
        call();
        call(Duration.ofSeconds(5), WhenFull.refuse, null);
        call();

        time.pass(Duration.ofSeconds(6));
        assertThat(limiter.picture().permitsOut())
                .as("the warmer and the impatient")
                .isEqualTo(2);
        assertThat(caching.waiting()).isEqualTo(1);
        time.pass(Duration.ofMinutes(2));

        assertAllAnswered(3);
        assertThat(answeredAt).containsExactly(30L, 34L, 60L);
    }

    @Test
    void what_it_waited_for_the_prefix_counts_for_its_deadline() {
        LimiterSettings settings =
                new LimiterSettings(LimiterSettings.Mode.HOLD, LimiterSettings.Burst.CAREFUL, 1, 1_000);
        limiter = new LocalLimiter(
                time,
                settings,
                name -> new GroupSetup(
                        name,
                        Reservation.FIRST_PARTY,
                        List.of(new Limit(Dimension.CONCURRENCY, 1, Limit.MINUTE, Limit.Source.CONFIGURED))),
                LimiterListener.NONE,
                luck);
        admission = new Admission(limiter, settings, time, Runnable::run, decision -> {});
        gate(true);
        busySeconds.put("api", 30L);
        call();
        call(Duration.ofSeconds(5), WhenFull.refuse, null);

        time.pass(Duration.ofSeconds(6));

        assertThat(failed).singleElement().isInstanceOf(ClaudeException.class);
        assertThat(((ClaudeException) failed.get(0)).errorClass().label()).isEqualTo("deadline");
        time.pass(Duration.ofMinutes(1));
        assertNothingIsLeft();
    }

    @Test
    void an_expired_prefix_is_written_once_again() {
        calls(50);
        time.pass(Duration.ofMinutes(6));
        calls(50);
        time.pass(Duration.ofMinutes(1));

        assertAllAnswered(100);
        assertThat(writes).containsExactly(Map.entry("api", 2));
    }

    @Test
    void each_use_lets_it_live_on() {
        for (int i = 0; i < 10; i++) {
            calls(5);
            time.pass(Duration.ofMinutes(4));
        }

        assertAllAnswered(50);
        assertThat(writes).containsExactly(Map.entry("api", 1));
    }

    @Test
    void an_evicted_prefix_costs_what_was_under_way_and_is_known_then() {
        calls(50);
        time.pass(Duration.ofMinutes(1));
        cached.clear();
        calls(10);
        time.pass(Duration.ofSeconds(10));
        int afterEviction = writes.get("api");
        calls(50);
        time.pass(Duration.ofMinutes(1));

        assertAllAnswered(110);
        assertThat(afterEviction).as("those that left before anybody knew").isLessThanOrEqualTo(11);
        assertThat(writes.get("api")).isEqualTo(afterEviction);
        @SuppressWarnings("unchecked")
        Map<String, Object> total = (Map<String, Object>) caching.picture().get("total");
        assertThat((long) total.get("missedTokens")).isEqualTo((afterEviction - 1) * PREFIX);
    }

    @Test
    void nobody_waits_for_a_prefix_that_is_too_short_to_be_cached() {
        tooShort = true;
        call();
        time.pass(Duration.ofSeconds(3));
        calls(50);

        assertThat(caching.waiting()).isZero();
        time.pass(Duration.ofSeconds(4));
        assertAllAnswered(51);
    }

    @Test
    void places_keep_their_entries_apart_and_a_call_goes_where_its_prefix_is() {
        world(1_000, "eu", "us");
        calls(1);
        time.pass(Duration.ofSeconds(3));
        String warm = writes.keySet().iterator().next();
        for (int i = 0; i < 20; i++) {
            call();
            time.pass(Duration.ofSeconds(3));
        }

        assertAllAnswered(21);
        assertThat(writes).containsExactly(Map.entry(warm, 1));
        assertThat(reads).containsExactly(Map.entry(warm, 20));
    }

    @Test
    void a_warm_place_that_is_slow_keeps_a_call_only_for_as_long_as_its_prefix_is_worth() {
        world(1_000, "eu", "us");
        calls(1);
        time.pass(Duration.ofSeconds(3));
        String warm = writes.keySet().iterator().next();
        String cold = warm.equals("eu") ? "us" : "eu";
        busySeconds.put(warm, 20L);
        for (int i = 0; i < 30; i++) {
            call();
            time.pass(Duration.ofSeconds(21));
        }

        assertThat(failed).isEmpty();
        assertThat(writes).containsEntry(cold, 1);
        assertThat(reads.get(cold)).isPositive();
    }

    @Test
    void where_the_registry_fails_calls_go_on_without_it() {
        registry = new Failing();
        calls(20);

        assertThat(caching.waiting()).isZero();
        time.pass(Duration.ofMinutes(1));
        assertAllAnswered(20);
    }

    @Test
    void another_node_that_warms_is_waited_for_and_its_entry_is_read() {
        Shared shared = new Shared();
        registry = shared;
        shared.roleUntil = millis() + 60_000;
        calls(20);
        time.pass(Duration.ofSeconds(5));
        assertThat(limiter.picture().permitsOut()).isZero();
        cached.put("api", new long[] {time.now(), time.now() + 300 * SECOND});
        shared.keep(Map.of(
                "api/claude-sonnet-5-5//hash",
                new PrefixEntry(CacheLife.FIVE_MINUTES, millis() + 300_000, millis(), PREFIX, false)));
        time.pass(Duration.ofMinutes(1));

        assertAllAnswered(20);
        assertThat(writes).isEmpty();
    }

    @Test
    void another_node_that_has_died_is_waited_for_until_its_time_is_over() {
        Shared shared = new Shared();
        registry = shared;
        shared.roleUntil = millis() + 10_000;
        calls(20);
        time.pass(Duration.ofSeconds(9));
        assertThat(limiter.picture().permitsOut()).isZero();
        time.pass(Duration.ofMinutes(1));

        assertAllAnswered(20);
        assertThat(writes).containsExactly(Map.entry("api", 1));
        assertThat(shared.polls).as("one asks for all").isBetween(40, 110);
    }

    @Test
    void a_warmer_keeps_its_role_for_as_long_as_its_answer_takes_and_gives_it_back() {
        Shared shared = new Shared();
        registry = shared;
        busySeconds.put("api", 40L);
        calls(2);
        for (int i = 0; i < 39; i++) {
            time.pass(Duration.ofSeconds(1));
            assertThat(shared.roleUntil).isGreaterThan(millis());
        }
        time.pass(Duration.ofSeconds(2));

        assertThat(shared.roleUntil).isZero();
        time.pass(Duration.ofMinutes(2));
        assertAllAnswered(2);
    }

    @Test
    void no_more_calls_come_in_than_may_wait() {
        world(10, "api");
        calls(15);

        assertThat(failed).hasSize(4);
        assertThat(((ClaudeException) failed.get(0)).errorClass().label()).isEqualTo("queue-full");
        time.pass(Duration.ofMinutes(1));
        assertThat(answeredAt).hasSize(11);
        assertNothingIsLeft();
        calls(5);
        time.pass(Duration.ofMinutes(1));
        assertThat(answeredAt).hasSize(16);
    }

    @Test
    void who_has_a_ticket_gives_it_back_before_it_waits_for_another_call() {
        CompletableFuture<Ticket> ticket = admission.ticket(
                new Wish(
                        plain(),
                        new Draw(List.of(new GroupName("api/organization/sonnet")), Cost.of(100, 100), null),
                        null,
                        false,
                        Long.MAX_VALUE,
                        1,
                        Wish.NOW),
                Duration.ofMinutes(1));
        time.pass(Duration.ofSeconds(1));
        call();
        call(Duration.ZERO, WhenFull.refuse, ticket.join());

        assertThat(limiter.picture().permitsOut()).as("the warmer's alone").isEqualTo(1);
        time.pass(Duration.ofMinutes(1));
        assertAllAnswered(2);
    }

    @Test
    void who_stops_while_others_wait_leaves_nobody_behind() {
        calls(10);
        admission.close();
        caching.close();
        time.pass(Duration.ofMinutes(1));

        assertThat(answeredAt.size() + failed.size()).isEqualTo(10);
        assertThat(caching.waiting()).isZero();
    }

    private Call plain() {
        return new Call(
                new ClaudeRequest(Map.of("model", "claude-sonnet-5-5")),
                CachePlan.NONE,
                new Call.Time(Duration.ofMinutes(10), Duration.ofMinutes(1), null),
                new WaitTerms(Priority.NORMAL, "", Duration.ZERO, WhenFull.refuse, null),
                new RetryRules(0, 0, false),
                Where.ANYWHERE,
                null,
                false,
                "",
                "");
    }

    private long millis() {
        return time.now() / 1_000_000;
    }

    /** Another node shares it: the role of warming is its own until the time that is set. */
    private final class Shared implements PrefixRegistry {

        private final LocalPrefixes entries = new LocalPrefixes(100);
        private long roleUntil;
        private boolean mine;
        private int polls;

        @Override
        public CompletionStage<Map<String, PrefixEntry>> find(Collection<String> keys) {
            return entries.find(keys);
        }

        @Override
        public CompletionStage<Void> keep(Map<String, PrefixEntry> learned) {
            return entries.keep(learned);
        }

        @Override
        public CompletionStage<Void> forget(Collection<String> keys) {
            return entries.forget(keys);
        }

        @Override
        public CompletionStage<Boolean> claim(String key, long now, long until) {
            polls++;
            boolean free = mine || roleUntil <= now;
            if (free) {
                mine = true;
                roleUntil = until;
            }
            return CompletableFuture.completedFuture(free);
        }

        @Override
        public CompletionStage<Void> release(String key) {
            mine = false;
            roleUntil = 0;
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void close() {}
    }

    private static final class Failing implements PrefixRegistry {

        @Override
        public CompletionStage<Map<String, PrefixEntry>> find(Collection<String> keys) {
            return CompletableFuture.failedFuture(new IllegalStateException("away"));
        }

        @Override
        public CompletionStage<Void> keep(Map<String, PrefixEntry> learned) {
            return CompletableFuture.failedFuture(new IllegalStateException("away"));
        }

        @Override
        public CompletionStage<Void> forget(Collection<String> keys) {
            return CompletableFuture.failedFuture(new IllegalStateException("away"));
        }

        @Override
        public CompletionStage<Boolean> claim(String key, long now, long until) {
            return CompletableFuture.failedFuture(new IllegalStateException("away"));
        }

        @Override
        public CompletionStage<Void> release(String key) {
            return CompletableFuture.failedFuture(new IllegalStateException("away"));
        }

        @Override
        public void close() {}
    }
}
