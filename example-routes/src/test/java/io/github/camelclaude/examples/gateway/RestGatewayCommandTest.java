/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.camelclaude.simulator.ClaudeSimulator;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** What a person at the terminal meets. */
@Timeout(60)
class RestGatewayCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CountDownLatch enough = new CountDownLatch(1);

    @Test
    void it_answers_until_it_is_told_to_end_and_says_what_happened() throws Exception {
        CompletableFuture<Integer> exit = CompletableFuture.supplyAsync(() -> run(Map.of(), "--port", "0"));
        assertThat(askWhereItSaysToAsk()).isEqualTo(200);
        enough.countDown();

        assertThat(exit.get()).isZero();
        assertThat(out.toString())
                .contains("SIMULATOR: no answer below comes from Claude")
                .contains("curl -N http://127.0.0.1:")
                .contains("1 arrived, 1 answered");
    }

    @Test
    void live_calls_the_real_address() throws Exception {
        try (ClaudeSimulator real =
                ClaudeSimulator.builder().port(0).latency(Duration.ZERO).start()) {
            Map<String, String> environment =
                    Map.of("ANTHROPIC_API_KEY", "sk-ant-live", "ANTHROPIC_BASE_URL", real.baseUrl());
            CompletableFuture<Integer> exit =
                    CompletableFuture.supplyAsync(() -> run(environment, "--live", "--port", "0"));
            assertThat(askWhereItSaysToAsk()).isEqualTo(200);
            enough.countDown();

            assertThat(exit.get()).isZero();
            assertThat(real.accounting().totals().answered()).isEqualTo(1);
            assertThat(out.toString()).contains("LIVE: calls go to " + real.baseUrl());
        }
    }

    @Test
    void wrong_options_are_named_with_their_value() {
        assertThat(run(Map.of(), "--live")).isEqualTo(2);
        assertThat(run(Map.of(), "--port", "65536")).isEqualTo(2);

        assertThat(err.toString()).contains("ANTHROPIC_API_KEY").contains("--port=65536");
    }

    private int askWhereItSaysToAsk() throws Exception {
        Pattern command = Pattern.compile("curl (http://\\S+/ask) ");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> command.matcher(out.toString()).find());
        String url = command.matcher(out.toString())
                .results()
                .findFirst()
                .map(MatchResult::group)
                .orElseThrow()
                .split(" ")[1];
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .header("content-type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("Why is the sky blue?"))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode();
    }

    private int run(Map<String, String> environment, String... arguments) {
        return new CommandLine(new RestGateway(environment, enough))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
