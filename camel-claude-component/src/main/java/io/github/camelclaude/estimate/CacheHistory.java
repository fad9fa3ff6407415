/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.estimate;

import io.github.camelclaude.catalog.TokenUsage;
import java.util.concurrent.TimeUnit;

/**
 * How much of a prompt is safely assumed to be read from the cache: the least that the last {@value #RECENT} marked calls
 * read, and no greater part of the prompt than any of them. Nothing before a call has been seen, and nothing when the last
 * was sent more than four minutes ago, because an entry may live for five only. Wrong on the low side by design: what is
 * read is not charged, so that a read that does not come would overdraw the limit.
 */
final class CacheHistory {

    static final int RECENT = 8;

    private static final long FRESH = TimeUnit.MINUTES.toNanos(4);
    private static final double NEWER_COUNTS = 0.1;

    private final long[] reads = new long[RECENT];
    private final double[] shares = new double[RECENT];
    private int seen;
    private long lastSent;
    /** Which part of what is not read is written. Before anything is known: all of it, which is the dearer. */
    private double writtenShare = 1;

    synchronized void observed(TokenUsage actual, long sent) {
        long prompt = actual.promptLength();
        if (prompt <= 0) {
            return;
        }
        reads[seen % RECENT] = actual.cacheRead();
        shares[seen % RECENT] = (double) actual.cacheRead() / prompt;
        lastSent = seen == 0 ? sent : Math.max(lastSent, sent);
        long rest = prompt - actual.cacheRead();
        if (rest > 0) {
            double weight = Math.max(NEWER_COUNTS, 1.0 / (seen + 1));
            writtenShare += weight * ((double) actual.cacheWrite() / rest - writtenShare);
        }
        // The ring's index must survive any number of calls.
        seen = seen + 1 >= 2 * RECENT ? RECENT + (seen + 1) % RECENT : seen + 1;
    }

    /** Of a prompt of so many tokens. */
    synchronized long safeRead(long prompt, long now) {
        if (seen == 0 || now - lastSent > FRESH) {
            return 0;
        }
        long least = Long.MAX_VALUE;
        double greatest = 0;
        for (int i = 0; i < Math.min(seen, RECENT); i++) {
            least = Math.min(least, reads[i]);
            greatest = Math.max(greatest, shares[i]);
        }
        return Math.min(least, (long) (greatest * prompt));
    }

    /** How much of what is not read will be written. */
    synchronized long written(long rest) {
        return Math.round(rest * writtenShare);
    }
}
