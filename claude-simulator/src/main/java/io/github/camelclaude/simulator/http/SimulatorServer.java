/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.http;

import io.github.camelclaude.simulator.fault.FaultTiming;
import io.github.camelclaude.simulator.service.SimulatedService;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Listens. */
public final class SimulatorServer implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 20;
    private final Vertx vertx;
    private HttpServer server;

    /** Wakes up; nothing listens yet. */
    public SimulatorServer() {
        vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(2)
                .setInternalBlockingPoolSize(2)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
    }

    /**
     * Begins to listen.
     *
     * @param port 0 for any free one
     * @throws IOException if the port cannot be had; the server is closed then
     */
    public void listen(String host, int port, SimulatedService service, FaultTiming timing) throws IOException {
        server = vertx.createHttpServer(new HttpServerOptions()
                        .setHost(host)
                        .setPort(port)
                        .setHttp2ClearTextEnabled(false)
                        .setHandle100ContinueAutomatically(true)
                        .setMaxHeaderSize(64 * 1024))
                .requestHandler(new Routes(vertx, service, timing).handler());
        try {
            server.listen().toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            close();
            String reason = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
            throw new IOException("Cannot listen on %s:%d: %s".formatted(host, port, reason), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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
}
