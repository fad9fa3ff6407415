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
import io.github.camelclaude.prefix.CacheLife;
import io.github.camelclaude.prefix.CachePrefix;
import io.github.camelclaude.prefix.PlannedRequest;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import io.github.camelclaude.resilience.ClaudeRateLimitException;
import io.github.camelclaude.resilience.ClaudeRefusedException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
        boolean continued = exchange.removeProperty(ClaudeConstants.CONVERSATION) != null;
        PlannedRequest planned = planned(exchange, request, continued);
        if (planned.body() == request.body()) {
            exchange.removeProperty(ClaudeConstants.ASKED);
        } else {
            exchange.setProperty(ClaudeConstants.ASKED, request);
        }
        return call(exchange, time, planned, only);
    }

    /** The same for a call that a later step makes: the message stays as it is. */
    public Call foresee(Exchange exchange) {
        Call.Time time = begin(exchange);
        boolean continued = exchange.getProperty(ClaudeConstants.CONVERSATION) != null;
        return call(exchange, time, planned(exchange, requests.peek(exchange), continued), madeBy(exchange));
    }

    /**
     * A call that only writes a prefix to the cache.
     *
     * @throws ClaudeInvalidRequestException if the message has no model, or something it says can't be
     */
    public Call warmUp(Exchange exchange, CachePrefix prefix) {
        Call.Time time = begin(exchange);
        Map<String, Object> fields = requests.withHeaders(settings.defaults(), exchange.getMessage());
        RequestBuilder.requireModel(fields);
        return call(exchange, time, settings.cache().warmUp(fields, prefix), null);
    }

    /** With the prefix that it names in front. */
    private PlannedRequest planned(Exchange exchange, ClaudeRequest request, boolean continued) {
        CacheSettings cache = settings.cache();
        return cache.planned(
                request.body(),
                cache.named(exchange.getMessage(), settings.allowedHeaders(), cache.named()),
                continued || settings.bodyFormat() != BodyFormat.text,
                CacheLife.FIVE_MINUTES);
    }

    private Call.Time begin(Exchange exchange) {
        settings.headerMapping().apply(exchange.getMessage(), settings.mostTokens());
        return callTime.timeOf(exchange.getMessage(), Instant.now());
    }

    private Call call(Exchange exchange, Call.Time time, PlannedRequest planned, String only) {
        return new Call(
                new ClaudeRequest(planned.body()),
                planned.plan(),
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
