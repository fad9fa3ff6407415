/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.message;

import io.github.camelclaude.simulator.error.ApiError;
import io.github.camelclaude.simulator.error.ApiException;

/** The versions of the API that a request can ask for with {@code anthropic-version}. */
public enum ApiVersion {
    V2023_06_01("2023-06-01"),
    V2026_10_21("2026-10-21");

    private final String date;

    ApiVersion(String date) {
        this.date = date;
    }

    public String date() {
        return date;
    }

    /** What the header says; missing or unknown versions are refused. */
    public static ApiVersion of(String header) {
        if (header == null || header.isBlank()) {
            throw new ApiException(ApiError.invalidRequest("anthropic-version: header is required"));
        }
        for (ApiVersion version : values()) {
            if (version.date.equals(header.strip())) {
                return version;
            }
        }
        throw new ApiException(
                ApiError.invalidRequest("anthropic-version: \"%s\" is not a valid version; use \"%s\" or \"%s\""
                        .formatted(header, V2023_06_01.date, V2026_10_21.date)));
    }

    boolean refusesSamplingParameters() {
        return this == V2026_10_21;
    }

    boolean refusesAssistantDocuments() {
        return this == V2026_10_21;
    }

    boolean refusesUserCitations() {
        return this == V2026_10_21;
    }
}
