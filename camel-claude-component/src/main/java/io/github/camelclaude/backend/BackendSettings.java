/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import java.net.URI;
import java.util.Objects;

/**
 * What makes two endpoints share one client: the place and the key.
 *
 * @param baseUrl where the API is, without {@code /v1}; http or https
 * @param apiKey  the key; never printed
 */
public record BackendSettings(URI baseUrl, String apiKey) {

    public BackendSettings {
        Objects.requireNonNull(baseUrl, "baseUrl");
        Objects.requireNonNull(apiKey, "apiKey");
        boolean http = "http".equalsIgnoreCase(baseUrl.getScheme()) || "https".equalsIgnoreCase(baseUrl.getScheme());
        if (!http || baseUrl.getHost() == null || baseUrl.getQuery() != null || baseUrl.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "baseUrl=" + baseUrl + " is not usable: it must be an http or https URL with a host and without"
                            + " credentials or a query, such as https://api.anthropic.com");
        }
        if (apiKey.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new IllegalArgumentException("apiKey has a blank, a line break or a non-ASCII character in it, which"
                    + " no Claude key has: check how it is read (its value is not shown here)");
        }
    }

    @Override
    public String toString() {
        return "BackendSettings[baseUrl=" + baseUrl + ", apiKey=xxxxxx]";
    }
}
