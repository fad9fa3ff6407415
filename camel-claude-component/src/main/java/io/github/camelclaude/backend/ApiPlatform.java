/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import com.anthropic.core.http.HttpRequest;

/** The Claude API. */
record ApiPlatform(String baseUrl, ApiKey apiKey) implements Platform {

    @Override
    public HttpRequest outgoing(HttpRequest request) {
        return request.toBuilder()
                .replaceHeaders("Authorization", "Bearer " + apiKey.now())
                .build();
    }
}
