/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import io.github.camelclaude.rate.Priority;

/**
 * One piece of work.
 *
 * @param characters what the client sees of its input
 * @param input      tokens, which the service counts
 * @param output     tokens, which the model will write
 * @param streamed   whether the answer comes as a stream, its headers first
 * @param offeredAt  nanoseconds
 * @param deadline   nanoseconds, as in a demand
 * @param patience   how long it waits until whoever asked has gone, in nanoseconds
 */
record Call(
        long id,
        TextClass text,
        int characters,
        int input,
        int output,
        boolean streamed,
        Priority priority,
        String tenant,
        long offeredAt,
        long deadline,
        long patience) {}
