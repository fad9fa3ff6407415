/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch.ledger;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogCreator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The ledger's tables, made or brought up to date. The only class that knows Flyway, which may be missing. */
final class Migrations {

    /** Beside a history that the application may have of its own. */
    static final String HISTORY = "claude_ledger_history";

    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
    /** Nodes that start at once may get into each other's way before the history, which they then lock, is there. */
    private static final int TRIES = 5;

    private Migrations() {}

    static synchronized void apply(DataSource dataSource) {
        for (int left = TRIES - 1; ; left--) {
            try {
                int applied = flyway(dataSource).migrate().migrationsExecuted;
                if (applied > 0) {
                    LOG.info("The ledger of batches has its tables now ({} migrations)", applied);
                }
                return;
            } catch (FlywayException e) {
                if (left == 0) {
                    throw new LedgerException("The ledger's tables could not be made or brought up to date", e);
                }
                LOG.debug("Migrating the ledger's tables again", e);
            }
        }
    }

    private static Flyway flyway(DataSource dataSource) {
        return Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(dataSource)
                .locations("classpath:" + Migrations.class.getPackageName().replace('.', '/'))
                .table(HISTORY)
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .placeholderReplacement(false)
                .failOnMissingLocations(true)
                .loggers(MigrationLog.class.getName())
                .load();
    }

    /** What Flyway has to say is for those who debug. */
    public static final class MigrationLog implements LogCreator {

        @Override
        public Log createLogger(Class<?> type) {
            return new QuietMigrationLog(LoggerFactory.getLogger(type));
        }
    }

    private record QuietMigrationLog(Logger log) implements Log {

        @Override
        public boolean isDebugEnabled() {
            return log.isDebugEnabled();
        }

        @Override
        public void debug(String message) {
            log.trace(message);
        }

        @Override
        public void info(String message) {
            log.debug(message);
        }

        @Override
        public void warn(String message) {
            log.warn(message);
        }

        @Override
        public void error(String message) {
            log.debug(message);
        }

        @Override
        public void error(String message, Exception e) {
            log.debug(message, e);
        }

        @Override
        public void notice(String message) {
            log.debug(message);
        }
    }
}
