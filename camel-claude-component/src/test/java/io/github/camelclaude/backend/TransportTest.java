/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.camelclaude.RouteTestSupport;
import io.github.camelclaude.ScriptedClaude;
import io.github.camelclaude.simulator.ClaudeSimulator;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.JksOptions;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.Exchange;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransportTest extends RouteTestSupport {

    private static final int MANY = 1_000;
    private static final String PASSWORD = "password";

    private final Vertx vertx = Vertx.vertx();
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();
    private final Set<Object> connections = ConcurrentHashMap.newKeySet();

    @AfterEach
    void closeVertx() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(1, TimeUnit.MINUTES);
    }

    @Test
    void a_thousand_calls_are_in_flight_on_a_few_threads() throws Exception {
        List<HttpServerRequest> held = Collections.synchronizedList(new ArrayList<>());
        HttpServer server =
                listen(new HttpServerOptions(), request -> request.body().onSuccess(body -> held.add(request)));
        component.getConfiguration().setBaseUrl("http://127.0.0.1:" + server.actualPort());
        Set<Thread> before = Thread.getAllStackTraces().keySet(); // Those of other tests may end later.
        startWith("claude:messages");

        List<CompletableFuture<Exchange>> calls = IntStream.range(0, MANY)
                .mapToObj(i -> context.createProducerTemplate()
                        .asyncSend(
                                "claude:messages",
                                exchange -> exchange.getMessage().setBody("x")))
                .toList();
        await().atMost(Duration.ofMinutes(1)).until(() -> held.size() == MANY);

        long threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !before.contains(thread))
                .map(Thread::getName)
                .filter(name -> name.contains("Claude") || name.contains("HttpClient"))
                .count();
        assertThat(threads).isBetween(1L, 60L);
        held.forEach(TransportTest::answer);
        for (CompletableFuture<Exchange> call : calls) {
            assertThat(call.get(1, TimeUnit.MINUTES).getException()).isNull();
        }
    }

    @Test
    void calls_one_after_the_other_share_a_connection() throws Exception {
        HttpServer server = listen(new HttpServerOptions(), this::answerAtOnce);
        component.getConfiguration().setBaseUrl("http://127.0.0.1:" + server.actualPort());
        startWith("claude:messages");

        for (int i = 0; i < 20; i++) {
            assertThat(ask("x").getException()).isNull();
        }

        assertThat(connections).hasSize(1);
        assertThat(seen).containsOnly("HTTP_1_1");
    }

    @Test
    void an_answer_starts_no_thread_of_its_own() throws Exception {
        HttpServer server = listen(new HttpServerOptions(), this::answerAtOnce);
        component.getConfiguration().setBaseUrl("http://127.0.0.1:" + server.actualPort());
        startWith("claude:messages");
        askTimes(200); // The pools fill up meanwhile, once.
        long before = ManagementFactory.getThreadMXBean().getTotalStartedThreadCount();

        askTimes(400);

        assertThat(ManagementFactory.getThreadMXBean().getTotalStartedThreadCount() - before)
                .as("a thread for each answer would be 400")
                .isLessThan(100);
    }

    private void askTimes(int calls) {
        for (int i = 0; i < calls; i++) {
            assertThat(ask("x").getException()).isNull();
        }
    }

    @Test
    void tls_is_set_up_by_camels_parameters_and_http_2_is_used_where_it_is_offered(@TempDir Path temp)
            throws Exception {
        Path keys = keyStore(temp);
        HttpServer server = listen(
                new HttpServerOptions()
                        .setSsl(true)
                        .setUseAlpn(true)
                        .setKeyCertOptions(
                                new JksOptions().setPath(keys.toString()).setPassword(PASSWORD)),
                this::answerAtOnce);
        component.getConfiguration().setBaseUrl("https://localhost:" + server.actualPort());
        component.setSslContextParameters(trusting(keys));
        startWith("claude:messages");

        for (int i = 0; i < 5; i++) {
            assertThat(ask("x").getException()).isNull();
        }

        assertThat(seen).hasSize(5).containsOnly("HTTP_2");
        assertThat(connections).hasSize(1);
    }

    @Test
    void a_server_that_nobody_vouches_for_is_not_talked_to(@TempDir Path temp) throws Exception {
        Path keys = keyStore(temp);
        HttpServer server = listen(
                new HttpServerOptions()
                        .setSsl(true)
                        .setKeyCertOptions(
                                new JksOptions().setPath(keys.toString()).setPassword(PASSWORD)),
                this::answerAtOnce);
        component.getConfiguration().setBaseUrl("https://localhost:" + server.actualPort());
        startWith("claude:messages");

        assertThat(ask("x").getException()).hasMessageContaining("connection failed");
        assertThat(seen).isEmpty();
    }

    @Test
    void a_proxy_is_gone_through() throws Exception {
        HttpServer proxy = listen(new HttpServerOptions(), request -> {
            seen.add(request.absoluteURI());
            answerAtOnce(request);
        });
        component.getConfiguration().setBaseUrl("http://claude.invalid");
        component.setProxyHost("127.0.0.1");
        component.setProxyPort(proxy.actualPort());
        startWith("claude:messages");

        assertThat(ask("x").getException()).isNull();

        assertThat(seen).contains("http://claude.invalid/v1/messages");
    }

    @Test
    void half_a_proxy_is_a_mistake() {
        component.stop();
        component.setProxyHost("127.0.0.1");

        assertThatThrownBy(() -> component.init()).hasStackTraceContaining("proxyPort=null");
    }

    @Test
    void a_redirect_is_not_followed_with_the_key() throws Exception {
        HttpServer elsewhere = listen(new HttpServerOptions(), this::answerAtOnce);
        HttpServer server = listen(
                new HttpServerOptions(),
                request -> request.response()
                        .setStatusCode(307)
                        .putHeader("location", "http://127.0.0.1:" + elsewhere.actualPort() + "/v1/messages")
                        .end());
        component.getConfiguration().setBaseUrl("http://127.0.0.1:" + server.actualPort());
        startWith("claude:messages");

        assertThat(ask("x").getException()).isNotNull();
        assertThat(seen).isEmpty();
    }

    @Test
    void a_call_that_takes_too_long_is_cancelled_down_to_its_connection() throws Exception {
        try (ClaudeSimulator slow =
                ClaudeSimulator.builder().port(0).latency(Duration.ofMinutes(1)).start()) {
            component.getConfiguration().setBaseUrl(slow.baseUrl());
            startWith("claude:messages?callTimeout=200");

            assertThat(ask("x").getException()).hasMessageContaining("callTimeout");

            await().until(() -> slow.accounting().totals().cancelled() == 1);
            assertThat(slow.accounting().running()).isZero();
        }
    }

    @Test
    void cancelling_an_attempt_closes_its_connection() throws Exception {
        try (ClaudeSimulator slow =
                ClaudeSimulator.builder().port(0).latency(Duration.ofMinutes(1)).start()) {
            ExecutorService threads = Executors.newCachedThreadPool();
            BackendSettings settings =
                    BackendSettings.anthropic("anthropic", URI.create(slow.baseUrl()), ApiKey.of(KEY), "2026-10-21");
            Backend backend = new AnthropicApi(settings, new TransportSettings(null, null), threads, threads, threads);
            CompletableFuture<BackendAnswer> call =
                    backend.send(request(), Duration.ofMinutes(1)).toCompletableFuture();
            await().until(() -> slow.accounting().running() == 1);

            call.cancel(true);

            await().until(() -> slow.accounting().totals().cancelled() == 1);
            backend.close();
            threads.shutdownNow();
        }
    }

    private static ClaudeRequest request() {
        return new ClaudeRequest(Map.of(
                "model",
                "claude-haiku-5-5",
                "max_tokens",
                10,
                "messages",
                List.of(Map.of("role", "user", "content", "x"))));
    }

    private HttpServer listen(HttpServerOptions options, Handler<HttpServerRequest> handler) throws Exception {
        return vertx.createHttpServer(options.setHost("127.0.0.1").setPort(0))
                .requestHandler(handler)
                .listen()
                .toCompletionStage()
                .toCompletableFuture()
                .get(1, TimeUnit.MINUTES);
    }

    private void answerAtOnce(HttpServerRequest request) {
        connections.add(request.connection());
        seen.add(request.version().name());
        request.body().onSuccess(body -> answer(request));
    }

    private static void answer(HttpServerRequest request) {
        request.response().putHeader("content-type", "application/json").end(ScriptedClaude.message("hello"));
    }

    private static Path keyStore(Path temp) throws Exception {
        Path keys = temp.resolve("keys.jks");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "RSA",
                        "-storetype",
                        "JKS",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        PASSWORD,
                        "-keypass",
                        PASSWORD)
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        return keys;
    }

    private static SSLContextParameters trusting(Path keys) {
        KeyStoreParameters store = new KeyStoreParameters();
        store.setResource("file:" + keys);
        store.setPassword(PASSWORD);
        TrustManagersParameters trust = new TrustManagersParameters();
        trust.setKeyStore(store);
        SSLContextParameters parameters = new SSLContextParameters();
        parameters.setTrustManagers(trust);
        return parameters;
    }
}
