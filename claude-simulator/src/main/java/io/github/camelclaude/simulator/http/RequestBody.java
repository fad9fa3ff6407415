/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.http;

import io.github.camelclaude.simulator.error.ApiError;
import io.github.camelclaude.simulator.error.ApiException;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;

/** The bytes of a body, unpacked. Which encodings the service accepts is not documented; gzip and deflate are assumed. */
final class RequestBody {

    private RequestBody() {}

    static Buffer decoded(RoutingContext context) {
        Buffer body = context.body().buffer() == null
                ? Buffer.buffer()
                : context.body().buffer();
        String encoding = context.request().getHeader("content-encoding");
        if (encoding == null || encoding.equalsIgnoreCase("identity")) {
            return body;
        }
        long most = BodyLimits.of(context.normalizedPath());
        try (InputStream packed = new ByteArrayInputStream(body.getBytes());
                InputStream in = unpacking(encoding.toLowerCase(Locale.ROOT), packed)) {
            byte[] bytes = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, most + 1));
            if (bytes.length > most) {
                throw new ApiException(ApiError.tooLarge("Request exceeds the maximum size after decoding")
                        .withCode("request_body_too_large_after_decoding"));
            }
            return Buffer.buffer(bytes);
        } catch (IOException e) {
            throw new ApiException(ApiError.invalidRequest("The request body is not valid " + encoding)
                    .withCode("request_body_encoding_invalid"));
        }
    }

    private static InputStream unpacking(String encoding, InputStream packed) throws IOException {
        return switch (encoding) {
            case "gzip" -> new GZIPInputStream(packed);
            case "deflate" -> new InflaterInputStream(packed);
            default ->
                throw new ApiException(ApiError.invalidRequest(
                                "Content-Encoding '" + encoding + "' is not supported; use gzip or deflate")
                        .withCode("request_body_encoding_unsupported"));
        };
    }
}
