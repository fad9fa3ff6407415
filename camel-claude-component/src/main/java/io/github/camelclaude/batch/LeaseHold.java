/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import io.github.camelclaude.batch.ledger.LedgerException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Renews a lease as long as somebody works on what it is for. */
final class LeaseHold implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseHold.class);

    private final String what;
    private final BooleanSupplier renewal;
    private final ScheduledFuture<?> renewing;
    private volatile boolean lost;

    /** @param renewal false if the lease was lost */
    LeaseHold(BatchStore store, String what, BooleanSupplier renewal) {
        this.what = what;
        this.renewal = renewal;
        long third = Math.max(1, store.lease().toMillis() / 3);
        renewing = store.timer().scheduleAtFixedRate(this::renew, third, third, TimeUnit.MILLISECONDS);
    }

    private void renew() {
        try {
            if (!renewal.getAsBoolean()) {
                lost = true;
            }
        } catch (LedgerException e) {
            LOG.debug("The lease of {} could not be renewed; it is tried again", what, e);
        }
    }

    /** Whether another node works on it now. */
    boolean isLost() {
        return lost;
    }

    @Override
    public void close() {
        renewing.cancel(false);
    }
}
