/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

/**
 * A permit that is wanted.
 *
 * @param call    for which call
 * @param draw    what it will take, and where
 * @param ticket  what an earlier step got for it, or null
 * @param again   whether it was granted there and then refused by the service for a limit
 * @param endBy   when the time of the call is over, in nanoseconds as the limiter has them; its first attempt begins it
 * @param attempt the number of the attempt, from 1 on
 * @param since   when the wait began, in nanoseconds as well; {@link #NOW} for one that begins
 */
record Wish(Call call, Draw draw, Ticket ticket, boolean again, long endBy, int attempt, long since) {

    static final long NOW = Long.MIN_VALUE;
}
