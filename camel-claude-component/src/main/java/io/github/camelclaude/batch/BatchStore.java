/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import io.github.camelclaude.batch.ledger.Lease;
import io.github.camelclaude.batch.ledger.Ledger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What all endpoints of a component that know batches share.
 *
 * @param ledger the record of what is on its way
 * @param spool  the directory with the request bodies
 * @param node   names this process among those that share the ledger; new for each start
 * @param lease  how long another node waits for one that has died
 * @param timer  keeps leases; never blocked for long
 */
public record BatchStore(
        Ledger ledger,
        Path spool,
        String node,
        Duration lease,
        Clock clock,
        ScheduledExecutorService timer,
        BatchEvents events) {

    Instant now() {
        return clock.instant();
    }

    Lease newLease() {
        return new Lease(node, now(), lease);
    }

    /** Keeps the lease of a submission until it is let go. */
    LeaseHold hold(String nonce) {
        return new LeaseHold(this, "submission " + nonce, () -> ledger.renew(nonce, newLease()));
    }

    /** Keeps the lease of a job that is being taken in. */
    LeaseHold holdJob(String key) {
        return new LeaseHold(this, "job " + key, () -> {
            ledger.add(key, "", List.of(), newLease());
            return true;
        });
    }

    Path file(String name) {
        return spool.resolve(name);
    }
}
