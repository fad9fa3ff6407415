/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch.ledger;

import java.time.Instant;
import java.util.Map;

/**
 * All items that one exchange handed in.
 *
 * @param key          what makes it this one: a second one with the same key is the same job handed in again
 * @param name         the name under which its results are consumed
 * @param items        how many were taken in
 * @param rejected     how many were not, and went to the dead-letter
 * @param outcomes     how many have come to which end
 * @param submissions  how many submissions are in which state
 * @param resubmitted  how many items were submitted again, all times counted
 * @param perhapsTwice how many items may have been paid twice, because the service may have taken a request whose answer was
 *                     never seen
 * @param usage        of all items that were handed on
 * @param acceptedAt   when the ledger had it
 * @param doneAt       when its last item had come to its end, or null
 */
public record Job(
        String key,
        String name,
        long items,
        long rejected,
        Map<Outcome, Long> outcomes,
        Map<SubmissionState, Long> submissions,
        long resubmitted,
        long perhapsTwice,
        Usage usage,
        Instant acceptedAt,
        Instant doneAt) {

    public Job {
        outcomes = Map.copyOf(outcomes);
        submissions = Map.copyOf(submissions);
    }
}
