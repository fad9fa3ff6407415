/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ledger in a file, and processes that share it or die. */
class LedgerFileTest {

    @TempDir
    private Path folder;

    @Test
    void what_was_written_is_there_after_a_kill() throws Exception {
        Path file = folder.resolve("ledger");
        for (int round = 0; round < 3; round++) {
            Process node = node(file.resolveSibling("ledger" + round));
            assertThat(output(node)).isEmpty();
            assertThat(node.waitFor()).isEqualTo(LedgerNode.KILLED);

            try (JdbcLedger ledger = JdbcLedger.file(file.resolveSibling("ledger" + round))) {
                assertThat(ledger.submission("n").orElseThrow().state()).isEqualTo(SubmissionState.SENDING);
                assertThat(ledger.unfinished("n")).isEqualTo(2_000);
            }
        }
    }

    @Test
    void a_file_is_for_one_process() throws Exception {
        Path file = folder.resolve("ledger");
        try (JdbcLedger ledger = JdbcLedger.file(file)) {
            Process node = node(file);

            assertThat(output(node))
                    .contains(file.toString())
                    .contains("is used by another process")
                    .contains("several nodes need PostgreSQL");
            assertThat(node.waitFor()).isEqualTo(LedgerNode.REFUSED);
            assertThat(ledger.job("key")).isEmpty();
        }
    }

    @Test
    void what_was_closed_opens_again() {
        Path file = folder.resolve("deep/down/ledger");
        try (JdbcLedger ledger = JdbcLedger.file(file)) {
            ledger.begin("key", "name", LedgerContractTest.lease("a"));
            ledger.accept("key", List.of(), 0, LedgerContractTest.T0);
        }
        try (JdbcLedger ledger = JdbcLedger.file(file)) {
            assertThat(ledger.job("key")).isPresent();
        }
    }

    /** As when a route stops: its poller is interrupted wherever it is. */
    @Test
    void interrupts_do_not_break_the_file() throws Exception {
        Process node = node(InterruptedLedgerNode.class, folder.resolve("ledger"));

        assertThat(output(node)).isEmpty();
        assertThat(node.waitFor()).isEqualTo(InterruptedLedgerNode.WELL);
    }

    @Test
    void the_file_is_one_of_jdbc_h2_file() throws Exception {
        Path file = folder.resolve("ledger");
        String url = "jdbc:h2:file:" + file;
        try (Connection before = DriverManager.getConnection(url, "sa", "");
                Statement statement = before.createStatement()) {
            statement.execute("CREATE TABLE sink (id VARCHAR(100))");
        }
        try (JdbcLedger ledger = JdbcLedger.file(file)) {
            ledger.begin("key", "name", LedgerContractTest.lease("a"));
            ledger.accept("key", List.of(), 0, LedgerContractTest.T0);
            assertThatThrownBy(() -> DriverManager.getConnection(url, "sa", "").close())
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("already in use");
        }
        JdbcConnectionPool after = JdbcConnectionPool.create(url, "sa", "");
        try (JdbcLedger ledger = JdbcLedger.open(after)) {
            assertThat(ledger.job("key")).isPresent();
        } finally {
            after.dispose();
        }
    }

    @Test
    void a_path_that_would_be_taken_for_settings_is_refused() {
        assertThatThrownBy(() -> JdbcLedger.file(folder.resolve("a;b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a;b");
    }

    @ParameterizedTest
    @CsvSource({
        "H2, com.h2database:h2",
        "FLYWAY, org.flywaydb:flyway-core",
        "FLYWAY_POSTGRESQL, org.flywaydb:flyway-database-postgresql"
    })
    void a_jar_that_is_missing_is_named(NeededJar jar, String artifact) throws IOException {
        jar.check(getClass().getClassLoader());
        try (URLClassLoader empty = new URLClassLoader(new URL[0], null)) {
            assertThatThrownBy(() -> jar.check(empty))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(artifact + ", which is not on the class path");
        }
    }

    private static Process node(Path file) throws IOException {
        return node(LedgerNode.class, file);
    }

    private static Process node(Class<?> main, Path file) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        main.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
    }

    private static String output(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
