/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import java.time.Duration;

/** Whose batches are handed on. */
public enum Adopt {
    /** Those that were handed in through the ledger. */
    none,
    /** All of the workspace, whoever has sent them. */
    all;

    /** So long the service keeps results, from when the batch was made. */
    public static final Duration RESULTS_KEPT = Duration.ofDays(29);
}
