/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import io.github.camelclaude.batch.BatchEvents;
import io.github.camelclaude.batch.BatchStore;
import io.github.camelclaude.batch.ledger.JdbcLedger;
import io.github.camelclaude.batch.ledger.Ledger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.apache.camel.util.ObjectHelper;

/** Where a component keeps its batches. */
final class ComponentBatches {

    private ComponentBatches() {}

    /** @throws IllegalArgumentException if an option can't be */
    static void check(ClaudeBatchesComponent options) {
        if (ObjectHelper.isEmpty(options.getBatchDirectory())) {
            throw new IllegalArgumentException("batchDirectory must not be empty");
        }
        SettingsReader.positive("ledgerLease", options.getLedgerLease());
        SettingsReader.positive("ledgerRetention", options.getLedgerRetention());
    }

    static BatchStore open(ClaudeComponent component, ComponentThreads threads, BatchEvents events) {
        Path directory = Path.of(component.getBatchDirectory());
        Path spool = directory.resolve("spool");
        try {
            Files.createDirectories(spool);
        } catch (IOException e) {
            throw new UncheckedIOException("batchDirectory=" + directory + " can't be made", e);
        }
        Ledger ledger = component.getLedgerDataSource() == null
                ? JdbcLedger.file(directory.resolve("ledger"))
                : JdbcLedger.open(component.getLedgerDataSource());
        return new BatchStore(
                ledger,
                spool,
                UUID.randomUUID().toString(),
                Duration.ofMillis(component.getLedgerLease()),
                Clock.systemUTC(),
                threads.leases(),
                events);
    }
}
