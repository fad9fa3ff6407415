/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelclaude.batch.BatchStep;
import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.batch.BatchRules;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real process takes a file in, has it answered in batches and writes the answers into a table; it dies again and again, and
 * in the end each item is there once, and none was paid twice. What it is paid is told by a simulator that lives on.
 */
class BatchSurvivesTest {

    private static final int KILLED = 137;

    @TempDir
    private Path directory;

    private final ScheduledExecutorService days = Executors.newSingleThreadScheduledExecutor();
    private ClaudeSimulator simulator;
    private String url = "file";

    @AfterEach
    void end() {
        days.shutdownNow();
        if (simulator != null) {
            simulator.close();
        }
    }

    private void simulate(BatchRules rules) {
        simulator = ClaudeSimulator.builder()
                .port(0)
                .tier("scale")
                .latency(Duration.ZERO)
                .batches(rules)
                .start();
    }

    /** A day passes, again and again: what a batch has not done by then expires. */
    private void letDaysPass() {
        days.scheduleWithFixedDelay(() -> simulator.advance(Duration.ofHours(25)), 3, 3, TimeUnit.SECONDS);
    }

    private Connection database() throws SQLException {
        return url.equals("file")
                ? DriverManager.getConnection("jdbc:h2:file:" + directory.resolve("batches/ledger"), "sa", "")
                : DriverManager.getConnection(url, "postgres", "");
    }

    private void handIn(int items) throws Exception {
        List<String> lines = new ArrayList<>(List.of("id,text,branch"));
        IntStream.range(0, items).forEach(i -> lines.add("id-%d,question number %d,b%d".formatted(i, i, i % 3)));
        Files.createDirectories(directory.resolve("in"));
        Files.createDirectories(directory.resolve("batches"));
        Files.write(directory.resolve("in/items.csv"), lines);
        try (Connection connection = database();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE sink (id VARCHAR(100), outcome VARCHAR(20), branch VARCHAR(20))");
        }
    }

