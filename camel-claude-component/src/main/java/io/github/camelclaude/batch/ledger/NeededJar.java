/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch.ledger;

/** A jar that a ledger needs and that may be missing: it comes with no other dependency. */
enum NeededJar {
    H2("org.h2.jdbcx.JdbcConnectionPool", "com.h2database:h2"),
    FLYWAY("org.flywaydb.core.Flyway", "org.flywaydb:flyway-core"),
    FLYWAY_POSTGRESQL(
            "org.flywaydb.database.postgresql.PostgreSQLDatabaseType", "org.flywaydb:flyway-database-postgresql");

    private final String type;
    private final String artifact;

    NeededJar(String type, String artifact) {
        this.type = type;
        this.artifact = artifact;
    }

    /** @throws IllegalStateException if it is missing, with the artifact to add */
    void check(ClassLoader loader) {
        try {
            Class.forName(type, false, loader);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(
                    "The ledger of batches needs %s, which is not on the class path: add it as a dependency"
                            .formatted(artifact),
                    e);
        }
    }
}
