/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch.ledger;

import java.util.UUID;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** The ledger in an H2 in memory. */
class H2LedgerTest extends LedgerContractTest {

    private final JdbcDataSource database = new JdbcDataSource();

    H2LedgerTest() {
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        database.setUser("sa");
        database.setPassword("");
    }

    @Override
    DataSource dataSource() {
        return database;
    }
}
