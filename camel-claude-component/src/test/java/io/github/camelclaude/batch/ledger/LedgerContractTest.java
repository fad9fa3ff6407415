/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch.ledger;

import static io.github.camelclaude.batch.ledger.SubmissionState.DONE;
import static io.github.camelclaude.batch.ledger.SubmissionState.ENDED;
import static io.github.camelclaude.batch.ledger.SubmissionState.HELD;
import static io.github.camelclaude.batch.ledger.SubmissionState.READY;
import static io.github.camelclaude.batch.ledger.SubmissionState.SENDING;
import static io.github.camelclaude.batch.ledger.SubmissionState.SUBMITTED;
import static io.github.camelclaude.batch.ledger.SubmissionState.SUSPECT;
import static io.github.camelclaude.batch.ledger.SubmissionState.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a ledger promises, whatever the database. */
abstract class LedgerContractTest {

    static final Instant T0 = Instant.parse("2026-01-01T00:00:00.123456Z");
    static final Duration SPAN = Duration.ofMinutes(1);
    private static final EnumSet<SubmissionState> ANY = EnumSet.complementOf(EnumSet.of(DONE));
    private static final Usage USAGE = new Usage(10, 20, 30);

    /** An empty database; the same one within a test. */
    abstract DataSource dataSource() throws SQLException;

    JdbcLedger ledger;
    private final ExecutorService threads = Executors.newFixedThreadPool(2);

    @BeforeEach
    void open() throws SQLException {
        ledger = JdbcLedger.open(dataSource());
        execute("CREATE TABLE sink (id INTEGER PRIMARY KEY)");
    }

    @AfterEach
    void close() throws SQLException {
        threads.shutdownNow();
        execute("DROP TABLE sink");
        ledger.close();
    }

    static Lease lease(String owner) {
        return new Lease(owner, T0, SPAN);
    }

    static Lease later(String owner) {
        return new Lease(owner, T0.plus(SPAN), SPAN);
    }

    static NewSubmission submission(String nonce, int items) {
        return new NewSubmission(nonce, items, items * 100L, nonce + ".jsonl");
    }

