/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.resilience;

import java.util.Locale;

/**
 * Why a call failed, as fine as a reaction can differ. Each class has its own rule: what to do next is a property of the
 * class, not of the place that caught it.
 */
public enum ErrorClass {
    /** A token bucket is empty (429 with {@code retry-after}): wait, then try again. */
    BUCKET(ErrorCategory.RATE_LIMIT, true),
    /** Usage rose too steeply (429, {@code ramp_limit_exceeded}): slow down, then try again. */
    RAMP(ErrorCategory.RATE_LIMIT, true),
    /** The service as a whole is overloaded (529): try again later. */
    OVERLOADED(ErrorCategory.RATE_LIMIT, true),
    /** The deadline of the call has passed before it could be sent: give it more time, or nobody wants the answer. */
    DEADLINE(ErrorCategory.RATE_LIMIT, false),
    /** Too much is going on here: try again later, or allow more. */
    QUEUE_FULL(ErrorCategory.RATE_LIMIT, true),
    /** The service failed (5xx, 408, 409): try again. */
    SERVER(ErrorCategory.SERVER_ERROR, true),
    /** No answer arrived: connection refused, reset or cut. Try again; the service may have done the work. */
    NETWORK(ErrorCategory.SERVER_ERROR, true),
    /** No answer within {@code callTimeout}. Try again; the service may have done the work. */
    TIMEOUT(ErrorCategory.SERVER_ERROR, true),
    /** The money is spent (a spend limit or billing): stop, and tell somebody. */
    SPEND_CAP(ErrorCategory.VALIDATION, false),
    /** The request is wrong (400, 404, 422, or refused before it was sent): the same request fails again. */
    INVALID(ErrorCategory.VALIDATION, false),
    /** The request is too large (413): the same request fails again. */
    OVERSIZE(ErrorCategory.VALIDATION, false),
    /** A 200 with a useless answer: refused, truncated, or not the JSON that was asked for. It was paid. */
    OUTPUT(ErrorCategory.VALIDATION, false),
    /** The key is missing, wrong or not allowed (401, 403). */
    AUTH(ErrorCategory.AUTH, false);

    private final ErrorCategory category;
    private final boolean retryable;

    ErrorClass(ErrorCategory category, boolean retryable) {
        this.category = category;
        this.retryable = retryable;
    }

    public ErrorCategory category() {
        return category;
    }

    /** Whether the same request may succeed later. */
    public boolean retryable() {
        return retryable;
    }

    /** The name used in headers, metrics and documentation: {@code spend-cap}, {@code bucket}, ... */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * Classifies an error response of the Claude API by what is stable in it: the status and the error code, never the
     * wording, with the one exception that the API itself forces (a spend limit that the customer set is a plain 400).
     *
     * @param status     the HTTP status, 400 or above
     * @param errorCode  {@code error.details.error_code} of the body, or null
     * @param message    {@code error.message} of the body, or null
     */
    public static ErrorClass of(int status, String errorCode, String message) {
        if (isSpendCap(status, errorCode, message)) {
            return SPEND_CAP;
        }
        ErrorClass ofCloud = ofCloud(status, errorCode, message);
        if (ofCloud != null) {
            return ofCloud;
        }
        return switch (status) {
            case 401, 403 -> AUTH;
            case 408, 409 -> SERVER;
            case 413 -> OVERSIZE;
            case 429 -> "ramp_limit_exceeded".equals(errorCode) ? RAMP : BUCKET;
            case 529 -> OVERLOADED;
            default -> status >= 500 ? SERVER : INVALID;
        };
    }

    /** What Bedrock and Vertex AI name otherwise than by the status; null where that says it. */
    private static ErrorClass ofCloud(int status, String errorCode, String message) {
        if (errorCode == null) {
            return null;
        }
        return switch (errorCode) {
            case "ThrottlingException", "RESOURCE_EXHAUSTED" -> BUCKET;
            case "ModelNotReadyException", "ServiceUnavailableException", "UNAVAILABLE" -> OVERLOADED;
            case "ModelTimeoutException",
                    "ModelErrorException",
                    "InternalServerException",
                    "ModelStreamErrorException" -> SERVER;
            case "ServiceQuotaExceededException" -> SPEND_CAP;
            case "ValidationException" ->
                status == 400 && message != null && message.startsWith("Input is too long") ? OVERSIZE : INVALID;
            default -> null;
        };
    }

    private static boolean isSpendCap(int status, String errorCode, String message) {
        return switch (status) {
            case 402 -> true;
            case 429 ->
                "enforced_spend_limit_reached".equals(errorCode) || "contract_spend_limit_reached".equals(errorCode);
            case 400 ->
                message != null
                        && message.startsWith("You have reached your specified ")
                        && message.contains("API usage limits");
            default -> false;
        };
    }
}
