/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import javax.sql.DataSource;
import org.apache.camel.spi.Metadata;

/** The options of a component about batches, which its endpoints share: where the ledger and the spool are. */
public abstract class ClaudeBatchesComponent extends ClaudeLimitsComponent {

    @Metadata(
            label = "batch",
            defaultValue = "claude-batches",
            description =
                    "The directory of claude:batch: requests rest there until their results were handed on, and the ledger if"
                            + " there is no ledgerDataSource. Several nodes share it.")
    private String batchDirectory = "claude-batches";

    @Metadata(
            label = "batch",
            autowired = false,
            description =
                    "The database of the batch ledger: a data source (#name), PostgreSQL where several nodes share it."
                            + " Without it, an H2 file in batchDirectory, for one process.")
    private DataSource ledgerDataSource;

    @Metadata(
            label = "batch",
            description =
                    "The name under which the ledger's data source is bound, for routes with ledgerTransaction=true. Not bound"
                            + " if not set.")
    private String ledgerBean;

    @Metadata(
            label = "batch",
            defaultValue = "30d",
            javaType = "java.time.Duration",
            description =
                    "How long the ledger remembers a job after it was done. Until then the same is not taken in again.")
    private long ledgerRetention = 30L * 24 * 3_600_000;

    @Metadata(
            label = "batch,advanced",
            defaultValue = "30s",
            javaType = "java.time.Duration",
            description = "How long other nodes wait for one that works on a batch and gives no sign of life.")
    private long ledgerLease = 30_000;

    public String getBatchDirectory() {
        return batchDirectory;
    }

    public void setBatchDirectory(String batchDirectory) {
        this.batchDirectory = batchDirectory;
    }

    public DataSource getLedgerDataSource() {
        return ledgerDataSource;
    }

    public void setLedgerDataSource(DataSource ledgerDataSource) {
        this.ledgerDataSource = ledgerDataSource;
    }

    public String getLedgerBean() {
        return ledgerBean;
    }

    public void setLedgerBean(String ledgerBean) {
        this.ledgerBean = ledgerBean;
    }

    public long getLedgerRetention() {
        return ledgerRetention;
    }

    public void setLedgerRetention(long ledgerRetention) {
        this.ledgerRetention = ledgerRetention;
    }

    public long getLedgerLease() {
        return ledgerLease;
    }

    public void setLedgerLease(long ledgerLease) {
        this.ledgerLease = ledgerLease;
    }
}
