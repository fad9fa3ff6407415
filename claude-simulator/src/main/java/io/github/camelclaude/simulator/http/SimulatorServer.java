/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.http;

import io.github.camelclaude.simulator.account.Accounting;
import io.github.camelclaude.simulator.error.ApiError;
import io.github.camelclaude.simulator.error.ApiException;
import io.github.camelclaude.simulator.service.Identity;
import io.github.camelclaude.simulator.service.Keys;
import io.github.camelclaude.simulator.service.MessageDesk;
import io.github.camelclaude.simulator.time.SimulatorClock;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Listens, routes, and answers what goes wrong on the way in the service's envelope. */
public final class SimulatorServer implements AutoCloseable {

    private static final long MESSAGE_BYTES = 32L << 20;
    private static final int PATIENCE_SECONDS = 20;
    private final Vertx vertx;
    private final HttpServer server;
    private final Identity identity;

    private final Accounting accounting;
    private final SimulatorClock clock;

    private SimulatorServer(
            Vertx vertx, HttpServer server, Identity identity, Accounting accounting, SimulatorClock clock) {
        this.vertx = vertx;
        this.server = server;
        this.identity = identity;
        this.accounting = accounting;
        this.clock = clock;
    }

    /**
     * Begins to listen.
     *
     * @param port 0 for any free one
     * @throws IOException if the port cannot be had
     */
    public static SimulatorServer listen(
            String host, int port, MessageDesk desk, Keys keys, Identity identity, SimulatorClock clock)
            throws IOException {
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(2)
                .setInternalBlockingPoolSize(2)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        HttpServer http = vertx.createHttpServer(new HttpServerOptions()
                .setHost(host)
                .setPort(port)
                .setHttp2ClearTextEnabled(false)
                .setMaxHeaderSize(64 * 1024));
        SimulatorServer simulator = new SimulatorServer(vertx, http, identity, desk.accounting(), clock);
        http.requestHandler(simulator.router(new MessagesEndpoint(desk, keys, clock)));
        try {
            http.listen().toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            return simulator;
        } catch (ExecutionException | TimeoutException e) {
            vertx.close();
            throw new IOException("Cannot listen on %s:%d: %s".formatted(host, port, reason(e)), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            vertx.close();
            throw new IOException("Interrupted while opening %s:%d".formatted(host, port), e);
        }
    }

    public int port() {
        return server.actualPort();
    }

    @Override
    public void close() {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("The simulator's server did not close", e);
        }
    }

    private Router router(MessagesEndpoint messages) {
        Router router = Router.router(vertx);
        router.route().handler(this::begin);
        router.route().handler(BodyHandler.create(false).setBodyLimit(MESSAGE_BYTES));
        router.post("/v1/messages").handler(messages::create);
        router.route().failureHandler(this::fail);
        router.route().handler(context -> {
            throw new ApiException(ApiError.notFound("Not Found"));
        });
        return router;
    }

    private void begin(RoutingContext context) {
        new Reply(context, identity.next("req_"), identity.organizationId()).attach();
        context.next();
    }

    private void fail(RoutingContext context) {
        Reply reply = Reply.of(context);
        if (context.failure() instanceof ApiException refused) {
            reject(reply, refused.error());
        } else if (context.statusCode() == 413) {
            reject(reply, ApiError.tooLarge("Request exceeds the maximum size"));
        } else {
            System.getLogger(SimulatorServer.class.getName())
                    .log(
                            System.Logger.Level.ERROR,
                            "The simulator failed on " + context.normalizedPath(),
                            context.failure());
            reply.error(ApiError.internal());
        }
    }

    private void reject(Reply reply, ApiError error) {
        accounting.reject(error.status(), error.type(), clock.nanos());
        reply.error(error);
    }

    private static String reason(Exception e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return cause.getMessage();
    }
}
