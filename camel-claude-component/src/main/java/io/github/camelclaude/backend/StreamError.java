/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An error that a service says inside a stream that began with 200. It has no status of its own; its type says which it would
 * have been.
 *
 * @param status what it would have been
 * @param type   Amazon's name for it, or null
 * @param body   what would have been the body
 */
record StreamError(int status, String type, byte[] body) {

    private static final ObjectReader READER = JsonMapper.builder().build().readerFor(JsonNode.class);

    /** The API's own form. */
    static StreamError ofApi(byte[] json) {
        return new StreamError(status(read(json).path("error").path("type").textValue()), null, json);
    }

    /** As an exception of Amazon's. */
    static StreamError ofAmazon(String type, byte[] json) {
        return new StreamError(status(type), type, json);
    }

    static JsonNode read(byte[] json) {
        try {
            JsonNode read = READER.readValue(json);
            return read == null ? MissingNode.getInstance() : read;
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    /** Whether it is an exception of Amazon's by its name. */
    static boolean isAmazons(String type) {
        return type != null && type.endsWith("Exception");
    }

    /** The status of an error by its type, in the words of the API or of Amazon. */
    static int status(String type) {
        String name = String.valueOf(type);
        return isAmazons(name) ? statusOfAmazons(capitalized(name)) : statusOfApis(name);
    }

    private static int statusOfApis(String type) {
        return switch (type) {
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

    private static int statusOfAmazons(String type) {
        return switch (type) {
            case "ValidationException", "ServiceQuotaExceededException" -> 400;
            case "AccessDeniedException", "ExpiredTokenException", "UnrecognizedClientException" -> 403;
            case "ResourceNotFoundException" -> 404;
            case "ModelTimeoutException" -> 408;
            case "ModelErrorException", "ModelStreamErrorException" -> 424;
            case "ThrottlingException", "ModelNotReadyException" -> 429;
            case "ServiceUnavailableException" -> 503;
            default -> 500;
        };
    }

    /** Headers name types with a capital, events without. */
    static String capitalized(String type) {
        return type.isEmpty() ? type : type.substring(0, 1).toUpperCase(Locale.ROOT) + type.substring(1);
    }

    /** The response that it would have been. */
    JdkResponse response(HttpHeaders received) {
        Map<String, List<String>> headers = new LinkedHashMap<>(received.map());
        headers.put("content-type", List.of("application/json"));
        headers.remove("content-length");
        if (type != null) {
            headers.put(CloudError.TYPE_HEADER, List.of(type));
        }
        return new JdkResponse(status, HttpHeaders.of(headers, (name, value) -> true), new ByteArrayInputStream(body));
    }
}
