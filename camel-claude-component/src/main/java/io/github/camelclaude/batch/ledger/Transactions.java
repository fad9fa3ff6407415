/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Transactions on a data source: one for each piece of work, or the one that {@link #together} has bound to the thread. What
 * fails inside a bound one dooms it, whoever catches that: half of a step is never kept.
 */
final class Transactions {

    private final DataSource dataSource;
    private final boolean sync;
    private final ThreadLocal<Bound> bound = new ThreadLocal<>();

    /** @param sync whether a commit is only on the disk after a checkpoint */
    Transactions(DataSource dataSource, boolean sync) {
        this.dataSource = dataSource;
        this.sync = sync;
    }

    /** What is done with a connection. */
    @FunctionalInterface
    interface SqlWork<T> {
        T in(Connection connection) throws SQLException;
    }

    /** A transaction that is bound to a thread. */
    static final class Bound {
        final Connection connection;
        private boolean doomed;
        private boolean over;

        Bound(Connection connection) {
            this.connection = connection;
        }

        void doom() {
            doomed = true;
        }

        boolean isOver() {
            return over;
        }
    }

    /** The transaction that this thread is in, or null. */
    Bound current() {
        return bound.get();
    }

    /** Reads, or writes what may be lost if the machine dies within the next half second. */
    <T> T run(String what, SqlWork<T> work) {
        return run(what, work, false);
    }

    /** Writes what is on the disk when this returns. */
    <T> T write(String what, SqlWork<T> work) {
        return run(what, work, sync);
    }

    private <T> T run(String what, SqlWork<T> work, boolean durable) {
        Bound current = bound.get();
        if (current != null) {
            return within(current, what, work);
        }
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            boolean committed = false;
            T result;
            try {
                result = work.in(connection);
                connection.commit();
                committed = true;
            } finally {
                end(connection, committed);
            }
            if (durable) {
                sync(connection);
            }
            return result;
        } catch (SQLException e) {
            throw failed(what, e);
        }
    }

    private static <T> T within(Bound current, String what, SqlWork<T> work) {
        boolean well = false;
        try {
            T result = work.in(current.connection);
            well = true;
            return result;
        } catch (SQLException e) {
            throw failed(what, e);
        } finally {
            if (!well) {
                current.doom();
            }
        }
    }

    /** @return whether it was committed */
    boolean together(Ledger.Work work) throws Exception {
        if (bound.get() != null) {
            throw new IllegalStateException("This thread is in a transaction of the ledger already; one is enough");
        }
        try (Connection connection = begin()) {
            Bound current = new Bound(connection);
            boolean committed = false;
            bound.set(current);
            try {
                boolean wanted = work.run();
                if (wanted && !current.doomed) {
                    commit(connection);
                    committed = true;
                }
                return committed;
            } finally {
                bound.remove();
                current.over = true;
                end(connection, committed);
            }
        }
    }

    private Connection begin() {
        Connection connection = null;
        try {
            connection = dataSource.getConnection();
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            LedgerException failed = failed("begin a transaction", e);
            close(connection, failed);
            throw failed;
        }
    }

    private static void commit(Connection connection) {
        try {
            connection.commit();
        } catch (SQLException e) {
            throw failed("commit a transaction", e);
        }
    }

    /** Never hides why it ends: a connection that can't be rolled back is broken and its pool finds out. */
    private static void end(Connection connection, boolean committed) {
        try {
            if (!committed) {
                connection.rollback();
            }
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            // The database rolls back what a broken connection leaves.
        }
    }

    private static void close(Connection connection, Exception why) {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                why.addSuppressed(e);
            }
        }
    }

    private static void sync(Connection connection) throws SQLException {
        Sql.update(connection, "CHECKPOINT SYNC");
    }

    /** The message has nothing of what was written: that may be confidential. */
    static LedgerException failed(String what, SQLException e) {
        return new LedgerException(
                "The ledger's database failed (SQLSTATE %s) to %s".formatted(e.getSQLState(), what), e);
    }
}
