/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import java.util.List;

/**
 * Some of the batches there are.
 *
 * @param batches   the newest first
 * @param hasMore   whether there are older ones
 * @param simulated whether a simulator said so
 */
public record BatchPage(List<BatchState> batches, boolean hasMore, boolean simulated) {

    public BatchPage {
        batches = List.copyOf(batches);
    }
}
