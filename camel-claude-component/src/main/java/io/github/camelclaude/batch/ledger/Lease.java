/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch.ledger;

import java.time.Duration;
import java.time.Instant;

/**
 * Who works on something, and until when. A node that dies is waited for until its lease is over.
 *
 * @param owner the node; unique among those that share the ledger
 * @param now   the time
 * @param span  for how long
 */
public record Lease(String owner, Instant now, Duration span) {

    public Instant until() {
        return now.plus(span);
    }
}
