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
import java.util.function.UnaryOperator;

/** A platform that the SDK knows: its part dresses and signs, the transport is ours. */
final class SdkPlatform implements Platform {

    private final Backend part;
    private final String baseUrl;
    private final Credentials credentials;
    private final UnaryOperator<HttpResponse> answers;

    /**
     * Where credentials come from, at each attempt.
     *
     * @param mayWait whether somebody has to be asked for them
     * @param on      puts them on a request, or makes them ready for the part to sign with
     * @param close   lets go of what gives them
     */
    record Credentials(boolean mayWait, UnaryOperator<HttpRequest> on, Runnable close) {}

    /**
     * @param baseUrl another address than the platform's own; null for that
     * @param answers makes responses such that the part reads them
     */
    SdkPlatform(Backend part, URI baseUrl, Credentials credentials, UnaryOperator<HttpResponse> answers) {
        this.part = part;
        this.baseUrl = baseUrl == null ? part.baseUrl() : baseUrl.toString();
        this.credentials = credentials;
        this.answers = answers;
    }

    @Override
    public String baseUrl() {
        return baseUrl;
    }

    @Override
    public boolean mayWait() {
        return credentials.mayWait();
    }

    @Override
    public HttpRequest outgoing(HttpRequest request) {
        HttpRequest prepared = part.prepareRequest(request);
        // What is signed is the base URL alone: so that has to be the whole, as the SDK's own transport does it.
        HttpRequest whole = prepared.toBuilder()
                .baseUrl(JdkRequests.url(prepared).toString())
                .replaceAllPathSegments()
                .replaceAllQueryParams(QueryParams.builder().build())
                .build();
        return part.authorizeRequest(credentials.on().apply(whole));
    }

    @Override
    public HttpResponse incoming(HttpResponse response) {
        return part.prepareResponse(answers.apply(response));
    }

    @Override
    public void close() {
        part.close();
        credentials.close().run();
    }
}
