/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import java.io.IOException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forgets what nobody needs any more.
 *
 * @param retention how long a job is remembered after it was done; until then the same is not taken in again
 */
record Housekeeping(Duration retention) {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    /** A file may belong to a job that another node is taking in. */
    private static final Duration YOUNG = Duration.ofHours(24);

    void clean(BatchStore store) {
        int jobs = store.ledger().purge(store.now().minus(retention));
        if (jobs > 0) {
            LOG.info("{} jobs that were done more than {} ago are forgotten", jobs, retention);
        }
        try {
            SpoolDirectory.sweep(
                    store.spool(), store.ledger().spools(), store.now().minus(YOUNG));
        } catch (IOException e) {
            LOG.warn("The spool directory {} can't be swept: {}", store.spool(), e.toString());
        }
    }
}
