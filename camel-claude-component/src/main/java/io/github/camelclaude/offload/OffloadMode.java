/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.offload;

/** Whether calls go into batches by themselves. */
public enum OffloadMode {
    /** Each call is made by itself. */
    never,
    /** Calls that can wait, or would have to for long, go into a batch. */
    batch
}
