/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import com.anthropic.errors.AnthropicInvalidDataException;
import com.anthropic.errors.AnthropicIoException;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.SseException;
import io.github.camelclaude.resilience.ClaudeAuthenticationException;
import io.github.camelclaude.resilience.ClaudeException;
import io.github.camelclaude.resilience.ClaudeException.Response;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import io.github.camelclaude.resilience.ClaudeOverloadedException;
import io.github.camelclaude.resilience.ClaudeRateLimitException;
import io.github.camelclaude.resilience.ClaudeServerException;
import io.github.camelclaude.resilience.ClaudeSpendCapException;
import io.github.camelclaude.resilience.ClaudeTransportException;
import io.github.camelclaude.resilience.ErrorClass;
import io.github.camelclaude.resilience.RetryAfter;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Turns what the SDK and the transport throw into the exceptions of this component. */
final class Failures {

    /** Longer than any message of the API, short enough for a log line. */
    private static final int LONGEST_MESSAGE = 1_000;

    private final SpokenName name;

    Failures(SpokenName name) {
        this.name = name;
    }

    /** The same result, a failure as a {@link ClaudeException}; cancelling it cancels the given one. */
    <T> CompletableFuture<T> classified(CompletableFuture<T> call) {
        return Relay.of(call, (value, failure) -> {}, this::classify);
    }

    ClaudeException classify(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException
                        || cause instanceof ExecutionException
                        || cause instanceof AnthropicIoException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof ClaudeException known) {
            return known;
        }
        if (cause instanceof AnthropicServiceException refusal) {
            return ofResponse(refusal);
        }
        if (cause instanceof AnthropicInvalidDataException unreadable) {
            return new ClaudeServerException(
                    name.first() + " answered with a body that is not a message: " + unreadable.getMessage(), null);
        }
        return ofTransport(cause);
    }

    private ClaudeException ofTransport(Throwable cause) {
        if (cause instanceof HttpTimeoutException || cause instanceof TimeoutException) {
            return new ClaudeTransportException(
                    ErrorClass.TIMEOUT,
                    "No answer from " + name.inside()
                            + " in time; the service may have done the work. Raise callTimeout or lower maxTokens if this happens often",
                    cause);
        }
        return new ClaudeTransportException(
                ErrorClass.NETWORK,
                "No answer from " + name.inside() + ": the connection failed (" + describe(cause) + ")",
                cause);
    }

    private static String describe(Throwable cause) {
        String name = cause.getClass().getSimpleName();
        return cause.getMessage() == null ? name : name + ": " + cause.getMessage();
    }

    private ClaudeException ofResponse(AnthropicServiceException refusal) {
        CloudError cloud = CloudError.of(refusal);
        String code = refusal.errorCode().orElse(cloud.code());
        String said = refusal.apiMessage()
                .or(() -> Optional.ofNullable(cloud.message()))
                .map(Failures::shortened)
                .orElse(null);
        String type = refusal.type().map(Object::toString).orElse(null);
        int status = refusal instanceof SseException ? StreamError.status(type) : refusal.statusCode();
        Response response = new Response(
                status,
                refusal.requestId().orElse(null),
                type,
                code,
                LimitHeaders.of(refusal.headers()),
                retryAfter(refusal).orElse(null));
        ErrorClass errorClass = ErrorClass.of(status, code, said);
        String message = message(response, said);
        return switch (errorClass) {
            case BUCKET, RAMP -> new ClaudeRateLimitException(errorClass, message, response, response.retryAfter());
            case OVERLOADED -> new ClaudeOverloadedException(message, response);
            case SERVER, NETWORK, TIMEOUT -> new ClaudeServerException(message, response);
            case SPEND_CAP -> new ClaudeSpendCapException(message, response);
            case AUTH -> new ClaudeAuthenticationException(message, response);
            case INVALID, OVERSIZE, OUTPUT, DEADLINE, QUEUE_FULL ->
                new ClaudeInvalidRequestException(errorClass, message, response);
        };
    }

    private String message(Response response, String said) {
        StringBuilder text =
                new StringBuilder(name.first()).append(" answered ").append(response.status());
        if (response.errorType() != null && !StreamError.isAmazons(response.errorType())) {
            text.append(' ').append(response.errorType());
        }
        if (response.errorCode() != null) {
            text.append(" (").append(response.errorCode()).append(')');
        }
        if (said != null) {
            text.append(": ").append(said);
        }
        if (response.requestId() != null) {
            text.append(" [request-id ").append(response.requestId()).append(']');
        }
        return text.toString();
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_MESSAGE ? text : text.substring(0, LONGEST_MESSAGE) + "...";
    }

    private static Optional<Duration> retryAfter(AnthropicServiceException refusal) {
        List<String> values = refusal.headers().values("retry-after");
        return RetryAfter.parse(values.isEmpty() ? null : values.get(0), Instant.now());
    }
}
