/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.limits;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.camelclaude.rate.Dimension;
import io.github.camelclaude.rate.Report;
import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.fault.Fault;
import io.github.camelclaude.simulator.limit.Limits;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The headers of another program that knows the same rules. */
class SimulatedHeadersTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final long AT = TimeUnit.SECONDS.toNanos(NOW.getEpochSecond());

    private final ClaudeSimulator simulator = ClaudeSimulator.builder()
            .port(0)
            .limits("opus-5", Limits.perMinute(2, 80_000, 16_000))
            .standingClock(NOW)
            .start();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        simulator.close();
    }

    @Test
    void an_answer_tells_three_limits() throws Exception {
        HttpResponse<String> answer = ask("hello");

        Report report = RateLimitHeaders.standard(answer.headers()::allValues);

        assertThat(report.date()).isEqualTo(AT);
        assertThat(report.entries())
                .extracting(Report.Entry::dimension)
                .containsExactly(Dimension.REQUESTS, Dimension.INPUT_TOKENS, Dimension.OUTPUT_TOKENS);
        assertThat(report.entries().get(0))
                .isEqualTo(new Report.Entry(Dimension.REQUESTS, 2, 1, AT + TimeUnit.SECONDS.toNanos(30), 1));
        assertThat(report.entries().get(1))
                .returns(80_000L, Report.Entry::limit)
                .returns(1_000L, Report.Entry::rounding);
        assertThat(RateLimitHeaders.workspace(answer.headers()::allValues)).contains(simulator.defaultWorkspaceId());
    }

    @Test
    void a_refusal_tells_them_too_and_its_text_names_the_dimension() throws Exception {
        ask("one");
        ask("two");

        HttpResponse<String> refused = ask("three");

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(RateLimitHeaders.standard(refused.headers()::allValues).entries())
                .contains(new Report.Entry(Dimension.REQUESTS, 2, 0, AT + TimeUnit.SECONDS.toNanos(60), 1));
        String message = new ObjectMapper()
                .readTree(refused.body())
                .path("error")
                .path("message")
                .asText();
        assertThat(RefusalText.dimension(message)).contains(Dimension.REQUESTS);
    }

    @Test
    void of_garbage_only_what_makes_sense_is_left() throws Exception {
        simulator.injectNext(Fault.GARBAGE_HEADERS);

        HttpResponse<String> answer = ask("hello");

        assertThat(RateLimitHeaders.standard(answer.headers()::allValues).entries())
                .isEmpty();
    }

    private HttpResponse<String> ask(String question) throws Exception {
        String body = """
                {"model": "claude-opus-5", "max_tokens": 16, "messages": [{"role": "user", "content": "%s"}]}""".formatted(question);
        return client.send(
                HttpRequest.newBuilder(URI.create(simulator.baseUrl() + "/v1/messages"))
                        .header("x-api-key", "sk-ant-test")
                        .header("anthropic-version", "2026-10-21")
                        .header("content-type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
