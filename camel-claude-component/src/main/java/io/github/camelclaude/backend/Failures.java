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

    private Failures() {}

    /** The same result, a failure as a {@link ClaudeException}; cancelling it cancels the given one. */
    static <T> CompletableFuture<T> classified(CompletableFuture<T> call) {
        return Relay.of(call, (value, failure) -> {}, Failures::classify);
    }

    static ClaudeException classify(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
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
                    "Claude answered with a body that is not a message: " + unreadable.getMessage(), null);
        }
        return ofTransport(
                cause instanceof AnthropicIoException && cause.getCause() != null ? cause.getCause() : cause);
    }

    private static ClaudeException ofTransport(Throwable cause) {
        if (cause instanceof HttpTimeoutException || cause instanceof TimeoutException) {
            return new ClaudeTransportException(
                    ErrorClass.TIMEOUT,
                    "No answer from Claude in time; the service may have done the work. Raise callTimeout or lower"
                            + " maxTokens if this happens often",
                    cause);
        }
        return new ClaudeTransportException(
                ErrorClass.NETWORK, "No answer from Claude: the connection failed (" + describe(cause) + ")", cause);
    }

    private static String describe(Throwable cause) {
        String name = cause.getClass().getSimpleName();
        return cause.getMessage() == null ? name : name + ": " + cause.getMessage();
    }

    private static ClaudeException ofResponse(AnthropicServiceException refusal) {
        CloudError cloud = CloudError.of(refusal);
        String code = refusal.errorCode().orElse(cloud.code());
        String said = refusal.apiMessage()
                .or(() -> Optional.ofNullable(cloud.message()))
                .map(Failures::shortened)
                .orElse(null);
        String type = refusal.type().map(Object::toString).orElse(null);
        int status = refusal instanceof SseException ? statusOf(type) : refusal.statusCode();
        Response response =
                new Response(status, refusal.requestId().orElse(null), type, code, LimitHeaders.of(refusal.headers()));
        ErrorClass errorClass = ErrorClass.of(status, code, said);
        String message = message(response, said);
        return switch (errorClass) {
            case BUCKET, RAMP ->
                new ClaudeRateLimitException(
                        errorClass, message, response, retryAfter(refusal).orElse(null));
            case OVERLOADED -> new ClaudeOverloadedException(message, response);
            case SERVER, NETWORK, TIMEOUT -> new ClaudeServerException(message, response);
            case SPEND_CAP -> new ClaudeSpendCapException(message, response);
            case AUTH -> new ClaudeAuthenticationException(message, response);
            case INVALID, OVERSIZE, OUTPUT, DEADLINE, QUEUE_FULL ->
                new ClaudeInvalidRequestException(errorClass, message, response);
        };
    }

    /** An error event inside a 200 stream has no status of its own; its type says which it would have been. */
    private static int statusOf(String errorType) {
        return switch (String.valueOf(errorType)) {
            case "invalid_request_error" -> 400;
            case "authentication_error" -> 401;
            case "billing_error" -> 402;
            case "permission_error" -> 403;
            case "not_found_error" -> 404;
            case "conflict_error" -> 409;
            case "request_too_large" -> 413;
            case "rate_limit_error" -> 429;
            case "timeout_error" -> 504;
            case "overloaded_error" -> 529;
            default -> 500;
        };
    }

    private static String message(Response response, String said) {
        StringBuilder text = new StringBuilder("Claude answered ").append(response.status());
        if (response.errorType() != null) {
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
