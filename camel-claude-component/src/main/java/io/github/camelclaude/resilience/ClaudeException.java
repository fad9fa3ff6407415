/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.resilience;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Why a call to Claude failed, and what can be done about it. Catch a subclass for one reaction
 * ({@code onException(ClaudeRateLimitException.class)}), this class for all of them; {@link #errorClass()} is the finest
 * distinction. The message never holds the key or the prompt.
 */
public abstract sealed class ClaudeException extends RuntimeException
        permits ClaudeAuthenticationException,
                ClaudeInvalidRequestException,
                ClaudeOutputException,
                ClaudeOverloadedException,
                ClaudeRateLimitException,
                ClaudeRefusedException,
                ClaudeServerException,
                ClaudeSpendCapException,
                ClaudeTransportException {

    private static final long serialVersionUID = 1L;

    private final ErrorClass errorClass;
    private final transient Response response;
    private volatile Duration suggestedWait;

    ClaudeException(ErrorClass errorClass, String message, Response response, Throwable cause) {
        super(message, cause);
        this.errorClass = errorClass;
        this.response = response;
    }

    /** What kind of failure this is; decides what to do next. */
    public ErrorClass errorClass() {
        return errorClass;
    }

    /** The HTTP status, or empty if no response arrived or the request was refused before it was sent. */
    public OptionalInt statusCode() {
        return response == null ? OptionalInt.empty() : OptionalInt.of(response.status());
    }

    /** The service's id of the request, for its support; empty if there was no response or it had none. */
    public Optional<String> requestId() {
        return response == null ? Optional.empty() : Optional.ofNullable(response.requestId());
    }

    /** {@code error.type} of the response, such as {@code rate_limit_error}. */
    public Optional<String> errorType() {
        return response == null ? Optional.empty() : Optional.ofNullable(response.errorType());
    }

    /** {@code error.details.error_code} of the response, such as {@code ramp_limit_exceeded}. */
    public Optional<String> errorCode() {
        return response == null ? Optional.empty() : Optional.ofNullable(response.errorCode());
    }

    /** What the headers of the response tell about limits, by names in lower case; empty if there was no response. */
    public Map<String, String> limitHeaders() {
        return response == null ? Map.of() : response.limitHeaders();
    }

    /** How long the service asked to wait; empty if it did not say. */
    public Optional<Duration> retryAfter() {
        return response == null ? Optional.empty() : Optional.ofNullable(response.retryAfter());
    }

    /** How long whoever tries again should wait first, if anybody has said so. */
    public Optional<Duration> suggestedWait() {
        return Optional.ofNullable(suggestedWait);
    }

    /** Says how long whoever tries again should wait first. */
    public void suggestRetryAfter(Duration wait) {
        suggestedWait = wait;
    }

    /** The response, or null if there was none. */
    public Response response() {
        return response;
    }

    /**
     * What a response told about itself. Absent parts are null.
     *
     * @param status    the HTTP status
     * @param requestId the {@code request-id} header
     * @param errorType {@code error.type} of the body
     * @param errorCode {@code error.details.error_code} of the body
     * @param limitHeaders what its headers tell about limits, by names in lower case; never null
     * @param retryAfter how long it asked to wait
     */
    public record Response(
            int status,
            String requestId,
            String errorType,
            String errorCode,
            Map<String, String> limitHeaders,
            Duration retryAfter) {

        public Response {
            limitHeaders = Map.copyOf(limitHeaders);
        }

        /** A response whose headers tell nothing about limits. */
        public Response(int status, String requestId, String errorType, String errorCode) {
            this(status, requestId, errorType, errorCode, Map.of(), null);
        }
    }
}
