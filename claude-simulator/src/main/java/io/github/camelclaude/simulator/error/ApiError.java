/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.error;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * An error as the service reports it.
 *
 * @param status HTTP status
 * @param type {@code error.type}, such as {@code invalid_request_error}
 * @param message {@code error.message}
 * @param code {@code error.details.error_code}, or null where the error has no details
 * @param retryAfterSeconds value of {@code retry-after}, 0 for none
 */
public record ApiError(int status, String type, String message, String code, long retryAfterSeconds) {

    private static ApiError of(int status, String type, String message) {
        return new ApiError(status, type, message, null, 0);
    }

    public static ApiError invalidRequest(String message) {
        return of(400, "invalid_request_error", message);
    }

    public static ApiError authentication(String message) {
        return of(401, "authentication_error", message);
    }

    public static ApiError billing(String message, String code) {
        return new ApiError(402, "billing_error", message, code, 0);
    }

    public static ApiError permission(String message) {
        return of(403, "permission_error", message);
    }

    public static ApiError notFound(String message) {
        return of(404, "not_found_error", message);
    }

    public static ApiError methodNotAllowed() {
        return of(405, "invalid_request_error", "Method Not Allowed");
    }

    public static ApiError conflict(String message) {
        return of(409, "conflict_error", message);
    }

    public static ApiError tooLarge(String message) {
        return of(413, "request_too_large", message);
    }

    public static ApiError rateLimit(String message, String code, long retryAfterSeconds) {
        return new ApiError(429, "rate_limit_error", message, code, retryAfterSeconds);
    }

    public static ApiError internal() {
        return of(500, "api_error", "Internal server error");
    }

    public static ApiError unavailable() {
        return of(503, "api_error", "Service temporarily unavailable");
    }

    public static ApiError timeout() {
        return of(504, "timeout_error", "Request timed out");
    }

    public static ApiError overloaded() {
        return of(529, "overloaded_error", "Overloaded");
    }

    /** 529 here; Bedrock has a name of its own for it. */
    public static ApiError notReady() {
        return of(529, "overloaded_error", "The model is not ready for inference. Please try again.");
    }

    /** The envelope; without an id inside a stream. */
    public ObjectNode json(String requestId) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("type", "error");
        ObjectNode inner = body.putObject("error");
        inner.put("type", type);
        inner.put("message", message);
        if (code != null) {
            inner.putObject("details").put("error_code", code);
        }
        if (requestId != null) {
            body.put("request_id", requestId);
        }
        return body;
    }

    public ApiError withCode(String newCode) {
        return new ApiError(status, type, message, newCode, retryAfterSeconds);
    }
}
