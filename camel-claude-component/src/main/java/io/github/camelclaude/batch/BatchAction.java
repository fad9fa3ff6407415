/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

/** What can be done with message batches that there are. */
public enum BatchAction {
    RETRIEVE,
    LIST,
    CANCEL,
    DELETE,
    RESULTS
}
