/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch.ledger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.postgresql.ds.PGConnectionPoolDataSource;

/** The ledger in a real PostgreSQL. */
class PostgresLedgerTest extends LedgerContractTest {

    private static EmbeddedPostgres postgres;
    private static JdbcConnectionPool pool;

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
        PGConnectionPoolDataSource connections = new PGConnectionPoolDataSource();
        connections.setUrl(postgres.getJdbcUrl("postgres", "postgres"));
        pool = JdbcConnectionPool.create(connections);
    }

    @AfterAll
    static void stop() throws IOException {
        pool.dispose();
        postgres.close();
    }

    @AfterEach
    void forget() throws SQLException {
        try (Connection connection = dataSource().getConnection()) {
            Sql.update(connection, "TRUNCATE claude_job, claude_submission, claude_item");
        }
    }

    @Override
    DataSource dataSource() {
        return pool;
    }
}
