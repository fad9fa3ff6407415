/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.cache;

import java.util.List;

/**
 * A prompt as the cache sees it.
 *
 * @param scope what entries are shared within: workspace and model
 * @param prefixes the prompt up to and including each of its blocks, in order
 * @param marks where it is marked, in order
 * @param minTokens shorter prefixes are not cached
 * @param promptTokens all tokens of the prompt
 */
public record CacheQuery(String scope, List<Prefix> prefixes, List<Mark> marks, long minTokens, long promptTokens) {

    public CacheQuery {
        prefixes = List.copyOf(prefixes);
        marks = List.copyOf(marks);
    }

    /** Everything up to a block. */
    public record Prefix(String hash, long tokens) {}

    /** A mark at the block with this index. */
    public record Mark(int position, Ttl ttl) {}
}
