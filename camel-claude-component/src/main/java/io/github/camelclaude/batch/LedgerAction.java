/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

/** What {@code claude:batch-ledger} does. */
public enum LedgerAction {
    /** Tells how jobs and submissions stand. */
    picture,
    /** A held submission is sent again. */
    again,
    /** A held submission is the batch that is named. */
    confirm
}
