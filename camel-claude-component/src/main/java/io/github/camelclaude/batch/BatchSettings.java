/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import io.github.camelclaude.call.Where;
import java.time.Duration;

/**
 * What an endpoint says about its batches.
 *
 * @param name          under which jobs are handed in and their results consumed
 * @param where         which backends may take them
 * @param timeout       the longest time a request about batches may take, the upload of a batch included
 * @param checkDelay    how long to wait at least before a batch is looked at again
 * @param maxCheckDelay how long at most
 * @param suspectGrace  how long a batch is looked for that may have arrived
 * @param maxResubmits  how often an item is submitted again
 */
public record BatchSettings(
        String name,
        Where where,
        Duration timeout,
        Duration checkDelay,
        Duration maxCheckDelay,
        Duration suspectGrace,
        int maxResubmits) {

    /**
     * When to look again at a batch that is so old. Its counts tell nothing until it has ended, and it may take a minute or a
     * day: the wait grows with its age, so that a tenth of the time is lost at most.
     */
    Duration nextCheck(Duration age) {
        Duration tenth = age.dividedBy(10);
        return tenth.compareTo(checkDelay) < 0
                ? checkDelay
                : tenth.compareTo(maxCheckDelay) > 0 ? maxCheckDelay : tenth;
    }

    /** How long to wait before the next attempt after so many. */
    Duration backOff(int attempts) {
        Duration doubled = checkDelay.multipliedBy(1L << Math.min(16, Math.max(0, attempts - 1)));
        return doubled.compareTo(maxCheckDelay) > 0 ? maxCheckDelay : doubled;
    }
}
