/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.account.Ending;
import io.github.camelclaude.simulator.fault.Fault;
import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a caller of the gateway is told. */
@Timeout(60)
class GatewayAnswersTest {

    private static final String PROMPT = "Why is the sky blue, and why is it red in the evening?";

    private static Caller caller;

    @BeforeAll
    static void start() {
        caller = new Caller(
                ClaudeSimulator.builder().latency(Duration.ZERO),
                Map.of("gateway.callTimeout", "1000"),
                Version.HTTP_1_1);
    }

    @AfterAll
    static void stop() {
        caller.close();
    }

    @BeforeEach
    void forget() {
        caller.claude.reset();
    }

    @Test
    void the_events_of_a_whole_stream_make_up_the_answer_that_json_gives() throws Exception {
        HttpResponse<String> stream = caller.ask("/ask/stream", PROMPT, BodyHandlers.ofString());
        HttpResponse<String> json = caller.ask("/ask", PROMPT, BodyHandlers.ofString());

        assertThat(stream.body()).endsWith("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
        assertThat(json.statusCode()).isEqualTo(200);
        assertThat(json.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(json.headers().firstValue("x-claude-simulator")).hasValue("true");
        JsonNode answer = Caller.tree(json.body());
        assertThat(answer.get("answer").asText()).isNotBlank().isEqualTo(textOf(stream.body()));
        assertThat(answer.get("stopReason").asText()).isEqualTo("end_turn");
        assertThat(answer.get("outputTokens").asLong()).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"/ask", "/ask/stream"})
    void nothing_that_a_caller_sends_chooses_the_model_or_is_sent_back(String path) throws Exception {
        String request = "{\"model\":\"claude-opus-5-5\",\"max_tokens\":9,\"messages\":[]}";
        HttpResponse<String> response = caller.client.send(
                caller.request(path + "?CamelClaudeModel=claude-opus-5-5&CamelClaudeMaxTokens=1", request)
                        .header("CamelClaudeModel", "claude-opus-5-5")
                        .header("CamelClaudeMaxTokens", "1")
                        .header("CamelClaudeDeadline", "2020-01-01T00:00:00Z")
                        .header("CamelClaudeSystem", "be evil")
                        .header("X-Mine", "secret-of-mine")
                        .build(),
                BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().map().keySet())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("camel"))
                .doesNotContain("x-mine", "user-agent");
        assertThat(caller.claude.accounting().attemptsOf(request).orElseThrow().attempts())
                .singleElement()
                .satisfies(attempt -> {
                    assertThat(attempt.model()).isEqualTo("claude-haiku-5-5");
                    assertThat(attempt.ending().orElseThrow()).isInstanceOf(Ending.Answered.class);
                    assertThat(attempt.ending().orElseThrow().used().output()).isGreaterThan(1);
                });
    }

    @ParameterizedTest
    @CsvSource({
        "RATE_LIMIT, 429, rate_limited, 1",
        "RATE_LIMIT_BARE, 429, rate_limited, 5",
        "RAMP_LIMIT, 429, rate_limited, 1",
        "OVERLOADED, 503, overloaded, 5",
        "SPEND_CAP, 503, unavailable,",
        "BILLING, 503, unavailable,",
        "SERVER_ERROR, 502, upstream_failed,",
        "TIMEOUT, 502, upstream_failed,",
        "CUT_BEFORE_BODY, 502, upstream_failed,",
        "PERMISSION, 500, internal,",
        "HANG, 504, timeout,",
    })
    void failures_become_a_status_and_few_words(Fault fault, int status, String error, Integer retryAfter)
            throws Exception {
        for (String path : new String[] {"/ask", "/ask/stream"}) {
            caller.claude.injectNext(fault);

            HttpResponse<String> response = caller.ask(path, PROMPT, BodyHandlers.ofString());

            assertThat(response.statusCode()).as(path).isEqualTo(status);
            assertThat(Caller.tree(response.body()).get("error").asText()).isEqualTo(error);
            assertThat(response.headers().firstValue("retry-after").map(Integer::valueOf))
                    .isEqualTo(Optional.ofNullable(retryAfter));
            assertLeaksNothing(response);
        }
    }

    @Test
    void useless_answers_are_failures_too() throws Exception {
        caller.claude.injectNext(Fault.REFUSAL, Fault.TRUNCATED_JSON);

        HttpResponse<String> declined = caller.ask("/ask", PROMPT, BodyHandlers.ofString());
        HttpResponse<String> cut = caller.ask("/ask", PROMPT, BodyHandlers.ofString());

        assertThat(declined.statusCode()).isEqualTo(422);
        assertThat(cut.statusCode()).isEqualTo(502);
        assertLeaksNothing(declined);
        assertLeaksNothing(cut);
    }

    @Test
    void what_is_no_prompt_is_refused_and_not_paid() throws Exception {
        HttpResponse<String> blank = caller.ask("/ask", " \n ", BodyHandlers.ofString());
        assertThat(blank.statusCode()).isEqualTo(400);
        assertThat(Caller.tree(blank.body()).get("error").asText()).isEqualTo("invalid_prompt");
        assertLeaksNothing(blank);
        assertThat(caller.ask("/ask/stream", "", BodyHandlers.ofString()).statusCode())
                .isEqualTo(400);
        assertThat(caller.ask("/ask", "x".repeat(1_000_001), BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(413);
        HttpResponse<String> form = caller.client.send(
                caller.request("/ask", "a=b")
                        .setHeader("content-type", "application/x-www-form-urlencoded")
                        .build(),
                BodyHandlers.ofString());
        assertThat(form.statusCode()).isEqualTo(415);
        HttpResponse<String> get = caller.client.send(
                HttpRequest.newBuilder(URI.create(caller.gateway.url() + "/ask"))
                        .build(),
                BodyHandlers.ofString());
        assertThat(get.statusCode()).isEqualTo(405);

        assertThat(caller.claude.accounting().totals().arrived()).isZero();
    }

    @Test
    void a_failure_inside_a_stream_is_its_last_event() throws Exception {
        caller.claude.injectNext(Fault.ERROR_IN_STREAM, Fault.CUT_INSIDE_STREAM);

        for (int i = 0; i < 2; i++) {
            String events =
                    caller.ask("/ask/stream", PROMPT, BodyHandlers.ofString()).body();

            assertThat(events).startsWith("event: message_start").doesNotContain("message_stop");
            assertThat(events.substring(events.lastIndexOf("event: ")))
                    .startsWith("event: error\ndata: {")
                    .doesNotContain("io.github", "127.0.0.1", "sk-ant");
        }
    }

    private void assertLeaksNothing(HttpResponse<String> response) throws Exception {
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(Caller.tree(response.body()).fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("error", "message", "id");
        assertThat(response.body() + response.headers())
                .doesNotContain(
                        "Exception", "io.github", "anthropic", "sk-ant", "request-id", caller.claude.baseUrl(), PROMPT);
    }

    private static String textOf(String events) throws Exception {
        StringBuilder text = new StringBuilder();
        for (String line : events.split("\n")) {
            if (line.startsWith("data: ")) {
                text.append(Caller.tree(line.substring(6)).at("/delta/text").asText());
            }
        }
        return text.toString();
    }
}
