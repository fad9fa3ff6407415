/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpResponse;

/**
 * What is different from one place that serves Claude to the next, on the wire: the address, how a request is dressed and
 * signed, how an answer is read. A new place is one class of these and its data in the catalog.
 */
interface Platform {

    String baseUrl();

    /**
     * Makes the request one of this place, with its credentials; asked at each attempt, so that they can be rotated.
     *
     * @throws io.github.camelclaude.resilience.ClaudeException if there are none
     */
    HttpRequest outgoing(HttpRequest request);

    /** Whether dressing a request may wait for somebody, such as a server of tokens. */
    default boolean mayWait() {
        return false;
    }

    /** Makes a response one that the SDK reads. */
    default HttpResponse incoming(HttpResponse response) {
        return response;
    }

    default void close() {}
}
