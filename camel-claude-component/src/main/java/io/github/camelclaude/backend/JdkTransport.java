/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import com.anthropic.core.RequestOptions;
import com.anthropic.core.http.Headers;
import com.anthropic.core.http.HttpClient;
import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpRequestBody;
import com.anthropic.core.http.HttpResponse;
import com.anthropic.errors.AnthropicIoException;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import io.github.camelclaude.resilience.ErrorClass;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;

/**
 * The SDK's transport over the JDK's HTTP client. The SDK's own transport stops at 64 calls in flight and spends a thread
 * on each; this one has neither bound: a call under way is an entry in a set, and how many there may be is decided above.
 *
 * <p>A plain answer is read whole before it is handed on, so that nobody waits on the network afterwards; an event stream
 * is handed on as it comes. The time limit covers the whole of a plain answer, body included (the JDK's own stops at the
 * headers). Redirects are not followed: they would carry the key elsewhere. HTTP/2 is used where TLS negotiates it; on
 * plain http (tests, proxies on loopback) HTTP/1.1, since an upgrade request with a body confuses servers.
 */
final class JdkTransport implements HttpClient {

    private static final String AMAZON_EVENT_STREAM = "application/vnd.amazon.eventstream";
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);
    /** Set by the JDK's client itself, which refuses them from outside; the last is ours and never sent. */
    private static final Set<String> NOT_SENT =
            Set.of("connection", "content-length", "expect", "host", "upgrade", Attempts.HEADER);

    private final java.net.http.HttpClient client;
    private final Platform platform;
    private final long largest;
    private final Attempts attempts = new Attempts();
    private final Set<CompletableFuture<?>> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * @param platform dresses requests and responses, at each attempt
     * @param largest  how many bytes a request may have
     */
    JdkTransport(Platform platform, long largest, TransportSettings settings, Executor network) {
        this.platform = platform;
        this.largest = largest;
        java.net.http.HttpClient.Builder builder = java.net.http.HttpClient.newBuilder()
                .executor(network)
                .connectTimeout(CONNECT_TIMEOUT)
                .followRedirects(Redirect.NEVER)
                .version(
                        platform.baseUrl().toLowerCase(Locale.ROOT).startsWith("https:")
                                ? Version.HTTP_2
                                : Version.HTTP_1_1);
        if (settings.sslContext() != null) {
            builder.sslContext(settings.sslContext());
        }
        if (settings.proxy() != null) {
            builder.proxy(ProxySelector.of(settings.proxy()));
        }
        this.client = builder.build();
    }

    Attempts attempts() {
        return attempts;
    }

    @Override
    public HttpResponse execute(HttpRequest request, RequestOptions options) {
        try {
            return executeAsync(request, options).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    @Override
    public CompletableFuture<HttpResponse> executeAsync(HttpRequest request, RequestOptions options) {
        if (closed) {
            return CompletableFuture.failedFuture(new AnthropicIoException("The client is closed"));
        }
        Duration limit = options.timeout().map(timeout -> timeout.request()).orElse(Duration.ZERO);
        CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
        CompletableFuture<java.net.http.HttpResponse<InputStream>> exchange;
        try {
            exchange = client.sendAsync(translate(request, limit), bodyHandler(answer));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        request.headers().values(Attempts.HEADER).forEach(number -> attempts.attach(number, exchange));
        return track(exchange, answer, limit);
    }

    /**
     * Hands on the answer as soon as its body is there. The JDK's own result would take a detour over the pool that
     * CompletableFuture uses by default, which on a machine of two cores or fewer is a new thread for each call; the
     * detour is not taken for a result that is complete already.
     */
    private CompletableFuture<HttpResponse> track(
            CompletableFuture<java.net.http.HttpResponse<InputStream>> exchange,
            CompletableFuture<HttpResponse> answer,
            Duration limit) {
        underWay.add(exchange);
        exchange.whenComplete((response, failure) -> {
            if (failure != null) {
                answer.completeExceptionally(failure);
            }
        });
        if (!limit.isZero()) {
            answer.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
        }
        CompletableFuture<HttpResponse> result = answer.handle((response, failure) -> {
            underWay.remove(exchange);
            if (failure == null) {
                exchange.complete(null);
                return response;
            }
            exchange.cancel(true);
            throw new AnthropicIoException("The exchange failed", ended(failure));
        });
        if (closed) {
            exchange.cancel(true);
        }
        return result;
    }

    private Throwable ended(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return closed && cause instanceof CancellationException
                ? new IOException("the client was closed", cause)
                : cause;
    }

    private java.net.http.HttpRequest translate(HttpRequest request, Duration limit) {
        // What is signed must be what is sent, without the number that is only for us.
        HttpRequest authorized = platform.outgoing(
                request.toBuilder().removeHeaders(Attempts.HEADER).build());
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

    /** A colon may stand in a path as it is, and clouds look for it there; the SDK's own transport sends it so. */
    static URI url(HttpRequest request) {
        return URI.create(request.url().replace("%3A", ":"));
    }

    private BodyPublisher body(HttpRequest request) {
        if (request.body().isEmpty()) {
            return BodyPublishers.noBody();
        }
        HttpRequestBody body = request.body().get();
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

    private void requireSendable(long length) {
        if (length > largest) {
            throw new ClaudeInvalidRequestException(
                    ErrorClass.OVERSIZE,
                    "The request is %,d bytes long and the API takes %,d. Nothing was sent; make the prompt smaller"
                            .formatted(length, largest),
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

    /** Completes the answer within the reading of the body: before the JDK completes its own result. */
    private BodyHandler<InputStream> bodyHandler(CompletableFuture<HttpResponse> answer) {
        return info -> {
            BodySubscriber<InputStream> body = isEventStream(info.headers())
                    ? BodySubscribers.ofInputStream()
                    : BodySubscribers.mapping(BodySubscribers.ofByteArray(), ByteArrayInputStream::new);
            return BodySubscribers.mapping(body, in -> {
                complete(answer, new Response(info.statusCode(), info.headers(), in));
                return in;
            });
        };
    }

    private void complete(CompletableFuture<HttpResponse> answer, Response response) {
        try {
            answer.complete(platform.incoming(response));
        } catch (RuntimeException e) {
            answer.completeExceptionally(e);
        }
    }

    private static boolean isEventStream(java.net.http.HttpHeaders headers) {
        return headers.firstValue("content-type")
                .filter(type -> type.startsWith("text/event-stream") || type.startsWith(AMAZON_EVENT_STREAM))
                .isPresent();
    }

    @Override
    public void close() {
        closed = true;
        underWay.forEach(exchange -> exchange.cancel(true));
        platform.close();
    }

    /** The JDK's response in the SDK's shape. */
    private record Response(int statusCode, java.net.http.HttpHeaders received, InputStream body)
            implements HttpResponse {

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
}
