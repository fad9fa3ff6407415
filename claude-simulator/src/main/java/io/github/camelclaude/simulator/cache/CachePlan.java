/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.cache;

import java.util.List;

/**
 * What the cache does for a prompt.
 *
 * @param read tokens read
 * @param write5m tokens written for five minutes
 * @param write1h tokens written for an hour
 * @param uncached tokens behind the last mark, or all where nothing is cached
 * @param touched entries that exist from the beginning of the answer on, or live anew
 */
public record CachePlan(long read, long write5m, long write1h, long uncached, List<Touched> touched) {

    /** An entry that is written or read. */
    record Touched(String key, Ttl ttl) {}

    /** The same where nothing could be read: what was read is written instead. */
    public CachePlan withoutReads() {
        return write1h > 0
                ? new CachePlan(0, write5m, write1h + read, uncached, touched)
                : new CachePlan(0, write5m + read, 0, uncached, touched);
    }

    /** All of the prompt is plain input. */
    public static CachePlan nothing(long promptTokens) {
        return new CachePlan(0, 0, 0, promptTokens, List.of());
    }
}
