/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch.ledger;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.h2.api.ErrorCode;
import org.h2.jdbcx.JdbcConnectionPool;

/** An H2 database in a file, for one process. The only class that knows H2, which may be missing. */
final class EmbeddedDatabase implements AutoCloseable {

    private static final int CONNECTIONS = 16;

    /**
     * It is closed by us and by no shutdown hook, which would come in the way of what is still written while a context stops.
     * Short texts stay in their row. Writers of one row wait for each other.
     */
    private static final String SETTINGS = ";DB_CLOSE_ON_EXIT=FALSE;MAX_LENGTH_INPLACE_LOB=4096;LOCK_TIMEOUT=10000";

    /**
     * An interrupt closes the file of {@code jdbc:h2:file:} under everybody's hands, and H2 may then never end closing; this one
     * it does not close. The file is the same.
     */
    private static final String URL = "jdbc:h2:async:";

    private final JdbcConnectionPool pool;

    /** H2 takes an interrupt in the midst of a commit ill with any kind of file: the transaction stays open for good. */
    private final QuietThreads threads = QuietThreads.own();

    private EmbeddedDatabase(JdbcConnectionPool pool) {
        this.pool = pool;
    }

    /** @throws LedgerException if it can't be opened, with what to do if another process has it */
    static EmbeddedDatabase open(Path file) {
        String path = file.toAbsolutePath().normalize().toString();
        if (path.indexOf(';') >= 0) {
            throw new IllegalArgumentException("The ledger's file %s must not have a ; in its path".formatted(path));
        }
        JdbcConnectionPool pool = JdbcConnectionPool.create(URL + path + SETTINGS, "sa", "");
        pool.setMaxConnections(CONNECTIONS);
        try {
            Connection connection = pool.getConnection();
            connection.close();
            return new EmbeddedDatabase(pool);
        } catch (SQLException e) {
            pool.dispose();
            throw new LedgerException(
                    e.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1
                            ? ("The ledger's file %s is used by another process: a file is for one node alone; several nodes"
                                            + " need PostgreSQL, given as a DataSource")
                                    .formatted(path)
                            : "The ledger's file %s can't be opened".formatted(path),
                    e);
        }
    }

    DataSource dataSource() {
        return pool;
    }

    /** What is done with the database is done on these. */
    QuietThreads threads() {
        return threads;
    }

    @Override
    public void close() {
        try {
            threads.run(pool::dispose);
        } catch (SQLException e) {
            throw Transactions.failed("close", e);
        }
    }
}
