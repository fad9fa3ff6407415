/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.cache;

/** How long an entry lives after the start of the request that wrote or last read it. */
public enum Ttl {
    FIVE_MINUTES(300_000_000_000L),
    HOUR(3_600_000_000_000L);

    private final long nanos;

    Ttl(long nanos) {
        this.nanos = nanos;
    }

    long nanos() {
        return nanos;
    }
}
