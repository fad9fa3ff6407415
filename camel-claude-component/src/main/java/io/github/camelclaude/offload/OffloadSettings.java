/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.offload;

import io.github.camelclaude.call.WhenFull;
import java.time.Duration;
import java.util.List;

/**
 * What an endpoint says about the calls that go into batches.
 *
 * @param after          how long a call may have to wait for its permit before it goes into one
 * @param answerWait     how long an InOut exchange may wait for its answer; zero if none may
 * @param collect        how long calls are collected
 * @param size           how many at most
 * @param transactedWait how long one may be collected whose transaction is open
 * @param whenFull       what happens if too many wait for the ledger
 * @param mostWaiting    how many InOut exchanges may wait
 * @param context        the headers that come back with the answer
 * @param to             the endpoint that gets the answers
 */
public record OffloadSettings(
        Duration after,
        Duration answerWait,
        Duration collect,
        int size,
        Duration transactedWait,
        WhenFull whenFull,
        int mostWaiting,
        List<String> context,
        String to) {

    /** How many calls are in memory at most before the ledger has them: those of two jobs. */
    int mostHeld() {
        return size > Integer.MAX_VALUE / 2 ? Integer.MAX_VALUE : 2 * size;
    }
}
