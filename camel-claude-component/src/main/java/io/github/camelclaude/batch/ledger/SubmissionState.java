/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch.ledger;

/** Where a submission is on its way. What is written is true even if the process dies right after. */
public enum SubmissionState {
    /** Spooled and accepted; nothing was sent, or nothing of it arrived. */
    READY,
    /** The intent to send: written before the request goes out. Whoever finds it without a lease knows that its sender died. */
    SENDING,
    /** Sent, and nobody knows whether it arrived. */
    UNKNOWN,
    /** A batch that looks like it has been found; whether it is it shows when that ends. */
    SUSPECT,
    /** Nothing happens until an operator decides. */
    HELD,
    /** The service has it, under a batch id. */
    SUBMITTED,
    /** The batch has ended; its results are being handed on. */
    ENDED,
    /** Every item has come to its end. */
    DONE
}
