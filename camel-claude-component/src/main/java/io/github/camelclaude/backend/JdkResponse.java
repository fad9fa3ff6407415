/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import com.anthropic.core.http.Headers;
import com.anthropic.core.http.HttpResponse;
import com.anthropic.errors.AnthropicIoException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;

/** The JDK's response in the SDK's shape. */
record JdkResponse(int statusCode, HttpHeaders received, InputStream body) implements HttpResponse {

    @Override
    public Headers headers() {
        Headers.Builder headers = Headers.builder();
        received.map().forEach(headers::put);
        return headers.build();
    }

    @Override
    public void close() {
        try {
            body.close();
        } catch (IOException e) {
            throw new AnthropicIoException("The response can't be closed", e);
        }
    }
}
