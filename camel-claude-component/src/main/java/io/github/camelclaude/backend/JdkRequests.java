/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpRequestBody;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import io.github.camelclaude.resilience.ErrorClass;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Flow;

/**
 * Makes the JDK's requests of the SDK's.
 *
 * @param largest how many bytes a request may have
 * @param whose   who takes no more, in words
 */
record JdkRequests(long largest, String whose) {

    /** Set by the JDK's client itself, which refuses them from outside; the last is ours and never sent. */
    private static final Set<String> NOT_SENT =
            Set.of("connection", "content-length", "expect", "host", "upgrade", Attempts.HEADER);

    /** @param limit how long the JDK waits for the headers of the answer; zero for ever */
    java.net.http.HttpRequest of(HttpRequest authorized, Duration limit) {
        java.net.http.HttpRequest.Builder builder = java.net.http.HttpRequest.newBuilder(url(authorized))
                .method(authorized.method().name(), body(authorized));
        for (String name : authorized.headers().names()) {
            if (!NOT_SENT.contains(name.toLowerCase(Locale.ROOT))) {
                authorized.headers().values(name).forEach(value -> builder.header(name, value));
            }
        }
        if (authorized.headers().values("content-type").isEmpty()) {
            authorized.body().map(HttpRequestBody::contentType).ifPresent(type -> builder.header("content-type", type));
        }
        if (!limit.isZero()) {
            builder.timeout(limit);
        }
        return builder.build();
    }

    /** What a batch may have. The API says 256 MB; between the two readings of that, its answer decides. */
    private static final long LARGEST_BATCH = 256L * 1024 * 1024;

    /** @throws ClaudeInvalidRequestException if it is larger than may be, as far as that is known without writing it */
    void check(HttpRequest request) {
        request.body().filter(HttpRequestBody::repeatable).ifPresent(body -> {
            if (body instanceof FileBody file) {
                requireSendable(file);
            } else {
                requireSendable(body.contentLength());
            }
        });
    }

    /** A colon may stand in a path as it is, and clouds look for it there; the SDK's own transport sends it so. */
    static URI url(HttpRequest request) {
        return URI.create(request.url().replace("%3A", ":"));
    }

    private BodyPublisher body(HttpRequest request) {
        if (request.body().isEmpty()) {
            return BodyPublishers.noBody();
        }
        HttpRequestBody body = request.body().get();
        if (body instanceof FileBody file) {
            requireSendable(file);
            return file.publisher();
        }
        if (body.repeatable() && body.contentLength() >= 0) {
            requireSendable(body.contentLength());
            return new OnDemand(body);
        }
        try (body) {
            byte[] bytes = bytes(body);
            requireSendable(bytes.length);
            return BodyPublishers.ofByteArray(bytes);
        }
    }

    private void requireSendable(FileBody file) {
        if (file.length() > LARGEST_BATCH) {
            throw new ClaudeInvalidRequestException(
                    ErrorClass.OVERSIZE,
                    "The batch is %,d bytes long and %s takes %,d. Nothing was sent; make two of it"
                            .formatted(file.length(), whose, LARGEST_BATCH),
                    null);
        }
    }

    private void requireSendable(long length) {
        if (length > largest) {
            throw new ClaudeInvalidRequestException(
                    ErrorClass.OVERSIZE,
                    "The request is %,d bytes long and %s takes %,d. Nothing was sent; make the prompt smaller"
                            .formatted(length, whose, largest),
                    null);
        }
    }

    private static byte[] bytes(HttpRequestBody body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.max(1_024, (int) body.contentLength()));
        body.writeTo(bytes);
        return bytes.toByteArray();
    }

    /** Written out when a connection asks for it: a call that waits for its answer keeps one copy less of its prompt. */
    private record OnDemand(HttpRequestBody body) implements BodyPublisher {

        @Override
        public long contentLength() {
            return body.contentLength();
        }

        @Override
        public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
            BodyPublishers.ofByteArray(bytes(body)).subscribe(subscriber);
        }
    }
}
