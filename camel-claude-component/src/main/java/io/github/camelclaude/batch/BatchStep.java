/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

/** The points on the way of a batch at which something has just become true; a process may die at any of them. */
public enum BatchStep {
    /** An item has been read. */
    READ,
    /** All items of a job lie in spool files, and the ledger knows them; it has not accepted the job. */
    SPOOLED,
    /** The ledger has accepted the job. */
    ACCEPTED,
    /** The intent to send is written; nothing was sent. */
    INTENDED,
    /** The service has answered; nothing was written. */
    SENT,
    /** The ledger knows the id of the batch. */
    SUBMITTED,
    /** The ledger knows that the batch has ended. */
    ENDED,
    /** An item is about to be handed to its route. */
    FETCHED,
    /** Its route is through; the ledger does not know yet. */
    HANDED_ON,
    /** The ledger knows. */
    FINISHED,
    /** What is to be submitted again lies in a new spool file; the ledger does not know yet. */
    SPOOLED_AGAIN,
    /** The ledger has moved it to a new submission. */
    MOVED,
    /** All items of the submission have come to their end. */
    DONE,
    /** Its spool file is gone. */
    CLEARED
}
