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
    private final QuietThreads threads;
    private final boolean sync;
    private final ThreadLocal<Bound> bound = new ThreadLocal<>();

    /**
     * @param threads that the database is used on
     * @param sync    whether a commit is only on the disk after a checkpoint
     */
    Transactions(DataSource dataSource, QuietThreads threads, boolean sync) {
        this.dataSource = dataSource;
        this.threads = threads;
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
        try {
            return threads.call(() -> alone(work, durable));
        } catch (SQLException e) {
            throw failed(what, e);
        }
    }

    private <T> T alone(SqlWork<T> work, boolean durable) throws SQLException {
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
        }
    }

    private <T> T within(Bound current, String what, SqlWork<T> work) {
        boolean well = false;
        try {
            T result = threads.call(() -> work.in(current.connection));
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
    @SuppressWarnings("try") // What closes is not used.
    boolean together(Ledger.Work work) throws Exception {
        if (bound.get() != null) {
            throw new IllegalStateException("This thread is in a transaction of the ledger already; one is enough");
        }
        Connection connection = begin();
        try (AutoCloseable closing = () -> threads.run(connection::close)) {
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
                boolean kept = committed;
                threads.run(() -> end(connection, kept));
            }
        }
    }

    private Connection begin() {
        try {
            return threads.call(this::connect);
        } catch (SQLException e) {
            throw failed("begin a transaction", e);
        }
    }

    private Connection connect() throws SQLException {
        Connection connection = dataSource.getConnection();
        try {
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            close(connection, e);
            throw e;
        }
    }

    private void commit(Connection connection) {
        try {
            threads.run(connection::commit);
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
        try {
            connection.close();
        } catch (SQLException e) {
            why.addSuppressed(e);
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
