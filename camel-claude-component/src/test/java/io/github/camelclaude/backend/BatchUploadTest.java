/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.camelclaude.RouteTestSupport;
import io.github.camelclaude.ScriptedClaude;
import io.github.camelclaude.observe.ObservedBackend;
import io.github.camelclaude.resilience.ClaudeException;
import io.github.camelclaude.resilience.ErrorClass;
import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.fault.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A batch is made of a file. */
class BatchUploadTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private static final String BATCH = "{\"id\":\"msgbatch_1\",\"type\":\"message_batch\","
            + "\"processing_status\":\"in_progress\",\"request_counts\":{\"processing\":2,\"succeeded\":0,\"errored\":0,"
            + "\"canceled\":0,\"expired\":0},\"created_at\":\"2026-11-24T10:00:00.123456Z\","
            + "\"expires_at\":\"2026-11-25T10:00:00.123456Z\",\"ended_at\":null,\"cancel_initiated_at\":null,"
            + "\"archived_at\":null,\"results_url\":null}";

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Map<String, List<String>>> headers = new CopyOnWriteArrayList<>();
    private final List<byte[]> bodies = new CopyOnWriteArrayList<>();

    @TempDir
    private Path folder;

    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void the_service_takes_the_file_and_tells_how_the_batch_stands() throws Exception {
        try (ClaudeSimulator simulator = ClaudeSimulator.builder().port(0).start();
                Backend backend = new ObservedBackend(backend(simulator.baseUrl()), Clock.systemUTC())) {
            BatchState made = create(backend, requests(3));

            assertThat(made.status()).isEqualTo("in_progress");
            assertThat(made.counts()).containsEntry("processing", 3L);
            assertThat(made.simulated()).isTrue();
            assertThat(backend.batches()
                            .retrieve(made.id(), LONG)
                            .toCompletableFuture()
                            .join()
                            .createdAt())
                    .isEqualTo(made.createdAt());
        }
    }

    @Test
    void it_arrives_byte_by_byte_each_time_and_with_the_headers_of_every_other_call() throws Exception {
        answerWith(exchange -> {
            headers.add(new HashMap<>(exchange.getRequestHeaders()));
            bodies.add(exchange.getRequestBody().readAllBytes());
            assertThat(exchange.getRequestURI().getPath()).isEqualTo("/v1/messages/batches");
        });
        Path file = requests(2_000);
        try (Backend backend = backend(url())) {
            create(backend, file);
            create(backend, file);
            catchThrowable(() -> backend.batches()
                    .list(Optional.empty(), 1, LONG)
                    .toCompletableFuture()
                    .join());
        }

        assertThat(bodies.get(0)).isEqualTo(Files.readAllBytes(file)).isEqualTo(bodies.get(1));
        assertThat(headers.get(0))
                .containsEntry("Content-type", List.of("application/json"))
                .containsEntry("Anthropic-version", List.of("2026-10-21"))
                .doesNotContainKey("X-camel-claude-attempt");
        Map<String, List<String>> listed = headers.get(2);
        assertThat(listed).containsKey("Authorization");
        headers.get(0).keySet().removeAll(List.of("Content-type", "Content-length"));
        listed.remove("Content-length");
        assertThat(headers.get(0)).isEqualTo(listed);
    }

    @ParameterizedTest
    @CsvSource({
        "400, invalid_request_error, INVALID",
        "401, authentication_error, AUTH",
        "413, request_too_large, OVERSIZE",
        "500, api_error, SERVER",
        "529, overloaded_error, OVERLOADED"
    })
    void a_refusal_is_one_as_of_any_other_call(int status, String type, ErrorClass expected) throws Exception {
        try (ScriptedClaude claude = new ScriptedClaude();
                Backend backend = backend(claude.baseUrl())) {
            claude.replies(status, Map.of("request-id", "req_1"), ScriptedClaude.error(type, "no"));

            ClaudeException failure = failure(backend, requests(1), LONG);

            assertThat(failure.errorClass()).isEqualTo(expected);
            assertThat(failure.response().status()).isEqualTo(status);
            assertThat(failure.response().requestId()).isEqualTo("req_1");
        }
    }

    @Test
    void too_many_requests_say_when_to_come_back_and_a_broken_connection_is_told_apart() throws Exception {
        try (ClaudeSimulator simulator = ClaudeSimulator.builder().port(0).start();
                Backend backend = backend(simulator.baseUrl())) {
            simulator.injectNextBesidesMessages(Fault.RATE_LIMIT, Fault.CUT_BEFORE_BODY);

            ClaudeException refused = failure(backend, requests(1), LONG);
            assertThat(refused.errorClass()).isEqualTo(ErrorClass.BUCKET);
            assertThat(refused.response().retryAfter()).isEqualTo(Duration.ofSeconds(1));
            assertThat(failure(backend, requests(1), LONG).errorClass()).isEqualTo(ErrorClass.NETWORK);
            assertThat(create(backend, requests(1)).id()).isNotBlank();
        }
    }

    @Test
    void what_is_no_batch_is_a_failure_of_the_service() throws Exception {
        try (ScriptedClaude claude = new ScriptedClaude();
                Backend backend = backend(claude.baseUrl())) {
            for (String body : List.of("{}", "[]", "gateway", "")) {
                claude.replies(200, Map.of(), body);
                assertThat(failure(backend, requests(1), LONG).errorClass())
                        .as(body)
                        .isEqualTo(ErrorClass.SERVER);
            }
        }
    }

    @Test
    void more_than_a_batch_may_have_is_refused_and_not_sent() throws Exception {
        answerWith(exchange -> bodies.add(new byte[0]));
        Path file = folder.resolve("large.json");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw");
                Backend backend = backend(url())) {
            sparse.setLength(256L * 1024 * 1024 + 1);

            ClaudeException failure = failure(backend, file, LONG);

            assertThat(failure.errorClass()).isEqualTo(ErrorClass.OVERSIZE);
            assertThat(failure).hasMessageContaining("268,435,457").hasMessageContaining("Nothing was sent");
        }
        assertThat(bodies).isEmpty();
    }

    @Test
    void a_file_that_is_not_there_is_a_refusal_too() throws Exception {
        try (Backend backend = backend(url())) {
            ClaudeException failure = failure(backend, folder.resolve("gone.json"), LONG);

            assertThat(failure.errorClass()).isEqualTo(ErrorClass.INVALID);
            assertThat(failure).hasMessageContaining("gone.json").hasMessageContaining("Nothing was sent");
        }
    }

    @Test
    void cancelling_closes_the_connection_and_the_file() throws Exception {
        Path file = large(50_000_000);
        try (SlowReceiver slow = new SlowReceiver(null);
                Backend backend = backend(slow.baseUrl())) {
            CompletableFuture<BatchState> call =
                    backend.batches().create(file, LONG).toCompletableFuture();
            slow.begun().get(1, TimeUnit.MINUTES);

            call.cancel(true);

            assertThat(slow.readOn().get(1, TimeUnit.MINUTES)).isLessThan(50_000_000);
            assertThatNobodyReads(file);
        }
    }

    @Test
    void the_time_covers_the_sending() throws Exception {
        Path file = large(50_000_000);
        try (SlowReceiver slow = new SlowReceiver(null);
                Backend backend = backend(slow.baseUrl())) {
            assertThat(failure(backend, file, Duration.ofMillis(500)).errorClass())
                    .isEqualTo(ErrorClass.TIMEOUT);
            assertThatNobodyReads(file);
        }
    }

    @Test
    void a_refusal_that_comes_while_the_file_is_on_its_way_is_read() throws Exception {
        Path file = large(50_000_000);
        String error = ScriptedClaude.error("request_too_large", "no");
        String answer =
                "HTTP/1.1 413 Too Large\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: "
                        + error.length() + "\r\n\r\n" + error;
        try (SlowReceiver slow = new SlowReceiver(answer);
                Backend backend = backend(slow.baseUrl())) {
            slow.readOn();

            assertThat(failure(backend, file, LONG).errorClass()).isEqualTo(ErrorClass.OVERSIZE);
        }
    }

    @Test
    void a_file_that_becomes_shorter_meanwhile_breaks_the_call() throws Exception {
        Path file = large(50_000_000);
        try (SlowReceiver slow = new SlowReceiver(null);
                Backend backend = backend(slow.baseUrl())) {
            CompletableFuture<BatchState> call =
                    backend.batches().create(file, LONG).toCompletableFuture();
            slow.begun().get(1, TimeUnit.MINUTES);
            Files.write(file, new byte[0]);
            slow.readOn();

            assertThat(catchThrowable(() -> call.get(1, TimeUnit.MINUTES)))
                    .hasCauseInstanceOf(ClaudeException.class)
                    .hasMessageContaining("became shorter");
        }
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void two_hundred_megabytes_need_no_memory_of_that_size() throws Exception {
        long length = 200_000_000;
        CompletableFuture<Long> received = new CompletableFuture<>();
        answerWith(exchange -> {
            byte[] piece = new byte[64 * 1024];
            long bytes = 0;
            InputStream in = exchange.getRequestBody();
            for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
                bytes += read;
            }
            received.complete(bytes);
        });

        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        BatchUploader.class.getName(),
                        url(),
                        large(length).toString())
                .inheritIO()
                .start();

        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
        assertThat(received.getNow(0L)).isEqualTo(length);
    }

    /** Where the system tells which files are open. */
    private static void assertThatNobodyReads(Path file) {
        Path open = Path.of("/proc/self/fd");
        if (Files.isDirectory(open)) {
            await().until(() -> {
                try (Stream<Path> files = Files.list(open)) {
                    return files.noneMatch(entry -> leadsTo(entry, file));
                }
            });
        }
    }

    private static boolean leadsTo(Path entry, Path file) {
        try {
            return Files.readSymbolicLink(entry).equals(file);
        } catch (IOException e) {
            return false;
        }
    }

    private interface Reading {
        void read(HttpExchange exchange) throws IOException;
    }

    private void answerWith(Reading reading) {
        server.createContext("/", exchange -> {
            reading.read(exchange);
            byte[] answer = BATCH.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("content-type", "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private Backend backend(String url) {
        BackendSettings settings =
                BackendSettings.anthropic("anthropic", URI.create(url), ApiKey.of(RouteTestSupport.KEY), "2026-10-21");
        return new AnthropicApi(settings, new TransportSettings(null, null), threads, threads, threads);
    }

    private static BatchState create(Backend backend, Path file) {
        return backend.batches().create(file, LONG).toCompletableFuture().join();
    }

    private static ClaudeException failure(Backend backend, Path file, Duration timeout) {
        Throwable failure = catchThrowable(() ->
                backend.batches().create(file, timeout).toCompletableFuture().join());
        assertThat(failure).isInstanceOf(CompletionException.class).hasCauseInstanceOf(ClaudeException.class);
        return (ClaudeException) failure.getCause();
    }

    private Path requests(int items) throws IOException {
        StringBuilder body = new StringBuilder("{\"requests\":[");
        for (int i = 0; i < items; i++) {
            body.append(i == 0 ? "" : ",\n")
                    .append(
                            "{\"custom_id\":\"x-%d\",\"params\":{\"model\":\"claude-haiku-5-5\",\"max_tokens\":20,\"messages\":[{\"role\":\"user\",\"content\":\"Größe %d\"}]}}"
                                    .formatted(i, i));
        }
        return Files.writeString(folder.resolve(items + ".json"), body.append("]}"));
    }

    private Path large(long length) throws IOException {
        Path file = folder.toRealPath().resolve("large.json");
        byte[] piece = " ".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII);
        try (OutputStream out = Files.newOutputStream(file)) {
            for (long written = 0; written < length; written += piece.length) {
                out.write(piece);
            }
        }
        return file;
    }
}
