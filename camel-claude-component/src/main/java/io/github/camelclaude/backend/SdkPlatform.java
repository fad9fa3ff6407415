/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import com.anthropic.backends.Backend;
import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpResponse;
import com.anthropic.core.http.QueryParams;
import java.net.URI;

/** A platform that the SDK knows: its part dresses and signs, the transport is ours. */
final class SdkPlatform implements Platform {

    private final Backend part;
    private final String baseUrl;

    /** @param baseUrl another address than the platform's own; null for that */
    SdkPlatform(Backend part, URI baseUrl) {
        this.part = part;
        this.baseUrl = baseUrl == null ? part.baseUrl() : baseUrl.toString();
    }

    @Override
    public String baseUrl() {
        return baseUrl;
    }

    @Override
    public HttpRequest outgoing(HttpRequest request) {
        HttpRequest prepared = part.prepareRequest(request);
        // What is signed is the base URL alone: so that has to be the whole, as the SDK's own transport does it.
        return part.authorizeRequest(prepared.toBuilder()
                .baseUrl(JdkTransport.url(prepared).toString())
                .replaceAllPathSegments()
                .replaceAllQueryParams(QueryParams.builder().build())
                .build());
    }

    @Override
    public HttpResponse incoming(HttpResponse response) {
        return part.prepareResponse(response);
    }

    @Override
    public void close() {
        part.close();
    }
}
