/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** Takes the first bytes of one request and no more, until told to; then reads on to see how the connection ends. */
final class SlowReceiver implements AutoCloseable {

    private static final int FIRST = 2_000;

    private final ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final CountDownLatch reading = new CountDownLatch(1);
    private final CompletableFuture<Void> begun = new CompletableFuture<>();
    private final CompletableFuture<Long> received = new CompletableFuture<>();
    private final String answer;

    /** @param answer written after the first bytes, and that is all; null for none */
    SlowReceiver(String answer) throws IOException {
        this.answer = answer;
        Thread thread = new Thread(this::receive, "slow receiver");
        thread.setDaemon(true);
        thread.start();
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** The first bytes are here. */
    CompletableFuture<Void> begun() {
        return begun;
    }

    /** Reads on: how many bytes there were when the connection had ended. */
    CompletableFuture<Long> readOn() {
        reading.countDown();
        return received;
    }

    private void receive() {
        long bytes = 0;
        try (Socket socket = server.accept()) {
            InputStream in = socket.getInputStream();
            bytes += in.readNBytes(FIRST).length;
            begun.complete(null);
            if (answer != null) {
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().flush();
            }
            reading.await();
            byte[] piece = new byte[64 * 1024];
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                bytes += read;
            }
            received.complete(bytes);
        } catch (IOException e) {
            received.complete(bytes);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        reading.countDown();
        server.close();
    }
}
