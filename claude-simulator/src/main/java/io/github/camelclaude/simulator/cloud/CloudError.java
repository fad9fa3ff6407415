/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.cloud;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelclaude.simulator.error.ApiError;

/**
 * An error in the shape of a cloud platform.
 *
 * @param status HTTP status
 * @param errorType value of {@code x-amzn-errortype}, null on Vertex AI
 * @param body what is sent
 */
public record CloudError(int status, String errorType, ObjectNode body) {

    /** As the Bedrock runtime says it. */
    public static CloudError bedrock(ApiError error) {
        if (error.equals(ApiError.notReady())) {
            return amazon(429, "ModelNotReadyException", error.message());
        }
        return switch (error.status()) {
            case 429 ->
                error.code() == null || error.code().equals("ramp_limit_exceeded")
                        ? amazon(429, "ThrottlingException", throttled(error))
                        : amazon(
                                400,
                                "ServiceQuotaExceededException",
                                "Your request exceeds the service quota for your account.");
            case 401, 403 -> amazon(403, "AccessDeniedException", error.message());
            case 404 -> amazon(404, "ResourceNotFoundException", error.message());
            case 504 -> amazon(408, "ModelTimeoutException", "The request took too long to process.");
            case 500 ->
                amazon(500, "InternalServerException", "The system encountered an unexpected error during processing.");
            case 503, 529 -> amazon(503, "ServiceUnavailableException", "Bedrock is unable to process your request.");
            default -> amazon(400, "ValidationException", error.message());
        };
    }

    private static String throttled(ApiError error) {
        if (error.message().contains("per day")) {
            return "Too many tokens per day, please wait before trying again.";
        }
        return error.message().contains("requests per minute")
                ? "Too many requests, please wait before trying again."
                : "Too many tokens, please wait before trying again.";
    }

    private static CloudError amazon(int status, String type, String message) {
        return new CloudError(
                status, type, JsonNodeFactory.instance.objectNode().put("message", message));
    }

    /** Its name as an event of the binary stream. */
    public String exceptionType() {
        return Character.toLowerCase(errorType.charAt(0)) + errorType.substring(1);
    }

    /** As Vertex AI says it: its own errors in Google's shape, the model's passed through. */
    public static CloudError vertex(ApiError error, String requestId) {
        return switch (error.status()) {
            case 429 -> google(429, "Resource exhausted, please try again later.", "RESOURCE_EXHAUSTED");
            case 401 -> google(401, error.message(), "UNAUTHENTICATED");
            case 403 -> google(403, error.message(), "PERMISSION_DENIED");
            case 404 -> google(404, error.message(), "NOT_FOUND");
            case 503 -> google(503, "The service is currently unavailable.", "UNAVAILABLE");
            case 504 -> google(504, "Deadline exceeded.", "DEADLINE_EXCEEDED");
            default -> new CloudError(error.status(), null, error.json(requestId));
        };
    }

    private static CloudError google(int code, String message, String status) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putObject("error").put("code", code).put("message", message).put("status", status);
        return new CloudError(code, null, body);
    }
}
