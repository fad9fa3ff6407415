/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import io.github.camelclaude.backend.ClaudeRequest;
import io.github.camelclaude.catalog.TokenUsage;
import io.github.camelclaude.limits.RefusalText;
import io.github.camelclaude.rate.Cost;
import io.github.camelclaude.rate.Permit;
import io.github.camelclaude.rate.Permit.Fate;
import io.github.camelclaude.rate.Permit.Kind;
import io.github.camelclaude.rate.Permit.Refused;
import io.github.camelclaude.rate.Permit.Verdict;
import io.github.camelclaude.rate.Report;
import io.github.camelclaude.resilience.ClaudeException;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import io.github.camelclaude.resilience.ClaudeRateLimitException;
import io.github.camelclaude.resilience.ClaudeTransportException;
import io.github.camelclaude.resilience.ErrorClass;
import io.github.camelclaude.resilience.Failure;
import java.math.BigDecimal;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLHandshakeException;

/** Tells the limiter how an attempt went: its headers once, its end once, whatever happens. */
final class Settlement {

    private final Permit permit;
    private final Decision decision;
    private final ClaudeRequest request;
    private final Draw draw;
    private final Draw asked;
    private final Draws draws;
    private final LongSupplier now;
    private Consumer<TokenUsage> input = usage -> {};

    /** @param now nanoseconds on the scale of the estimates */
    Settlement(Admitted admitted, Draws draws, LongSupplier now) {
        this.permit = admitted.permit();
        this.decision = admitted.decision();
        this.request = admitted.call().request();
        this.draw = admitted.draw();
        this.asked = admitted.asked();
        this.draws = draws;
        this.now = now;
    }

    /** Somebody wants to know what was read from the cache and written to it, as soon as that is known, perhaps repeatedly. */
    void whenInputIsKnown(Consumer<TokenUsage> told) {
        input = told;
    }

    /** What the service calls the request; null if it did not say. */
    void requestIs(String name) {
        decision.requestIs(name);
    }

    void sent() {
        Cost expected = draws.expected(asked, request);
        decision.sent(now.getAsLong(), expected);
        permit.sent(expected);
    }

    /** A stream has begun. */
    void began(Map<String, String> headers, TokenUsage usage) {
        permit.began(report(headers), cost(usage, 0, BigDecimal.ZERO));
        input.accept(usage);
    }

    /** @param usd the price, or null if nobody knows it */
    void answered(TokenUsage usage, BigDecimal usd, Map<String, String> headers) {
        Cost actual = cost(usage, permit.demand().cost().maxOutput(), usd == null ? BigDecimal.ZERO : usd);
        if (permit.answered(actual, report(headers))) {
            decision.answered(actual);
        }
        input.accept(usage);
    }

    /** Remembers what an answered call used. */
    void learn(TokenUsage usage) {
        draws.settled(draw, usage, decision.sentAt());
    }

    private Report report(Map<String, String> headers) {
        return draws.report(request, headers);
    }

    private static Cost cost(TokenUsage usage, long maxOutput, BigDecimal usd) {
        return new Cost(
                usage.input(),
                usage.cacheWrite(),
                usage.cacheRead(),
                usage.output(),
                maxOutput,
                usd.movePointRight(6).longValue());
    }

    /**
     * The attempt failed.
     *
     * @return what to tell whoever made the call: mostly the same failure
     */
    Throwable failed(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof ClaudeException known) {
            decision.requestIs(known.requestId().orElse(null));
        }
        if (cause instanceof ClaudeRateLimitException limited) {
            return refused(limited);
        }
        Report report = cause instanceof ClaudeException known ? report(known.limitHeaders()) : Report.NONE;
        if (permit.failed(fate(cause), report)) {
            decision.ended(
                    cause instanceof ClaudeException known
                            ? "failed: " + known.errorClass().label()
                            : cause instanceof CancellationException ? "cancelled" : "failed");
        }
        return cause;
    }

    private Throwable refused(ClaudeRateLimitException limited) {
        Kind kind = limited.errorClass() == ErrorClass.RAMP ? Kind.RAMP : Kind.BUCKET;
        OptionalLong retryAfter = limited.retryAfter().isPresent()
                ? OptionalLong.of(limited.retryAfter().get().toNanos())
                : OptionalLong.empty();
        Verdict verdict = permit.refused(new Refused(
                kind,
                retryAfter,
                RefusalText.dimension(limited.getMessage()).orElse(null),
                report(limited.limitHeaders())));
        decision.ended("refused by the service: " + limited.errorClass().label());
        return verdict.oversize() ? oversize(limited, verdict.allowed()) : limited;
    }

    private static ClaudeException oversize(ClaudeRateLimitException limited, long allowed) {
        return new ClaudeInvalidRequestException(
                ErrorClass.OVERSIZE,
                "The request is larger than what the limits let pass at once, which is about %,d as far as is known; make it smaller, or raise the limit. %s"
                        .formatted(allowed, limited.getMessage()),
                limited.response());
    }

    /** What is known of a failure that matters for a retry. */
    static Failure failure(ClaudeException cause) {
        return new Failure(
                cause.errorClass(),
                fate(cause) == Fate.UNKNOWN ? Failure.Outcome.UNKNOWN : Failure.Outcome.NOT_DONE,
                cause.retryAfter().orElse(null));
    }

    /** What the service may have charged. */
    private static Fate fate(Throwable cause) {
        if (!(cause instanceof ClaudeException known)) {
            return cause instanceof CancellationException ? Fate.UNKNOWN : Fate.NOT_SENT;
        }
        return switch (known.errorClass()) {
            case BUCKET, RAMP, OVERLOADED, SPEND_CAP, AUTH, INVALID, OVERSIZE ->
                known.statusCode().isPresent() ? Fate.NO_WORK : Fate.NOT_SENT;
            case SERVER -> isRefused(known) ? Fate.NO_WORK : Fate.UNKNOWN;
            case NETWORK, TIMEOUT -> isUnsent(known) ? Fate.NOT_SENT : Fate.UNKNOWN;
            case DEADLINE, QUEUE_FULL -> Fate.NOT_SENT;
            case OUTPUT -> Fate.UNKNOWN;
        };
    }

    private static boolean isRefused(ClaudeException known) {
        int status = known.statusCode().orElse(0);
        return status >= 400 && status < 500;
    }

    private static boolean isUnsent(ClaudeException known) {
        Throwable cause = known.getCause();
        return (known instanceof ClaudeTransportException failed && failed.isUnsent())
                || cause instanceof ConnectException
                || cause instanceof SSLHandshakeException
                || cause instanceof HttpConnectTimeoutException
                || cause instanceof UnresolvedAddressException;
    }
}