    private Process start(String step, int passing) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        BatchJobUnderFire.class.getName(),
                        simulator.baseUrl(),
                        directory.toString(),
                        url,
                        step,
                        Integer.toString(passing))
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log.txt").toFile())
                .start();
    }

    private int run(String step, int passing) throws Exception {
        Process process = start(step, passing);
        boolean ended = process.waitFor(2, TimeUnit.MINUTES);
        process.destroyForcibly().waitFor();
        assertThat(ended)
                .as(() -> "it ends, started with " + step + "\n" + log() + state())
                .isTrue();
        return process.exitValue();
    }

    /** What the ledger says of the submissions. */
    private String state() {
        StringBuilder state = new StringBuilder();
        try (Connection connection = database();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT nonce, state, items, checks, attempts, reason FROM claude_submission")) {
            while (rows.next()) {
                for (int column = 1; column <= 6; column++) {
                    state.append(rows.getString(column)).append(' ');
                }
                state.append('\n');
            }
        } catch (SQLException e) {
            state.append(e);
        }
        return state.toString();
    }

    private String log() {
        try {
            return Files.readString(directory.resolve("log.txt"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private void assertEachIsThereOnce(int items) throws SQLException {
        List<String> ids = new ArrayList<>();
        long perhapsTwice = 0;
        try (Connection connection = database();
                Statement statement = connection.createStatement()) {
            try (ResultSet rows = statement.executeQuery("SELECT id, branch FROM sink")) {
                while (rows.next()) {
                    ids.add(rows.getString(1));
                    int number = Integer.parseInt(rows.getString(1).substring(3));
                    assertThat(rows.getString(2)).isEqualTo("b" + number % 3);
                }
            }
            try (ResultSet rows = statement.executeQuery("SELECT SUM(perhaps_twice) FROM claude_job")) {
                rows.next();
                perhapsTwice = rows.getLong(1);
            }
        }
        assertThat(ids)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, items).mapToObj(i -> "id-" + i).toList());
        assertThat(simulator.accounting().seenTwice())
                .as("paid twice, of which the ledger counts " + perhapsTwice)
                .isEmpty();
    }

    @Test
    void it_may_halt_at_each_step() throws Exception {
        simulate(BatchRules.USUAL.doneAfter(Duration.ofMillis(300)));
        int items = 4 * BatchJobUnderFire.BATCH;
        handIn(items);
        Set<BatchStep> steps = EnumSet.complementOf(EnumSet.of(BatchStep.SPOOLED_AGAIN, BatchStep.MOVED));
        for (BatchStep step : steps) {
            assertThat(run(step.name(), step == BatchStep.READ ? 7 : 1))
                    .as("it halts at %s", step)
                    .isEqualTo(KILLED);
        }
        assertThat(run("none", 0)).as(() -> log()).isZero();

        assertEachIsThereOnce(items);
    }

    @Test
    void it_may_halt_while_what_has_expired_is_submitted_again() throws Exception {
        simulate(BatchRules.USUAL.doneBetween(Duration.ZERO, Duration.ofHours(48)));
        int items = BatchJobUnderFire.BATCH;
        handIn(items);
        assertThat(run("SUBMITTED", 1)).isEqualTo(KILLED);
        simulator.advance(Duration.ofHours(25));
        assertThat(run("SPOOLED_AGAIN", 1)).as("half of them have expired").isEqualTo(KILLED);
        assertThat(run("MOVED", 1)).isEqualTo(KILLED);
        letDaysPass();
        assertThat(run("none", 0)).as(() -> log()).isZero();

        assertEachIsThereOnce(items);
    }

    @Test
    void it_may_be_killed_at_any_moment() throws Exception {
        killAgainAndAgain(System.nanoTime(), Integer.getInteger("kills", 20) * 2 / 3);
    }

    @Test
    void it_may_be_killed_at_any_moment_with_its_ledger_in_postgres() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            url = postgres.getJdbcUrl("postgres", "postgres");
            killAgainAndAgain(System.nanoTime(), Integer.getInteger("kills", 20) / 3);
        }
    }

    @Test
    void of_two_nodes_that_share_it_one_may_be_killed() throws Exception {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            url = postgres.getJdbcUrl("postgres", "postgres");
            int items = 20 * BatchJobUnderFire.BATCH;
            simulate(BatchRules.USUAL.doneBetween(Duration.ZERO, Duration.ofSeconds(2)));
            handIn(items);
            Process dies = start("FINISHED", BatchJobUnderFire.BATCH / 2);
            assertThat(run("none", 0)).as(() -> log()).isZero();

            assertThat(dies.waitFor(1, TimeUnit.MINUTES)).isTrue();
            assertThat(dies.exitValue()).as("it died in the middle").isEqualTo(KILLED);
            assertEachIsThereOnce(items);
        }
    }

    /** What is killed between the ledger and the file's end is handed in once more: never lost, and at most paid again. */
    @Test
    void calls_that_go_into_batches_by_themselves_survive_it_too() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        simulate(BatchRules.USUAL.doneBetween(Duration.ZERO, Duration.ofSeconds(3)));
        handIn(0);
        Files.delete(directory.resolve("in/items.csv"));
        Set<String> calls = new TreeSet<>();
        for (int i = 0; i < 6 * BatchJobUnderFire.BATCH; i++) {
            calls.add("call-" + i);
            Files.writeString(directory.resolve("in/call-" + i + ".txt"), "question number " + i);
        }
        int kills = 4;
        for (int i = 0; i < kills; i++) {
            Process process = start("offload", 0);
            if (process.waitFor(1_200 + random.nextInt(1_500), TimeUnit.MILLISECONDS)) {
                break;
            }
            process.destroyForcibly().waitFor();
        }
        assertThat(run("offload", 0)).as(() -> "seed " + seed + "\n" + log()).isZero();

        Set<String> answered = new TreeSet<>();
        try (Connection connection = database();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT branch FROM sink WHERE outcome = 'succeeded'")) {
            while (rows.next()) {
                answered.add(rows.getString(1));
            }
        }
        assertThat(answered).as("seed " + seed).isEqualTo(calls);
        assertThat(simulator.accounting().seenTwice())
                .as("paid again: what was on its way from the ledger to the file's end, seed " + seed)
                .allMatch(content -> content.attempts().size() <= 1 + kills);
    }

    private void killAgainAndAgain(long seed, int kills) throws Exception {
        Random random = new Random(seed);
        int items = 20 * BatchJobUnderFire.BATCH;
        simulate(BatchRules.USUAL.doneBetween(Duration.ZERO, Duration.ofSeconds(3)));
        handIn(items);
        for (int i = 0; i < kills; i++) {
            Process process = start("none", 0);
            if (process.waitFor(800 + random.nextInt(1_500), TimeUnit.MILLISECONDS)) {
                break;
            }
            process.destroyForcibly().waitFor();
        }
        assertThat(run("none", 0)).as(() -> "seed " + seed + "\n" + log()).isZero();
        assertEachIsThereOnce(items);
    }
}
