/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import com.anthropic.core.RequestOptions;
import com.anthropic.core.http.HttpClient;
import com.anthropic.core.http.HttpRequest;
import com.anthropic.core.http.HttpResponse;
import com.anthropic.errors.AnthropicIoException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.github.camelclaude.resilience.ClaudeException;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import io.github.camelclaude.resilience.ClaudeTransportException;
import io.github.camelclaude.resilience.ErrorClass;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.ProxySelector;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The SDK's transport over the JDK's HTTP client. The SDK's own transport stops at 64 calls in flight and spends a thread
 * on each; this one has neither bound: a call under way is an entry in a set, and how many there may be is decided above.
 *
 * <p>A plain answer is read whole before it is handed on, so that nobody waits on the network afterwards; an event stream
 * is handed on as it comes, once its first event is there: one that begins with an error is the refusal that it would have
 * been without a stream. The time limit covers getting credentials, on threads that may wait for them, and the whole of a
 * plain answer, body included (the JDK's own stops at the headers). Redirects are not followed: they would carry the key
 * elsewhere. HTTP/2 is used where TLS negotiates it; on plain http (tests, proxies on loopback) HTTP/1.1, since an upgrade
 * request with a body confuses servers.
 */
final class JdkTransport implements HttpClient {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);

    private final java.net.http.HttpClient client;
    private final Platform platform;
    private final SpokenName name;
    private final JdkRequests requests;
    private final Executor credentials;
    private final Attempts attempts = new Attempts();
    private final Set<CompletableFuture<?>> underWay = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * @param platform    dresses requests and responses, at each attempt
     * @param requests    makes requests for the network
     * @param network     runs the HTTP client's own work
     * @param credentials runs what may wait for the platform's credentials
     */
    JdkTransport(
            Platform platform,
            SpokenName name,
            JdkRequests requests,
            TransportSettings settings,
            Executor network,
            Executor credentials) {
        this.platform = platform;
        this.name = name;
        this.requests = requests;
        this.credentials = new OneByOne(credentials);
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
        Exchange exchange = new Exchange(
                attempts.carried(request),
                options.timeout().map(timeout -> timeout.request()).orElse(Duration.ZERO));
        CompletableFuture<HttpResponse> result = track(exchange);
        try {
            if (platform.mayWait()) {
                credentials.execute(exchange::send);
            } else {
                exchange.send();
            }
        } catch (RuntimeException e) {
            exchange.answer.completeExceptionally(e);
        }
        return result;
    }

    private CompletableFuture<HttpResponse> track(Exchange exchange) {
        CompletableFuture<HttpResponse> answer = exchange.answer;
        underWay.add(answer);
        exchange.request.headers().values(Attempts.HEADER).forEach(number -> attempts.attach(number, answer));
        CompletableFuture<HttpResponse> result = answer.handle((response, failure) -> {
            underWay.remove(answer);
            if (failure == null) {
                return response;
            }
            throw new AnthropicIoException("The exchange failed", ended(failure, exchange));
        });
        if (closed) {
            answer.cancel(true);
        }
        return result;
    }

    private Throwable ended(Throwable failure, Exchange exchange) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof TimeoutException && !exchange.begun) {
            return ClaudeTransportException.unsent(
                    ErrorClass.TIMEOUT,
                    name.first() + " got no credentials in time. Nothing was sent; see whether what gives them is slow",
                    cause);
        }
        return closed && cause instanceof CancellationException
                ? new IOException("the client was closed", cause)
                : cause;
    }

    @Override
    public void close() {
        closed = true;
        underWay.forEach(answer -> answer.cancel(true));
        platform.close();
    }

    /** A request on its way to its answer. The time runs from the beginning, getting credentials included. */
    private final class Exchange {

        private final HttpRequest request;
        private final long until;
        private final boolean limited;
        private final CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
        private volatile boolean begun;

        Exchange(HttpRequest request, Duration limit) {
            this.request = request;
            this.limited = !limit.isZero();
            this.until = System.nanoTime() + limit.toNanos();
            if (limited) {
                answer.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS);
            }
        }

        /**
         * Sends it. The answer is handed on as soon as its body is there, before the JDK completes its own result: that
         * would take a detour over the pool that CompletableFuture uses by default, which on a machine of two cores or
         * fewer is a new thread for each call. The detour is not taken for a result that is complete already.
         */
        void send() {
            if (answer.isDone()) {
                return;
            }
            try {
                requests.check(request);
                // What is signed must be what is sent, without the number that is only for us.
                HttpRequest authorized = platform.outgoing(
                        request.toBuilder().removeHeaders(Attempts.HEADER).build());
                if (answer.isDone()) {
                    return;
                }
                begun = true;
                connect(client.sendAsync(requests.of(authorized, left()), this::body));
            } catch (Exception e) {
                // The SDK is written in Kotlin, which throws checked exceptions without saying so.
                answer.completeExceptionally(begun ? e : unsent(e));
            }
        }

        /** Why a request could not be made one of this platform. */
        private Exception unsent(Exception cause) {
            if (cause instanceof ClaudeException) {
                return cause;
            }
            return new ClaudeInvalidRequestException(
                    cause instanceof StreamConstraintsException ? ErrorClass.OVERSIZE : ErrorClass.INVALID,
                    "The request can't be made one of %s: %s. Nothing was sent"
                            .formatted(name.inside(), cause.getMessage()),
                    null);
        }

        private Duration left() {
            return limited ? Duration.ofNanos(Math.max(1_000_000, until - System.nanoTime())) : Duration.ZERO;
        }

        private void connect(CompletableFuture<java.net.http.HttpResponse<InputStream>> exchange) {
            exchange.whenComplete((response, failure) -> {
                if (failure != null) {
                    answer.completeExceptionally(failure);
                }
            });
            answer.whenComplete((response, failure) -> {
                if (failure == null) {
                    exchange.complete(null);
                } else {
                    exchange.cancel(true);
                }
            });
        }

        /** Whether what is asked for may be longer than memory. */
        private boolean isLines() {
            return request.headers().values("Accept").contains("application/x-jsonl");
        }

        /** Completes the answer within the reading of the body. */
        private BodySubscriber<InputStream> body(ResponseInfo info) {
            StreamForm form = StreamForm.of(info.headers()).orElse(null);
            if (form != null && info.statusCode() == HttpURLConnection.HTTP_OK) {
                return new StreamBody(form, opening -> opened(info, opening));
            }
            if (isLines() && info.statusCode() == HttpURLConnection.HTTP_OK) {
                BodySubscriber<InputStream> lines = BodySubscribers.ofInputStream();
                lines.getBody().thenAccept(in -> complete(new JdkResponse(info.statusCode(), info.headers(), in)));
                return lines;
            }
            return BodySubscribers.mapping(BodySubscribers.ofByteArray(), bytes -> {
                InputStream in = new ByteArrayInputStream(bytes);
                complete(new JdkResponse(info.statusCode(), info.headers(), in));
                return in;
            });
        }

        private void opened(ResponseInfo info, StreamBody.Opening opening) {
            if (opening instanceof StreamBody.Events events) {
                complete(new JdkResponse(info.statusCode(), info.headers(), events.in()));
            } else if (opening instanceof StreamBody.Refused refused) {
                complete(refused.error().response(info.headers()));
            } else if (opening instanceof StreamBody.Broken broken) {
                answer.completeExceptionally(broken.cause());
            }
        }

        private void complete(HttpResponse response) {
            try {
                HttpResponse read = platform.incoming(response);
                if (!answer.complete(read)) {
                    read.close();
                }
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
                response.close();
            }
        }
    }
}
