/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.backend.ClaudeRequest;
import io.github.camelclaude.call.Call;
import io.github.camelclaude.call.Ticket;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import io.github.camelclaude.resilience.ClaudeRateLimitException;
import io.github.camelclaude.resilience.ClaudeRefusedException;
import java.time.Instant;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;

/** Makes the call that an exchange wants: what to send, how long it may take, how it waits, and the ticket it brings. */
public final class CallBuilder {

    private final CallSettings settings;
    private final CallTime callTime;
    private final CallTerms terms;
    private final RequestBuilder requests;

    public CallBuilder(CallSettings settings) {
        this.settings = settings;
        this.callTime = new CallTime(settings);
        this.terms = new CallTerms(settings);
        this.requests = new RequestBuilder(settings);
    }

    /**
     * A call that is made now: the message's body is used up.
     *
     * @throws ClaudeInvalidRequestException if the message can't become a call
     * @throws ClaudeRefusedException        if its deadline has passed
     */
    Call build(Exchange exchange) {
        if (exchange.getProperty(ClaudeConstants.TICKET) == null) {
            exchange.getMessage().removeHeader(ClaudeConstants.PERMIT);
        }
        Call.Time time = begin(exchange);
        ClaudeRequest request = requests.build(exchange);
        exchange.removeProperty(ClaudeConstants.CONVERSATION);
        return call(exchange, time, request);
    }

    /** The same for a call that a later step makes: the message stays as it is. */
    public Call foresee(Exchange exchange) {
        Call.Time time = begin(exchange);
        return call(exchange, time, requests.peek(exchange));
    }

    private Call.Time begin(Exchange exchange) {
        settings.headerMapping().apply(exchange.getMessage(), settings.mostTokens());
        return callTime.timeOf(exchange.getMessage(), Instant.now());
    }

    private Call call(Exchange exchange, Call.Time time, ClaudeRequest request) {
        return new Call(
                request,
                time,
                terms.of(exchange),
                exchange.getProperty(ClaudeConstants.TICKET) instanceof Ticket ticket ? ticket : null,
                wasRefused(exchange),
                exchange.getExchangeId(),
                Objects.toString(exchange.getFromRouteId(), ""));
    }

    /** Whether this is the redelivery of a call that the service refused for a limit. */
    private static boolean wasRefused(Exchange exchange) {
        return exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT) instanceof ClaudeRateLimitException
                && exchange.getMessage().getHeader(Exchange.REDELIVERED, false, Boolean.class);
    }
}
