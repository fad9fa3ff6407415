/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.http.Http.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The simulator's own controls over HTTP. */
class ControlTest {

    private static final String HELLO = Http.message("claude-opus-5", 50, "Hello");
    private ClaudeSimulator sim;
    private Http http;

    @BeforeEach
    void start() {
        sim = ClaudeSimulator.builder()
                .latency(Duration.ZERO)
                .rpm(1)
                .standingClock(Instant.parse("2026-11-24T00:00:00Z"))
                .start();
        http = new Http(sim.baseUrl());
    }

    @AfterEach
    void stop() {
        sim.close();
    }

    @Test
    void theClockIsMoved() {
        http.messages(HELLO);
        assertThat(http.messages(HELLO).status()).isEqualTo(429);
        Answer moved = http.post("/simulator/clock", "{\"advance\":\"PT1M\"}");
        assertThat(moved.json().path("now").asText()).isEqualTo("2026-11-24T00:01:00Z");
        assertThat(http.messages(HELLO).status()).isEqualTo(200);
        assertThat(http.post("/simulator/clock", "{\"advance\":\"soon\"}").errorMessage())
                .contains("'soon'");
        assertThat(http.post("/simulator/clock", "{\"advance\":\"PT-1M\"}").errorMessage())
                .contains("backwards");
    }

    @Test
    void faultsAreAskedForAndPlanned() {
        http.post("/simulator/faults", "{\"next\":[\"overloaded\"],\"nextBesidesMessages\":[\"server-error\"]}");
        assertThat(http.messages(HELLO).status()).isEqualTo(529);
        assertThat(http.get("/v1/models").status()).isEqualTo(500);
        http.post("/simulator/faults", "{\"seed\":3,\"probabilities\":{\"unavailable\":1}}");
        assertThat(http.messages(HELLO).status()).isEqualTo(503);
        assertThat(http.get("/simulator")
                        .json()
                        .at("/fault_probabilities/unavailable")
                        .asDouble())
                .isEqualTo(1);
        assertThat(http.post("/simulator/faults", "{\"next\":[\"gremlin\"]}").errorMessage())
                .contains("'gremlin'");
        http.post("/simulator/reset", "");
        assertThat(http.messages(HELLO).status()).isEqualTo(200);
    }

    @Test
    void limitsAreSeenAndChanged() {
        assertThat(http.get("/simulator/limits").json().at("/opus-5/requests").asInt())
                .isEqualTo(1);
        put("{\"modelClass\":\"opus-5\",\"limits\":{\"requests\":2,\"concurrency\":7}}");
        assertThat(http.get("/simulator/limits").json().path("opus-5").toString())
                .isEqualTo("{\"requests\":2,\"inputTokens\":2000000,\"outputTokens\":400000,\"concurrency\":7}");
        put("{\"tier\":\"build\"}");
        assertThat(http.get("/simulator/limits").json().at("/opus-5/requests").asInt())
                .isEqualTo(5_000);
        assertThat(put("{\"tier\":\"gold\"}").errorMessage()).contains("'gold'");
        assertThat(put("{\"modelClass\":\"opus\",\"limits\":{\"requests\":2}}").errorMessage())
                .contains("opus-5-5");
        assertThat(put("{\"modelClass\":\"opus-5\",\"limits\":{\"rpm\":2}}").status())
                .isEqualTo(400);
        put("{\"workspace\":\"" + sim.defaultWorkspaceId()
                + "\",\"modelClass\":\"opus-5\",\"limits\":{\"inputTokens\":5}}");
        assertThat(http.messages(HELLO).errorMessage()).contains("your workspace's rate limit of 5 input tokens");
    }

    private Answer put(String body) {
        return http.send(http.request("/simulator/limits")
                .PUT(BodyPublishers.ofString(body))
                .build());
    }

    @Test
    void theAccountingIsReadByProgramsAndPeople() {
        http.messages(HELLO);
        http.messages(HELLO);
        Answer json = http.get("/simulator/accounting?contents=true");
        assertThat(json.json().path("arrived").asInt()).isEqualTo(2);
        assertThat(json.json().at("/endings/refused requests").asInt()).isEqualTo(1);
        assertThat(json.json().at("/minutes/2026-11-24T00:00:00Z/arrived").asInt())
                .isEqualTo(2);
        assertThat(json.json().path("attempts_by_content").findValuesAsText("ending"))
                .containsExactly("answered", "refused requests");
        Answer text = http.get("/simulator/accounting.txt");
        assertThat(text.header("content-type")).startsWith("text/plain");
        assertThat(text.body()).contains("2 arrived, 1 answered, 1 refused").contains("00:00");
        assertThat(text.header("x-claude-simulator")).isEqualTo("true");
    }

    @Test
    void aClockCannotBeMovedOutOfItsRange() {
        Answer far = http.post("/simulator/clock", "{\"advance\":\"PT9999999999H\"}");
        assertThat(far.status()).isEqualTo(400);
        assertThat(far.errorMessage()).contains("PT9999999999H").contains("2262");
        assertThat(http.post("/simulator/clock", "{\"advance\":\"P90000D\"}").status())
                .isEqualTo(400);
        assertThat(http.get("/simulator").json().path("now").asText()).isEqualTo("2026-11-24T00:00:00Z");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/simulator/faults | {\"next\":\"overloaded\"} | next",
                "/simulator/faults | {\"nexts\":[\"overloaded\"]} | nexts",
                "/simulator/faults | {\"probabilities\":{\"overloaded\":\"often\"}} | overloaded",
                "/simulator/faults | {\"probabilities\":[\"overloaded\"]} | probabilities",
                "/simulator/faults | {\"seed\":\"x\",\"probabilities\":{}} | seed",
                "/simulator/faults | {\"seed\":1} | probabilities",
                "/simulator/faults | [] | object",
                "/simulator/clock | {\"advance\":\"PT1M\",\"by\":1} | by",
                "/simulator/clock | {} | advance",
                "/simulator/reset | {\"hard\":true} | hard"
            })
    void whatAControlDoesNotKnowIsRefusedAndNothingHappens(String path, String body, String named) {
        Answer refused = http.post(path, body);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.errorMessage()).contains(named);
        assertThat(http.messages(HELLO).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"modelClass\":\"opus-4\"} | limits",
                "{\"modelClass\":\"opus-4\",\"limits\":5} | limits",
                "{\"tier\":\"build\",\"modelClass\":\"opus-4\"} | modelClass",
                "{\"tier\":\"build\",\"limit\":{}} | limit",
                "{\"limits\":{\"requests\":5}} | modelClass"
            })
    void limitsThatSayTooLittleOrTooMuchAreRefused(String body, String named) {
        Answer refused = put(body);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.errorMessage()).contains(named);
        assertThat(http.get("/simulator").json().path("tier").asText()).isEqualTo("start");
    }

    @Test
    void aWishedLengthThatIsNoNumberIsNamed() {
        Answer refused = http.send(http.request("/v1/messages")
                .header("x-simulator-output-tokens", "many")
                .POST(BodyPublishers.ofString(HELLO))
                .build());
        assertThat(refused.errorMessage()).contains("'many'").contains("x-simulator-output-tokens");
    }
}
