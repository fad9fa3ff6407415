/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.backend.ClaudeRequest;
import io.github.camelclaude.call.Call;
import io.github.camelclaude.call.Ticket;
import io.github.camelclaude.call.Where;
import io.github.camelclaude.prefix.CachePlan;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import io.github.camelclaude.resilience.ClaudeRateLimitException;
import io.github.camelclaude.resilience.ClaudeRefusedException;
import java.time.Instant;
import java.util.List;
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
        String only = madeBy(exchange);
        ClaudeRequest request = requests.build(exchange);
        exchange.removeProperty(ClaudeConstants.CONVERSATION);
        return call(exchange, time, request, only);
    }

    /** The same for a call that a later step makes: the message stays as it is. */
    public Call foresee(Exchange exchange) {
        Call.Time time = begin(exchange);
        return call(exchange, time, requests.peek(exchange), madeBy(exchange));
    }

    private Call.Time begin(Exchange exchange) {
        settings.headerMapping().apply(exchange.getMessage(), settings.mostTokens());
        return callTime.timeOf(exchange.getMessage(), Instant.now());
    }

    private Call call(Exchange exchange, Call.Time time, ClaudeRequest request, String only) {
        return new Call(
                request,
                CachePlan.NONE,
                time,
                terms.of(exchange),
                settings.retries(),
                where(exchange, only),
                exchange.getProperty(ClaudeConstants.TICKET) instanceof Ticket ticket ? ticket : null,
                wasRefused(exchange),
                exchange.getExchangeId(),
                Objects.toString(exchange.getFromRouteId(), ""));
    }

    /** The header narrows what the endpoint allows: whoever sends a message must not open what its route has closed. */
    private Where where(Exchange exchange, String only) {
        Where where = settings.where();
        Object header = settings.allowedHeaders().contains(ClaudeConstants.ALLOWED_BACKENDS)
                ? exchange.getMessage().getHeader(ClaudeConstants.ALLOWED_BACKENDS)
                : null;
        if (header == null) {
            return new Where(where.backends(), where.regions(), only);
        }
        List<String> wanted = Where.names(header.toString());
        List<String> allowed = wanted.stream()
                .filter(name -> where.backends().isEmpty() || where.backends().contains(name))
                .toList();
        if (allowed.isEmpty()) {
            throw new ClaudeInvalidRequestException("Header " + ClaudeConstants.ALLOWED_BACKENDS + "=" + header
                    + " allows none of those that the endpoint does (allowedBackends="
                    + String.join(",", where.backends()) + "). Nothing was sent");
        }
        return new Where(allowed, where.regions(), only);
    }

    /** A turn with signed thinking can only be continued where it was made. */
    private static String madeBy(Exchange exchange) {
        return exchange.getProperty(ClaudeConstants.CONVERSATION) instanceof Conversation conversation
                ? conversation.onlyBackend()
                : null;
    }

    /** Whether this is the redelivery of a call that the service refused for a limit. */
    private static boolean wasRefused(Exchange exchange) {
        return exchange.getProperty(ExchangePropertyKey.EXCEPTION_CAUGHT) instanceof ClaudeRateLimitException
                && exchange.getMessage().getHeader(Exchange.REDELIVERED, false, Boolean.class);
    }
}
