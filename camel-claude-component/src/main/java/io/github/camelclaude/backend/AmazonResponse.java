/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import com.anthropic.core.http.Headers;
import com.anthropic.core.http.HttpResponse;
import java.io.InputStream;
import java.util.List;

/** Amazon's response, whose id is where the SDK looks for it. */
record AmazonResponse(HttpResponse response) implements HttpResponse {

    private static final String ID = "request-id";
    private static final String AMAZONS_ID = "x-amzn-requestid";

    @Override
    public int statusCode() {
        return response.statusCode();
    }

    @Override
    public Headers headers() {
        Headers headers = response.headers();
        List<String> ids = headers.values(AMAZONS_ID);
        return ids.isEmpty() || !headers.values(ID).isEmpty()
                ? headers
                : headers.toBuilder().put(ID, ids.get(0)).build();
    }

    @Override
    public InputStream body() {
        return response.body();
    }

    @Override
    public void close() {
        response.close();
    }
}
