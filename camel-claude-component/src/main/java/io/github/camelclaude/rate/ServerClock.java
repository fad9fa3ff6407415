/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate;

/**
 * How far the service's clock is ahead of ours. Each {@code Date} header, in whole seconds, puts the difference between two
 * bounds; the narrowest pair counts until it is {@value #FORGET_MINUTES} minutes old or contradicted.
 */
final class ServerClock {

    private static final long SECOND = 1_000_000_000L;
    private static final int FORGET_MINUTES = 10;

    private long least = -SECOND;
    private long most = SECOND;
    private long since = Long.MIN_VALUE;

    /**
     * @param date       the service's time somewhere between the two others, cut to whole seconds
     * @param sentAt     when the request left, by our clock
     * @param receivedAt when the response came, by our clock
     */
    void observe(long date, long sentAt, long receivedAt) {
        long newLeast = date - receivedAt;
        long newMost = date + SECOND - sentAt;
        boolean isOld = since == Long.MIN_VALUE || receivedAt - since > FORGET_MINUTES * 60 * SECOND;
        if (isOld || newLeast > most || newMost < least) {
            least = newLeast;
            most = newMost;
            since = receivedAt;
        } else {
            least = Math.max(least, newLeast);
            most = Math.min(most, newMost);
        }
    }

    /** The service's time as ours. */
    long ours(long theirs) {
        return theirs - (least + most) / 2;
    }

    /** How far {@link #ours} may be wrong, nanoseconds. */
    long uncertainty() {
        return (most - least) / 2;
    }
}
