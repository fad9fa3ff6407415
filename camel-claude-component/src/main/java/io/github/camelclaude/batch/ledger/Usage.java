/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch.ledger;

/**
 * What an item used.
 *
 * @param inputTokens  neither read from nor written to the prompt cache
 * @param outputTokens thinking included
 * @param microUsd     what it cost, in millionths of a USD; 0 where nobody knows the price
 */
public record Usage(long inputTokens, long outputTokens, long microUsd) {

    public static final Usage NONE = new Usage(0, 0, 0);
}
