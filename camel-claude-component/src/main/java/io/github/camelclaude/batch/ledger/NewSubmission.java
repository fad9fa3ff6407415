/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch.ledger;

/**
 * What is to be sent as one batch.
 *
 * @param nonce the beginning of the {@code custom_id} of its items; unique for ever
 * @param items how many; positive
 * @param bytes of the request body
 * @param spool the name of the file that holds the request body; {@link #NO_SPOOL} if others have sent it
 * @param behind the nonce of the submission that is sent first; or null
 */
public record NewSubmission(String nonce, int items, long bytes, String spool, String behind) {

    /** The spool of what is not sent by us. */
    public static final String NO_SPOOL = "";

    public NewSubmission(String nonce, int items, long bytes, String spool) {
        this(nonce, items, bytes, spool, null);
    }

    /** The same, to be sent when another submission has ended, is held, or has taken an hour. */
    public NewSubmission behind(String other) {
        return new NewSubmission(nonce, items, bytes, spool, other);
    }
}
