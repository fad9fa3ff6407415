/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks.outage;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** A line to a server that brings requests at once and, while it is slow, answers later. It looks into nothing. */
final class SlowLine implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 20;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final NetServer server = vertx.createNetServer(
            new NetServerOptions().setHost("127.0.0.1").setPort(0).setAcceptBacklog(4_096));
    private final NetClient client = vertx.createNetClient();
    private final URI target;
    private volatile long slownessMillis;

    private SlowLine(String baseUrl) {
        target = URI.create(baseUrl);
        server.connectHandler(this::connect);
    }

    static SlowLine to(String baseUrl) throws Exception {
        SlowLine line = new SlowLine(baseUrl);
        line.server.listen().toCompletionStage().toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return line;
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** How much later arrives what comes back from now on. */
    void slowness(Duration slowness) {
        slownessMillis = slowness.toMillis();
    }

    private void connect(NetSocket near) {
        near.pause();
        client.connect(target.getPort(), target.getHost()).onComplete(connected -> {
            if (connected.failed()) {
                near.close();
                return;
            }
            NetSocket far = connected.result();
            near.handler(far::write);
            near.closeHandler(closed -> far.close());
            Way back = new Way(near);
            far.handler(back::bring);
            far.closeHandler(closed -> back.end());
            near.resume();
        });
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** What comes back on one connection: nothing overtakes, not even its end. Touched by the one event loop only. */
    private final class Way {

        private final NetSocket near;
        private final Deque<Runnable> coming = new ArrayDeque<>();

        Way(NetSocket near) {
            this.near = near;
        }

        void bring(Buffer bytes) {
            later(() -> near.write(bytes));
        }

        void end() {
            later(near::close);
        }

        private void later(Runnable arrival) {
            coming.add(arrival);
            // Each timer brings what is first then, whoever set it.
            vertx.setTimer(Math.max(1, slownessMillis), timer -> coming.remove().run());
        }
    }
}
