/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** A stream from the network whose reader does not wait for ever: where nothing comes for too long, it breaks. */
final class IdleStream extends FilterInputStream {

    private final Duration longest;
    private final Executor watch;
    /** Since when somebody waits for bytes; 0 if nobody does. */
    private volatile long since;

    private volatile boolean idle;
    private volatile boolean closed;

    /** @param longest how long nothing may come; positive */
    IdleStream(InputStream in, Duration longest) {
        super(in);
        this.longest = longest;
        this.watch = CompletableFuture.delayedExecutor(longest.toNanos(), TimeUnit.NANOSECONDS);
        watch.execute(this::look);
    }

    /** Nobody waits longer than twice the time. */
    private void look() {
        long waiting = since;
        if (closed) {
            return;
        }
        if (waiting != 0 && System.nanoTime() - waiting >= longest.toNanos()) {
            idle = true;
            try {
                in.close();
            } catch (IOException e) {
                // Its reader hears of it.
            }
            return;
        }
        watch.execute(this::look);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        since = System.nanoTime() | 1;
        try {
            return in.read(bytes, offset, length);
        } catch (IOException e) {
            if (idle) {
                throw new IOException("Nothing came for %d ms".formatted(longest.toMillis()), e);
            }
            throw e;
        } finally {
            since = 0;
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        in.close();
    }
}
