/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.account.Spending.Caps;
import io.github.camelclaude.simulator.catalog.Cost;
import io.github.camelclaude.simulator.http.Http.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** By which rules batches and their items are let in. */
class BatchChecksTest {

    private static final String PATH = "/v1/messages/batches";
    private final ClaudeSimulator sim = ClaudeSimulator.builder()
            .standingClock(Instant.parse("2026-11-24T00:00:00Z"))
            .start();
    private final Http http = new Http(sim.baseUrl());

    @AfterEach
    void stop() {
        sim.close();
    }

    private static String item(String id, String params) {
        return "{\"custom_id\":\"" + id + "\",\"params\":" + params + "}";
    }

    private JsonNode result(String id) {
        try {
            return Http.JSON.readTree(http.get(PATH + "/" + id + "/results").body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void itemsAreCheckedByTheVersionThatTheirBatchCameWith() {
        String warm = Http.message("claude-haiku-4-5", 50, "Hello")
                .replace("\"max_tokens\"", "\"temperature\":1,\"max_tokens\"");
        String body = "{\"requests\":[" + item("a", warm) + "]}";
        String older = http.post(PATH, body).json().path("id").asText();
        String newer = http.send(HttpRequest.newBuilder(URI.create(sim.baseUrl() + PATH))
                        .header("x-api-key", "test-key")
                        .header("anthropic-version", "2026-10-21")
                        .POST(BodyPublishers.ofString(body))
                        .build())
                .json()
                .path("id")
                .asText();
        sim.advance(Duration.ofSeconds(5));
        assertThat(result(older).at("/result/type").asText()).isEqualTo("succeeded");
        assertThat(result(newer).at("/result/error/error/message").asText())
                .contains("temperature")
                .contains("2026-10-21");
    }

    @Test
    void itemsOfABetaBatchMayUseBetaFields() {
        String params = Http.message("claude-opus-5", 50, "Hello")
                .replace("\"max_tokens\"", "\"context_management\":{},\"max_tokens\"");
        String id = http.post(PATH + "?beta=true", "{\"requests\":[" + item("a", params) + "]}")
                .json()
                .path("id")
                .asText();
        sim.advance(Duration.ofSeconds(5));
        assertThat(result(id).at("/result/type").asText()).isEqualTo("succeeded");
    }

    @Test
    void aSpendCapRefusesABatchAsItRefusesAMessage() {
        sim.spending(new Caps(Cost.ofDollars(BigDecimal.ZERO), null, null, Map.of()));
        Answer refused =
                http.post(PATH, "{\"requests\":[" + item("a", Http.message("claude-opus-5", 50, "Hello")) + "]}");
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().at("/error/details/error_code").asText()).isEqualTo("enforced_spend_limit_reached");
        assertThat(refused.header("retry-after")).isNull();
    }
}
