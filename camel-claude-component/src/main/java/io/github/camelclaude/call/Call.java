/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import io.github.camelclaude.backend.ClaudeRequest;
import io.github.camelclaude.prefix.CachePlan;
import io.github.camelclaude.resilience.RetryRules;
import java.time.Duration;
import java.time.Instant;

/**
 * One call that is wanted.
 *
 * @param request    what to send
 * @param plan       what of it is marked for the prompt cache
 * @param time       how long it may take
 * @param terms      how it waits
 * @param rules      how often it is tried again
 * @param where      which backends may take it
 * @param ticket     what an earlier step got for it, or null
 * @param again      whether it was granted and then refused by the service for a limit: it waits at the head
 * @param exchangeId who asks, for the records
 * @param route      what calls like it come from; they resemble each other
 */
public record Call(
        ClaudeRequest request,
        CachePlan plan,
        Time time,
        WaitTerms terms,
        RetryRules rules,
        Where where,
        Ticket ticket,
        boolean again,
        String exchangeId,
        String route) {

    /**
     * How long a call may take, from its first attempt on: what it waits before that does not count.
     *
     * @param timeout  how long at most, all attempts and what is between them
     * @param attempt  how long a single attempt at most
     * @param deadline until when the answer is wanted, or null
     */
    public record Time(Duration timeout, Duration attempt, Instant deadline) {}
}
