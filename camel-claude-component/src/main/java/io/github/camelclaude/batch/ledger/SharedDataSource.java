/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch.ledger;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** The ledger's database for others: within a transaction of the ledger its connection, elsewhere a plain one. */
final class SharedDataSource implements DataSource {

    private final DataSource plain;
    private final Transactions transactions;

    SharedDataSource(DataSource plain, Transactions transactions) {
        this.plain = plain;
        this.transactions = transactions;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Transactions.Bound bound = transactions.current();
        return bound == null ? plain.getConnection() : guarded(bound);
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        Transactions.Bound bound = transactions.current();
        return bound == null ? plain.getConnection(user, password) : guarded(bound);
    }

    private static Connection guarded(Transactions.Bound bound) {
        return (Connection) Proxy.newProxyInstance(
                SharedDataSource.class.getClassLoader(), new Class<?>[] {Connection.class}, new Guard(bound));
    }

    /** Lets through what works in the transaction, and keeps back what would end it. */
    private static final class Guard implements InvocationHandler {

        private final Transactions.Bound bound;
        private boolean closed;

        Guard(Transactions.Bound bound) {
            this.bound = bound;
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            switch (method.getName()) {
                case "equals":
                    return proxy == arguments[0];
                case "hashCode":
                    return System.identityHashCode(proxy);
                case "toString":
                    return "a connection within the ledger's transaction";
                case "isClosed":
                    return closed || bound.isOver();
                case "close":
                    closed = true;
                    return null;
                default:
                    break;
            }
            if (closed || bound.isOver()) {
                throw new SQLException("This connection is closed, or the ledger's transaction that it was of is over");
            }
            switch (method.getName()) {
                case "commit", "setAutoCommit", "setReadOnly", "setTransactionIsolation":
                    return null;
                case "abort":
                    bound.doom();
                    return null;
                case "rollback":
                    if (arguments == null) {
                        bound.doom();
                        return null;
                    }
                    break;
                default:
                    break;
            }
            try {
                return method.invoke(bound.connection, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return plain.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        plain.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        plain.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return plain.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger(SharedDataSource.class.getPackageName());
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(this) ? type.cast(this) : plain.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || plain.isWrapperFor(type);
    }
}
