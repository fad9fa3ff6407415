/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch.ledger;

import java.time.Instant;
import java.util.List;

/**
 * A submission as the ledger knows it.
 *
 * @param nonce        the beginning of the {@code custom_id} of its items
 * @param jobKey       the key of its job
 * @param name         the name under which results of its job are consumed
 * @param items        how many
 * @param bytes        of the request body
 * @param spool        the name of the file that holds the request body
 * @param state        where it is on its way
 * @param backend      which backend it went to, or null if nothing was sent
 * @param batchId      what the service calls it, or null as long as nobody knows; of a suspect: what it may be
 * @param notOurs      batches that looked like it and are not
 * @param attempts     how often it was sent
 * @param intendedAt   when it was last about to be sent, or null
 * @param submittedAt  when the service had it, or null
 * @param nextAt       nothing is done with it before
 * @param checks       how often it was looked at since it changed
 * @param reason       why it waits or is held, in words; or null
 */
public record Submission(
        String nonce,
        String jobKey,
        String name,
        int items,
        long bytes,
        String spool,
        SubmissionState state,
        String backend,
        String batchId,
        List<String> notOurs,
        int attempts,
        Instant intendedAt,
        Instant submittedAt,
        Instant nextAt,
        int checks,
        String reason) {

    public Submission {
        notOurs = List.copyOf(notOurs);
    }

    /** Whether others have sent it: then its rows are the lines of its results, and it can't be sent again. */
    public boolean isAdopted() {
        return spool.equals(NewSubmission.NO_SPOOL);
    }
}
