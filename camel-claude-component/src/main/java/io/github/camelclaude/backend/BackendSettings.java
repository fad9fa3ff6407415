/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import java.net.URI;
import java.util.Objects;

/**
 * What makes two endpoints share one client: the place, the key and the version.
 *
 * @param baseUrl          where the API is, without {@code /v1}; http or https
 * @param apiKey           where the key comes from
 * @param anthropicVersion the version of the API
 */
public record BackendSettings(URI baseUrl, ApiKey apiKey, String anthropicVersion) {

    public BackendSettings {
        Objects.requireNonNull(baseUrl, "baseUrl");
        Objects.requireNonNull(apiKey, "apiKey");
        Objects.requireNonNull(anthropicVersion, "anthropicVersion");
        boolean http = "http".equalsIgnoreCase(baseUrl.getScheme()) || "https".equalsIgnoreCase(baseUrl.getScheme());
        if (!http || baseUrl.getHost() == null || baseUrl.getQuery() != null || baseUrl.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "baseUrl=" + baseUrl + " is not usable: it must be an http or https URL with a host and without"
                            + " credentials or a query, such as https://api.anthropic.com");
        }
    }
}
