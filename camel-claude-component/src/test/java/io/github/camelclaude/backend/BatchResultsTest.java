/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.github.camelclaude.RouteTestSupport;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What comes back of a batch. */
@Timeout(60)
class BatchResultsTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch firstWasRead = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        firstWasRead.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    /** A line, and once that was read, another one. */
    private void answer(String contentType) {
        server.createContext("/", exchange -> {
            exchange.getResponseHeaders().add("content-type", contentType);
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write("{\"n\":1}\n".getBytes(StandardCharsets.UTF_8));
                out.flush();
                firstWasRead.await(60, TimeUnit.SECONDS);
                out.write("{\"n\":2}\n".getBytes(StandardCharsets.UTF_8));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private BufferedReader results(Backend backend, Duration timeout) {
        return new BufferedReader(new InputStreamReader(
                backend.batches()
                        .results("msgbatch_1", timeout)
                        .toCompletableFuture()
                        .join()
                        .lines(),
                StandardCharsets.UTF_8));
    }

    private Backend backend() {
        BackendSettings settings = BackendSettings.anthropic(
                "anthropic",
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                ApiKey.of(RouteTestSupport.KEY),
                "2026-10-21");
        return new AnthropicApi(settings, new TransportSettings(null, null), threads, threads, threads);
    }

    @Test
    void it_is_read_as_it_comes_and_never_as_a_whole_whatever_its_type_is_called() throws Exception {
        answer("application/octet-stream");
        try (Backend backend = backend();
                BufferedReader lines = results(backend, Duration.ofMinutes(1))) {
            assertThat(lines.readLine()).isEqualTo("{\"n\":1}");
            firstWasRead.countDown();
            assertThat(lines.readLine()).isEqualTo("{\"n\":2}");
            assertThat(lines.readLine()).isNull();
        }
    }

    @Test
    void its_reader_does_not_wait_for_ever() throws Exception {
        answer("application/x-jsonl");
        try (Backend backend = backend();
                BufferedReader lines = results(backend, Duration.ofMillis(300))) {
            assertThat(lines.readLine()).isEqualTo("{\"n\":1}");

            assertThatThrownBy(lines::readLine).isInstanceOf(IOException.class).hasMessage("Nothing came for 300 ms");
        }
    }
}