    static List<NewItem> items(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new NewItem(prefix + i, i, i % 2 == 0 ? null : "{\"n\":" + i + "}"))
                .toList();
    }

    /** A job with a submission of three items for each nonce. */
    void job(String key, String... nonces) {
        assertThat(ledger.begin(key, "name of " + key, lease("a"))).isTrue();
        for (String nonce : nonces) {
            ledger.add(key, nonce, items(nonce + "-", 3), lease("a"));
        }
        ledger.accept(key, Stream.of(nonces).map(n -> submission(n, 3)).toList(), 0, T0);
    }

    /** Brings a fresh submission to a state. */
    void bring(String nonce, SubmissionState state) {
        if (state == READY) {
            return;
        }
        if (state == HELD) {
            ledger.held(nonce, "asked for");
            return;
        }
        Submission leased = ledger.lease(EnumSet.of(READY), null, lease("a")).orElseThrow();
        assertThat(leased.nonce()).isEqualTo(nonce);
        assertThat(ledger.sending(nonce, "a", "backend", T0)).isTrue();
        switch (state) {
            case UNKNOWN -> ledger.unknown(nonce, "timeout", T0);
            case SUSPECT -> {
                ledger.unknown(nonce, "timeout", T0);
                ledger.suspect(nonce, "batch-" + nonce, T0);
            }
            case SUBMITTED, ENDED, DONE -> {
                ledger.submitted(nonce, "batch-" + nonce, T0, T0);
                if (state != SUBMITTED) {
                    ledger.ended(nonce);
                }
                if (state == DONE) {
                    finishAll(nonce);
                    ledger.done(nonce, T0);
                }
            }
            default -> {}
        }
    }

    private void finishAll(String nonce) {
        for (Item item : ledger.unfinished(nonce, 0, 1000)) {
            assertThat(ledger.finish(nonce, item.row(), Outcome.SUCCEEDED, USAGE, T0))
                    .isTrue();
        }
    }

    private Submission now(String nonce) {
        return ledger.submission(nonce).orElseThrow();
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<Integer> sunk() throws SQLException {
        try (Connection connection = dataSource().getConnection()) {
            return Sql.list(connection, row -> row.getInt(1), "SELECT id FROM sink ORDER BY id");
        }
    }

    private void sink(int id) throws SQLException {
        try (Connection connection = ledger.shared().getConnection()) {
            connection.setAutoCommit(false);
            Sql.update(connection, "INSERT INTO sink VALUES (?)", id);
            connection.commit();
        }
    }

    // Taking in

    @Test
    void a_job_is_there_once_it_is_accepted() {
        assertThat(ledger.begin("key", "name", lease("a"))).isTrue();
        ledger.add("key", "n1", items("x", 3), lease("a"));
        ledger.add("key", "n1", List.of(new NewItem("y", 3, "null")), lease("a"));
        ledger.add("key", "n2", items("z", 2), lease("a"));
        assertThat(ledger.job("key")).isEmpty();
        assertThat(ledger.jobs(10)).isEmpty();
        assertThat(ledger.lease(ANY, null, lease("a"))).isEmpty();

        ledger.accept("key", List.of(submission("n1", 4), submission("n2", 2)), 7, T0);

        assertThat(ledger.job("key"))
                .contains(new Job("key", "name", 6, 7, Map.of(), Map.of(READY, 2L), 0, 0, Usage.NONE, T0, null));
        assertThat(now("n1"))
                .isEqualTo(new Submission(
                        "n1",
                        "key",
                        "name",
                        4,
                        400,
                        "n1.jsonl",
                        READY,
                        null,
                        null,
                        List.of(),
                        0,
                        null,
                        null,
                        T0,
                        0,
                        null));
        assertThat(ledger.begin("key", "name", later("b"))).isFalse();
        assertThat(ledger.begin("key", "name", lease("a"))).isFalse();
    }

    @Test
    void a_job_that_another_takes_in_is_left_to_it_until_its_lease_is_over() {
        ledger.begin("key", "name", lease("a"));
        ledger.add("key", "n1", items("x", 3), lease("a"));

        assertThat(ledger.begin("key", "name", lease("b"))).isFalse();
        assertThat(ledger.job("key")).isEmpty();
        assertThat(ledger.begin("key", "other", later("b"))).isTrue();

        assertThat(ledger.known("key", List.of("x0"))).as("forgotten").isEmpty();
        assertThat(ledger.items("n1", List.of(0))).isEmpty();
        assertThatThrownBy(() -> ledger.add("key", "n1", items("x", 3), later("a")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("key")
                .hasMessageContaining("not being taken in by a");
        ledger.add("key", "n2", items("x", 3), later("b"));
        assertThatThrownBy(() -> ledger.accept("key", List.of(submission("n1", 3)), 0, T0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("perhaps another node takes it in");
        ledger.accept("key", List.of(submission("n2", 3)), 0, T0);
        assertThat(ledger.job("key").orElseThrow().name()).isEqualTo("other");
    }

    @Test
    void adding_renews_the_lease() {
        ledger.begin("key", "name", lease("a"));
        ledger.add("key", "n1", items("x", 1), later("a"));

        assertThat(ledger.begin("key", "name", later("b"))).isFalse();
    }

    @Test
    void who_begins_again_begins_anew() {
        ledger.begin("key", "name", lease("a"));
        ledger.add("key", "n1", items("x", 3), lease("a"));

        assertThat(ledger.begin("key", "name", lease("a"))).isTrue();

        assertThat(ledger.known("key", List.of("x0", "x1"))).isEmpty();
        ledger.add("key", "n2", items("x", 3), lease("a"));
        assertThat(ledger.known("key", List.of("x0", "x2", "x3"))).containsExactlyInAnyOrder("x0", "x2");
    }

    @Test
    void an_abandoned_job_is_forgotten_by_its_owner_only() {
        ledger.begin("key", "name", lease("a"));
        ledger.add("key", "n1", items("x", 3), lease("a"));

        ledger.abandon("key", "b");
        assertThat(ledger.known("key", List.of("x0"))).containsExactly("x0");
        ledger.abandon("key", "a");
        ledger.abandon("key", "a");

        assertThat(ledger.begin("key", "name", lease("b"))).isTrue();
        job("accepted", "n2");
        ledger.abandon("accepted", "a");
        assertThat(ledger.job("accepted")).isPresent();
    }

    @Test
    void an_id_is_in_a_job_once_and_in_another_again() {
        ledger.begin("key", "name", lease("a"));
        ledger.add("key", "n1", items("x", 3), lease("a"));

        assertThatThrownBy(() -> ledger.add(
                        "key", "n2", List.of(new NewItem("new", 0, null), new NewItem("x2", 1, null)), lease("a")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("key")
                .hasMessageContaining("n2");
        assertThatThrownBy(() -> ledger.add("key", "n1", List.of(new NewItem("new", 2, null)), lease("a")))
                .isInstanceOf(IllegalStateException.class);

        assertThat(ledger.known("key", List.of("new"))).as("all or none").isEmpty();
        ledger.begin("other", "name", lease("a"));
        ledger.add("other", "n3", items("x", 3), lease("a"));
    }

    @Test
    void ids_and_contexts_are_of_any_length_and_in_any_script() {
        String end = "é 漢字 🙂 \" ' \\ \n %s ?";
        String one = "x".repeat(10_000) + end;
        String two = "x".repeat(10_000) + end + end;
        String context = "{\"c\":\"" + "漢🙂".repeat(50_000) + "\"}";
        ledger.begin(one, end, lease("a"));
        ledger.add(one, "n", List.of(new NewItem(one, 0, context), new NewItem(two, 1, null)), lease("a"));

        assertThat(ledger.known(one, List.of(one, two, end))).containsExactlyInAnyOrder(one, two);
        ledger.accept(one, List.of(submission("n", 2)), 0, T0);

        assertThat(ledger.items("n", List.of(0, 1, 2)))
                .containsExactly(
                        new Item("n", 0, one, one, context, 0, null), new Item("n", 1, one, two, null, 0, null));
        assertThat(ledger.job(one).orElseThrow().name()).isEqualTo(end);
        assertThat(ledger.lease(ANY, end, lease("a"))).isPresent();
    }

    @Test
    void more_items_than_one_statement_takes_are_known_read_and_forgotten() {
        ledger.begin("key", "name", lease("a"));
        ledger.add("key", "n", items("x", 12_000), lease("a"));

        assertThat(ledger.known(
                        "key", items("x", 1_700).stream().map(NewItem::callerId).toList()))
                .hasSize(1_700);
        assertThat(ledger.items("n", IntStream.range(0, 1_700).boxed().toList()))
                .hasSize(1_700);
        ledger.abandon("key", "a");
        assertThat(ledger.unfinished("n")).isZero();
    }

    @Test
    void a_job_of_nothing_is_done_at_once() {
        ledger.begin("key", "name", lease("a"));
        ledger.accept("key", List.of(), 5, T0);

        assertThat(ledger.job("key"))
                .contains(new Job("key", "name", 0, 5, Map.of(), Map.of(), 0, 0, Usage.NONE, T0, T0));
        assertThatThrownBy(() -> ledger.accept("key", List.of(), 5, T0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> ledger.accept("nobody", List.of(), 5, T0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_batch_that_others_have_sent_is_accepted_as_ended() {
        ledger.begin("adopted/b", "name", lease("a"));
        ledger.add("adopted/b", "n", items("theirs-", 2), lease("a"));
        NewSubmission theirs = new NewSubmission("n", 2, 0, NewSubmission.NO_SPOOL);
        ledger.adopt("adopted/b", theirs, "backend", "b", T0, T0);

        assertThat(ledger.isConfirmed("b")).isTrue();
        assertThat(ledger.queued()).isZero();
        Submission leased = ledger.lease(EnumSet.of(SubmissionState.ENDED), "name", lease("a"))
                .orElseThrow();
        assertThat(leased.isAdopted()).isTrue();
        assertThat(leased.backend()).isEqualTo("backend");
        assertThat(leased.batchId()).isEqualTo("b");
        assertThat(leased.submittedAt()).isEqualTo(T0);
        assertThatThrownBy(() -> ledger.adopt("adopted/b", theirs, "backend", "b", T0, T0))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void what_is_behind_another_is_due_when_that_has_ended_or_is_held_or_an_hour_is_over() {
        ledger.begin("key", "name", lease("a"));
        ledger.add("key", "seed", items("seed-", 3), lease("a"));
        ledger.add("key", "rest", items("rest-", 3), lease("a"));
        ledger.accept(
                "key", List.of(submission("seed", 3), submission("rest", 3).behind("seed")), 0, T0);
        assertThat(ledger.lease(EnumSet.of(READY), null, lease("a"))
                        .orElseThrow()
                        .nonce())
                .isEqualTo("seed");
        assertThat(ledger.lease(EnumSet.of(READY), null, lease("b"))).isEmpty();
        ledger.sending("seed", "a", "backend", T0);
        ledger.submitted("seed", "b-seed", T0, T0);

        Lease muchLater = new Lease("c", T0.plus(Duration.ofHours(1)), SPAN);
        assertThat(ledger.lease(EnumSet.of(READY), null, muchLater)
                        .orElseThrow()
                        .nonce())
                .isEqualTo("rest");
        ledger.release("rest", "c", T0.plus(Duration.ofDays(1)), null);
        ledger.ended("seed");

        assertThat(ledger.lease(EnumSet.of(READY), null, lease("b"))
                        .orElseThrow()
                        .nonce())
                .isEqualTo("rest");
    }

    @Test
    void jobs_come_the_newest_first() {
        for (int i = 0; i < 3; i++) {
            ledger.begin("k" + i, "name", lease("a"));
            ledger.accept("k" + i, List.of(), 0, T0.plusSeconds(i == 1 ? 10 : i));
        }

        assertThat(ledger.jobs(2)).extracting(Job::key).containsExactly("k1", "k2");
    }

    @Test
    void of_two_that_begin_at_once_one_does() throws Exception {
        for (int round = 0; round < 100; round++) {
            String key = "k" + round;
            assertThat(atOnce(() -> ledger.begin(key, "name", lease("a")), () -> ledger.begin(key, "name", lease("b"))))
                    .containsExactlyInAnyOrder(true, false);
        }
    }

    // Leases

    @Test
    void a_lease_keeps_others_away_until_it_is_over() {
        job("key", "n");

        assertThat(ledger.lease(ANY, null, lease("a"))).map(Submission::nonce).contains("n");
        assertThat(ledger.lease(ANY, null, lease("a"))).isEmpty();
        assertThat(ledger.lease(ANY, null, new Lease("b", T0.plus(SPAN).minusNanos(1000), SPAN)))
                .isEmpty();
        assertThat(ledger.renew("n", lease("b"))).isFalse();
        assertThat(ledger.renew("n", lease("a"))).isTrue();

        assertThat(ledger.lease(ANY, null, later("b"))).isPresent();
        assertThat(ledger.renew("n", later("a"))).isFalse();
        assertThat(ledger.sending("n", "a", "backend", T0)).isFalse();
    }

    @Test
    void what_has_been_due_for_the_longest_comes_first_and_what_is_not_due_not_at_all() {
        job("k1", "n1", "n2");
        job("k2", "n3");
        ledger.lease(ANY, null, lease("a"));
        ledger.release("n1", "a", T0.plusSeconds(10), "a reason");

        assertThat(now("n1").reason()).isEqualTo("a reason");
        assertThat(now("n1").checks()).isEqualTo(1);
        assertThat(ledger.lease(ANY, "name of k2", lease("a")))
                .map(Submission::nonce)
                .contains("n3");
        assertThat(ledger.lease(EnumSet.of(SENDING, HELD), null, lease("a"))).isEmpty();
        assertThat(ledger.lease(ANY, null, lease("a"))).map(Submission::nonce).contains("n2");
        assertThat(ledger.lease(ANY, null, lease("a"))).isEmpty();
        assertThat(ledger.lease(ANY, null, new Lease("a", T0.plusSeconds(10), SPAN)))
                .map(Submission::nonce)
                .contains("n1");
        assertThat(ledger.lease(EnumSet.noneOf(SubmissionState.class), null, later("a")))
                .isEmpty();
    }

    @Test
    void the_released_of_another_is_left_alone() {
        job("key", "n");
        ledger.lease(ANY, null, lease("a"));

        ledger.release("n", "b", T0.plusSeconds(10), "why");

        assertThat(now("n").nextAt()).isEqualTo(T0);
        assertThat(ledger.lease(ANY, null, lease("b"))).isEmpty();
    }

    @Test
    void a_sender_that_died_is_found_when_its_lease_is_over() {
        job("key", "n");
        bring("n", SENDING);

        assertThat(ledger.lease(EnumSet.of(SENDING), null, lease("b"))).isEmpty();
        Optional<Submission> found = ledger.lease(EnumSet.of(SENDING), null, later("b"));

        assertThat(found).map(Submission::state).contains(SENDING);
        assertThat(found).map(Submission::backend).contains("backend");
        assertThat(found).map(Submission::intendedAt).contains(T0);
        assertThat(found).map(Submission::attempts).contains(1);
    }

    @Test
    void nothing_is_sent_under_a_lease_that_is_over() {
        job("key", "n");
        ledger.lease(ANY, null, lease("a"));

        assertThat(ledger.sending("n", "a", "backend", T0.plus(SPAN))).isFalse();
        assertThat(now("n").state()).isEqualTo(READY);
    }

    @Test
    void of_two_that_race_for_a_lease_exactly_one_gets_it() throws Exception {
        int rounds = 200;
        String[] nonces =
                IntStream.range(0, rounds).mapToObj("n%03d"::formatted).toArray(String[]::new);
        for (String nonce : nonces) {
            job("k" + nonce, nonce);
            List<Optional<Submission>> leased =
                    atOnce(() -> ledger.lease(ANY, null, lease("a")), () -> ledger.lease(ANY, null, lease("b")));

            assertThat(leased.stream().filter(Optional::isPresent)).as(nonce).hasSize(1);
            String owner = leased.get(0).isPresent() ? "a" : "b";
            assertThat(ledger.sending(nonce, owner, "backend", T0)).isTrue();
        }
    }

    @Test
    void two_that_lease_all_there_is_share_it_without_any_twice() throws Exception {
        job("key", IntStream.range(0, 100).mapToObj("n%03d"::formatted).toArray(String[]::new));

        List<List<String>> got = atOnce(() -> leaseAll("a"), () -> leaseAll("b"));

        assertThat(Stream.concat(got.get(0).stream(), got.get(1).stream()))
                .hasSize(100)
                .doesNotHaveDuplicates();
    }

    private List<String> leaseAll(String owner) {
        List<String> nonces = new ArrayList<>();
        Optional<Submission> leased = ledger.lease(ANY, null, lease(owner));
        while (leased.isPresent()) {
            nonces.add(leased.get().nonce());
            leased = ledger.lease(ANY, null, lease(owner));
        }
        return nonces;
    }

    private <T> List<T> atOnce(Callable<T> one, Callable<T> two) throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        Future<T> first = threads.submit(() -> {
            start.await(10, TimeUnit.SECONDS);
            return one.call();
        });
        Future<T> second = threads.submit(() -> {
            start.await(10, TimeUnit.SECONDS);
            return two.call();
        });
        return List.of(first.get(1, TimeUnit.MINUTES), second.get(1, TimeUnit.MINUTES));
    }

    // Changes of state

    /** A change of state, and the states that it may come from. */
    private enum Change {
        SUBMITTED_(SUBMITTED, EnumSet.of(READY, SENDING, UNKNOWN, SUSPECT, HELD)),
        UNKNOWN_(UNKNOWN, EnumSet.of(SENDING)),
        SUSPECT_(SUSPECT, EnumSet.of(SENDING, UNKNOWN)),
        NOT_OURS(UNKNOWN, EnumSet.of(SUSPECT)),
        HELD_(HELD, EnumSet.of(READY, SENDING, UNKNOWN, SUSPECT, SUBMITTED)),
        AGAIN(READY, EnumSet.of(READY, SENDING, UNKNOWN, SUSPECT, HELD)),
        ENDED_(ENDED, EnumSet.of(SUBMITTED, ENDED)),
        DONE_(DONE, EnumSet.of(ENDED, DONE));

        private final SubmissionState to;
        private final Set<SubmissionState> from;

        Change(SubmissionState to, Set<SubmissionState> from) {
            this.to = to;
            this.from = from;
        }

        void on(Ledger ledger, String nonce) {
            switch (this) {
                case SUBMITTED_ -> ledger.submitted(nonce, "new batch", T0, T0);
                case UNKNOWN_ -> ledger.unknown(nonce, "why", T0);
                case SUSPECT_ -> ledger.suspect(nonce, "new batch", T0);
                case NOT_OURS -> ledger.notOurs(nonce, "batch-" + nonce, T0);
                case HELD_ -> ledger.held(nonce, "why");
                case AGAIN -> ledger.again(nonce, T0, "why", 2);
                case ENDED_ -> ledger.ended(nonce);
                case DONE_ -> ledger.done(nonce, T0);
            }
        }
    }

    static Stream<Object[]> changes() {
        return Stream.of(Change.values())
                .flatMap(change -> Stream.of(SubmissionState.values()).map(from -> new Object[] {change, from}));
    }

    @ParameterizedTest(name = "{0} from {1}")
    @MethodSource("changes")
    void a_change_is_made_from_where_it_may_be_and_refused_elsewhere(Change change, SubmissionState from) {
        job("key", "n");
        bring("n", from);
        if (change == Change.DONE_ && from == ENDED) {
            finishAll("n");
        }
        Submission before = now("n");

        if (change.from.contains(from)) {
            change.on(ledger, "n");
            assertThat(now("n").state()).isEqualTo(change.to);
            if (from != SENDING && change != Change.ENDED_ && change.to != HELD && change.to != DONE) {
                assertThat(ledger.lease(EnumSet.of(change.to), null, lease("b")))
                        .as("its lease has ended")
                        .isPresent();
            }
        } else {
            assertThatThrownBy(() -> change.on(ledger, "n"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Submission n ")
                    .hasMessageContaining(change.to.name());
            assertThat(now("n")).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource(Change.class)
    void what_is_not_there_does_not_change(Change change) {
        assertThatThrownBy(() -> change.on(ledger, "nobody"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("nobody");
    }

    @ParameterizedTest
    @EnumSource(
            value = SubmissionState.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"READY", "DONE"})
    void only_what_is_ready_is_sent(SubmissionState state) {
        job("key", "n");
        bring("n", state);
        ledger.lease(EnumSet.of(state), null, later("b"));

        assertThatThrownBy(() -> ledger.sending("n", "b", "backend", T0.plus(SPAN)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(state.name());
    }

    @Test
    void who_lost_its_lease_may_still_say_that_it_was_submitted() {
        job("key", "n");
        bring("n", SENDING);
        ledger.lease(EnumSet.of(SENDING), null, later("b"));
        ledger.unknown("n", "its sender died", T0);
        ledger.again("n", T0, "not found", 3);

        ledger.submitted("n", "batch", T0.plusSeconds(1), T0.plusSeconds(2));
        ledger.submitted("n", "batch", T0, T0);

        assertThat(now("n").state()).isEqualTo(SUBMITTED);
        assertThat(now("n").batchId()).isEqualTo("batch");
        assertThat(now("n").submittedAt()).isEqualTo(T0.plusSeconds(1));
        assertThat(now("n").nextAt()).isEqualTo(T0.plusSeconds(2));
        assertThatThrownBy(() -> ledger.submitted("n", "another", T0, T0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("SUBMITTED");
        assertThat(ledger.job("key").orElseThrow().perhapsTwice()).isEqualTo(3);
    }

    @Test
    void what_was_not_ours_is_remembered() {
        job("key", "n");
        bring("n", UNKNOWN);
        for (String batch : List.of("b1", "b2", "b1")) {
            ledger.suspect("n", batch, T0);
            assertThat(ledger.isConfirmed(batch)).isFalse();
            assertThatThrownBy(() -> ledger.notOurs("n", "b3", T0)).isInstanceOf(IllegalStateException.class);
            ledger.notOurs("n", batch, T0);
        }

        assertThat(now("n").notOurs()).containsExactly("b1", "b2");
        assertThat(now("n").batchId()).isNull();
    }

    @Test
    void the_end_of_a_batch_keeps_the_lease() {
        job("key", "n");
        bring("n", SUBMITTED);
        ledger.lease(EnumSet.of(SUBMITTED), null, lease("a"));

        ledger.ended("n");

        assertThat(ledger.renew("n", lease("a"))).isTrue();
        assertThat(ledger.lease(ANY, null, lease("b"))).isEmpty();
    }

    @Test
    void nothing_is_done_before_all_its_items_are() {
        job("key", "n");
        bring("n", ENDED);
        ledger.finish("n", 0, Outcome.SUCCEEDED, USAGE, T0);

        assertThatThrownBy(() -> ledger.done("n", T0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("2 of its items");
    }

    @Test
    void a_job_is_done_with_its_last_submission() {
        job("key", "n1", "n2");
        bring("n1", DONE);
        assertThat(ledger.job("key").orElseThrow().doneAt()).isNull();
        bring("n2", ENDED);
        finishAll("n2");

        ledger.done("n2", T0.plusSeconds(5));
        ledger.done("n1", T0.plusSeconds(6));

        assertThat(ledger.job("key").orElseThrow().doneAt()).isEqualTo(T0.plusSeconds(5));
    }

    @Test
    void of_two_last_submissions_at_once_one_ends_the_job() throws Exception {
        for (int round = 0; round < 30; round++) {
            String key = "k" + round;
            String one = "one" + round;
            String two = "two" + round;
            job(key, one, two);
            for (String nonce : List.of(one, two)) {
                bring(nonce, ENDED);
                finishAll(nonce);
            }
            atOnce(() -> done(one), () -> done(two));

            assertThat(ledger.job(key).orElseThrow().doneAt()).as(key).isEqualTo(T0);
        }
    }

    private boolean done(String nonce) {
        ledger.done(nonce, T0);
        return true;
    }

    @Test
    void what_is_where_is_known() {
        for (SubmissionState state : SubmissionState.values()) {
            String nonce = "n-" + state;
            job(state.name(), nonce);
            bring(nonce, state);
            if (state == READY) {
                // Out of the way of those that follow.
                ledger.lease(EnumSet.of(READY), null, lease("a"));
            }
        }

        assertThat(ledger.open())
                .extracting(Submission::state)
                .containsExactlyInAnyOrder(READY, SENDING, UNKNOWN, SUSPECT, HELD, SUBMITTED);
        assertThat(ledger.queued()).isEqualTo(4 * 3);
        assertThat(ledger.spools()).hasSize(7).doesNotContain("n-DONE.jsonl");
        assertThat(Stream.of(SUBMITTED, ENDED, DONE)).allMatch(s -> ledger.isConfirmed("batch-n-" + s));
        assertThat(ledger.isConfirmed("batch-n-UNKNOWN")).isFalse();
        assertThat(ledger.job("SUSPECT").orElseThrow().submissions()).containsExactly(Map.entry(SUSPECT, 1L));
        ledger.held("n-SUSPECT", "why");
        assertThat(now("n-SUSPECT").batchId()).as("for the operator").isEqualTo("batch-n-SUSPECT");
    }

    // Coming back

    @Test
    void an_item_comes_to_its_end_once() {
        job("key", "n");

        assertThat(ledger.finish("n", 1, Outcome.ERRORED, USAGE, T0)).isTrue();
        assertThat(ledger.finish("n", 1, Outcome.SUCCEEDED, USAGE, T0)).isFalse();
        assertThat(ledger.finish("n", 3, Outcome.SUCCEEDED, USAGE, T0)).isFalse();
        assertThat(ledger.finish("nobody", 0, Outcome.SUCCEEDED, USAGE, T0)).isFalse();

        assertThat(ledger.unfinished("n")).isEqualTo(2);
        assertThat(ledger.unfinished("n", 0, 10)).extracting(Item::row).containsExactly(0, 2);
        assertThat(ledger.unfinished("n", 1, 10)).extracting(Item::row).containsExactly(2);
        assertThat(ledger.unfinished("n", 0, 1)).extracting(Item::row).containsExactly(0);
        assertThat(ledger.items("n", List.of(2, 1, 99)))
                .containsExactly(
                        new Item("n", 1, "key", "n-1", "{\"n\":1}", 0, Outcome.ERRORED),
                        new Item("n", 2, "key", "n-2", null, 0, null));
        ledger.finish("n", 0, Outcome.EXPIRED, new Usage(Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE / 4), T0);
        Job job = ledger.job("key").orElseThrow();
        assertThat(job.outcomes()).isEqualTo(Map.of(Outcome.ERRORED, 1L, Outcome.EXPIRED, 1L));
        assertThat(job.usage())
                .isEqualTo(new Usage(10L + Integer.MAX_VALUE, 20L + Integer.MAX_VALUE, 30L + Long.MAX_VALUE / 4));
    }

    @Test
    void items_are_submitted_again_each_in_its_new_place() {
        job("key", "n");
        bring("n", ENDED);
        ledger.finish("n", 1, Outcome.SUCCEEDED, USAGE, T0);

        ledger.resubmit("n", List.of(2, 0), submission("m", 2), T0.plusSeconds(1));

        assertThat(ledger.items("m", List.of(0, 1, 2)))
                .extracting(Item::callerId, Item::tries)
                .containsExactly(tuple("n-2", 1), tuple("n-0", 1));
        assertThat(ledger.finish("n", 0, Outcome.SUCCEEDED, USAGE, T0))
                .as("it is elsewhere")
                .isFalse();
        assertThat(now("m").state()).isEqualTo(READY);
        assertThat(now("m").nextAt()).isEqualTo(T0.plusSeconds(1));
        assertThat(ledger.job("key").orElseThrow().resubmitted()).isEqualTo(2);
        ledger.done("n", T0);
        assertThat(ledger.job("key").orElseThrow().doneAt()).isNull();
    }

    @Test
    void of_items_that_can_not_all_be_submitted_again_none_is() {
        job("key", "n");
        ledger.finish("n", 1, Outcome.SUCCEEDED, USAGE, T0);

        for (int row : new int[] {1, 3}) {
            assertThatThrownBy(() -> ledger.resubmit("n", List.of(0, row), submission("m", 2), T0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Row " + row + " of submission n");
        }
        assertThatThrownBy(() -> ledger.resubmit("n", List.of(0), submission("m", 2), T0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ledger.resubmit("nobody", List.of(0), submission("m", 1), T0))
                .isInstanceOf(IllegalStateException.class);

        assertThat(ledger.submission("m")).isEmpty();
        assertThat(ledger.unfinished("n")).isEqualTo(2);
    }

    @Test
    void what_is_written_together_is_kept_together() throws Exception {
        job("key", "n");

        assertThat(ledger.together(() -> {
                    sink(1);
                    return ledger.finish("n", 0, Outcome.SUCCEEDED, USAGE, T0);
                }))
                .isTrue();

        assertThat(sunk()).containsExactly(1);
        assertThat(ledger.unfinished("n")).isEqualTo(2);
    }

    @Test
    void what_is_not_kept_together_is_not_kept_at_all() throws Exception {
        job("key", "n");
        ledger.finish("n", 2, Outcome.SUCCEEDED, USAGE, T0);
        List<Ledger.Work> works = List.of(
                () -> false,
                () -> {
                    throw new IllegalArgumentException("broken");
                },
                () -> {
                    ledger.finish("n", 2, Outcome.SUCCEEDED, USAGE, T0);
                    return true;
                },
                () -> {
                    try (Connection connection = ledger.shared().getConnection()) {
                        connection.rollback();
                    }
                    return true;
                },
                () -> {
                    try {
                        ledger.done("n", T0);
                    } catch (IllegalStateException e) {
                        // Swallowed by somebody.
                    }
                    return true;
                });

        for (Ledger.Work work : works) {
            boolean kept;
            try {
                kept = ledger.together(() -> {
                    sink(1);
                    ledger.finish("n", 0, Outcome.SUCCEEDED, USAGE, T0);
                    return work.run();
                });
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessage("broken");
                kept = false;
            }
            assertThat(kept).isFalse();
            assertThat(sunk()).isEmpty();
            assertThat(ledger.unfinished("n")).isEqualTo(2);
        }
    }

    @Test
    void the_same_item_delivered_by_two_at_once_is_kept_once() throws Exception {
        ledger.begin("key", "name", lease("a"));
        ledger.add("key", "n", items("x", 100), lease("a"));
        ledger.accept("key", List.of(submission("n", 100)), 0, T0);
        for (int row = 0; row < 100; row++) {
            int at = row;
            assertThat(atOnce(() -> deliver(at, at), () -> deliver(at, 1000 + at)))
                    .containsExactlyInAnyOrder(true, false);
        }

        assertThat(sunk()).hasSize(100);
        assertThat(ledger.unfinished("n")).isZero();
    }

    private boolean deliver(int row, int sink) throws Exception {
        return ledger.together(() -> {
            sink(sink);
            ledger.finish("n", row, Outcome.SUCCEEDED, USAGE, T0);
            return true;
        });
    }

    @Test
    void one_transaction_on_a_thread_is_enough() throws Exception {
        assertThatThrownBy(() -> ledger.together(() -> ledger.together(() -> true)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(ledger.together(() -> true)).isTrue();
    }

    @Test
    void a_shared_connection_ends_with_its_transaction_and_is_a_plain_one_elsewhere() throws Exception {
        Connection[] kept = new Connection[1];
        ledger.together(() -> {
            Connection first = ledger.shared().getConnection();
            first.close();
            assertThat(first.isClosed()).isTrue();
            assertThatThrownBy(first::createStatement).isInstanceOf(SQLException.class);
            kept[0] = ledger.shared().getConnection();
            kept[0].setAutoCommit(true);
            assertThat(kept[0].getAutoCommit()).isFalse();
            assertThatThrownBy(() -> kept[0].prepareStatement("no SQL").execute())
                    .isInstanceOf(SQLException.class);
            return false;
        });
        assertThat(kept[0].isClosed()).isTrue();
        assertThatThrownBy(kept[0]::createStatement).isInstanceOf(SQLException.class);

        try (Connection plain = ledger.shared().getConnection()) {
            assertThat(plain.getAutoCommit()).isTrue();
            Sql.update(plain, "INSERT INTO sink VALUES (7)");
        }
        assertThat(sunk()).containsExactly(7);
    }

    // Keeping house

    @Test
    void jobs_that_were_done_before_are_forgotten_with_all_about_them() {
        job("old", "n1");
        bring("n1", DONE);
        job("open", "n2");
        bring("n2", SUBMITTED);

        assertThat(ledger.purge(T0)).isZero();
        assertThat(ledger.purge(T0.plusSeconds(1))).isEqualTo(1);

        assertThat(ledger.jobs(10)).extracting(Job::key).containsExactly("open");
        assertThat(ledger.submission("n1")).isEmpty();
        assertThat(ledger.items("n1", List.of(0, 1, 2))).isEmpty();
        assertThat(ledger.items("n2", List.of(0, 1, 2))).hasSize(3);
        assertThat(ledger.begin("old", "name", lease("a"))).isTrue();
    }

    @Test
    void two_nodes_that_start_at_once_beside_the_tables_of_others_both_do() throws Exception {
        for (int round = 0; round < 3; round++) {
            execute("DROP TABLE claude_job");
            execute("DROP TABLE claude_submission");
            execute("DROP TABLE claude_item");
            execute("DROP TABLE \"claude_ledger_history\"");

            atOnce(() -> JdbcLedger.open(dataSource()), () -> JdbcLedger.open(dataSource()));

            job("key", "n");
        }
    }

    @Test
    void what_the_database_says_is_told_without_what_was_written() throws SQLException {
        execute("ALTER TABLE claude_item RENAME TO elsewhere");
        assertThatThrownBy(() -> ledger.begin("key", "name", lease("a")))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("to forget items");
        assertThatThrownBy(() -> ledger.add("key", "n", List.of(new NewItem("secret", 0, "secret")), lease("a")))
                .isInstanceOf(LedgerException.class)
                .hasMessageContaining("to add items")
                .hasMessageNotContaining("secret");
        execute("ALTER TABLE elsewhere RENAME TO claude_item");
    }

    @Test
    void far_times_are_as_good_as_never() {
        job("key", "n");
        ledger.lease(ANY, null, lease("a"));
        ledger.release("n", "a", Instant.MAX, null);

        assertThat(ledger.lease(ANY, null, new Lease("a", T0.plus(Duration.ofDays(100_000)), SPAN)))
                .isEmpty();
    }
}
