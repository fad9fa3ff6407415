/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import io.github.camelclaude.offload.OffloadMode;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** The options of a call about batches that it goes into by itself. */
@UriParams
public abstract class OffloadConfiguration extends CacheConfiguration {

    @UriParam(
            label = "producer,batch",
            enums = "never,batch",
            defaultValue = "never",
            description =
                    "Whether calls go into batches by themselves, at half the price: with batch those of low priority, and those that would wait for their permit for longer than offloadAfter, unless their answer is wanted within 24 hours (CamelClaudeDeadline). Needs offloadTo. No header can ask for it.")
    private OffloadMode offload = OffloadMode.never;

    @UriParam(
            label = "producer,batch",
            defaultValue = "1m",
            javaType = "java.time.Duration",
            description =
                    "How long a call may have to wait for its permit, as far as is known; one that would wait longer goes into a batch.")
    private long offloadAfter = 60_000;

    @UriParam(
            label = "producer,batch",
            description =
                    "The endpoint that gets the answers of calls that went into a batch, one exchange each, as from(claude:batch) would: also after a restart, and again until its route is through.")
    private String offloadTo;

    @UriParam(
            label = "producer,batch",
            defaultValue = "0",
            javaType = "java.time.Duration",
            description =
                    "How long an InOut exchange may wait for its answer from a batch. 0 for not at all: it fails instead of going into a batch, and nothing is sent. After that time it fails, and its answer comes to offloadTo.")
    private long offloadWait = 0;

    @UriParam(
            label = "producer,batch",
            defaultValue = "10s",
            javaType = "java.time.Duration",
            description =
                    "How long calls are collected before they go into a batch together. An exchange is done when the batch ledger has its call, so this is how long its source has to hold it.")
    private long offloadCollect = 10_000;

    @UriParam(
            label = "producer,batch",
            defaultValue = "1000",
            description =
                    "How many calls are collected at most for one batch. Twice as many may be held in memory until the batch ledger has them; what happens to one more is up to whenFull.")
    private int offloadSize = 1_000;

    @UriParam(
            label = "producer,batch",
            description =
                    "The batchName of the batches. If not set, it is made of offloadTo, responseFormat, allowedBackends and allowedRegions, so that a restart finds its own: set it where one of these may change while batches are under way.")
    private String offloadName;

    public OffloadMode getOffload() {
        return offload;
    }

    public void setOffload(OffloadMode offload) {
        this.offload = offload;
    }

    public long getOffloadAfter() {
        return offloadAfter;
    }

    public void setOffloadAfter(long offloadAfter) {
        this.offloadAfter = offloadAfter;
    }

    public String getOffloadTo() {
        return offloadTo;
    }

    public void setOffloadTo(String offloadTo) {
        this.offloadTo = offloadTo;
    }

    public long getOffloadWait() {
        return offloadWait;
    }

    public void setOffloadWait(long offloadWait) {
        this.offloadWait = offloadWait;
    }

    public long getOffloadCollect() {
        return offloadCollect;
    }

    public void setOffloadCollect(long offloadCollect) {
        this.offloadCollect = offloadCollect;
    }

    public int getOffloadSize() {
        return offloadSize;
    }

    public void setOffloadSize(int offloadSize) {
        this.offloadSize = offloadSize;
    }

    public String getOffloadName() {
        return offloadName;
    }

    public void setOffloadName(String offloadName) {
        this.offloadName = offloadName;
    }
}
