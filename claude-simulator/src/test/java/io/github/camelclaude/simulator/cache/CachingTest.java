/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.http.Http;
import io.github.camelclaude.simulator.http.Http.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Caching as a caller sees it. */
class CachingTest {

    private static final String LONG = "policy ".repeat(3_000);
    private static final String MARK = "\"cache_control\":{\"type\":\"ephemeral\"}";
    private static final String TOOL = "{\"name\":\"look_up\",\"description\":\"" + LONG
            + "\",\"input_schema\":{\"type\":\"object\"}," + MARK + "}";
    private static final String SYSTEM = "{\"type\":\"text\",\"text\":\"" + LONG + "\"," + MARK + "}";
    private static final String TURN =
            "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"" + LONG + "\"," + MARK + "}]}";
    private ClaudeSimulator sim;
    private Http http;

    @BeforeEach
    void start() {
        sim = ClaudeSimulator.builder()
                .latency(Duration.ZERO)
                .standingClock(Instant.parse("2026-11-24T00:00:00Z"))
                .key("test-key", "wrkspc_a")
                .key("other", "wrkspc_b")
                .start();
        http = new Http(sim.baseUrl());
    }

    @AfterEach
    void stop() {
        sim.close();
    }

    private static String body(String extra, String tool, String system, String turn) {
        return "{\"model\":\"claude-opus-5\",\"max_tokens\":50," + extra + "\"tools\":[" + tool + "],\"system\":["
                + system + "],\"messages\":[" + turn + "]}";
    }

    private JsonNode usage(String body) {
        Answer answer = http.messages(body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json().path("usage");
    }

    /** How many of the three marked parts were read from the cache. */
    private long partsRead(String body) {
        return Math.round(usage(body).path("cache_read_input_tokens").asDouble() / 3_900);
    }

    @Test
    void theUsageIsSplitAndTheReadsAreCheaperAndFreeOfLimits() {
        String body = body("", TOOL, SYSTEM, TURN);
        JsonNode first = usage(body);
        assertThat(first.path("cache_creation_input_tokens").asInt()).isGreaterThan(11_000);
        assertThat(first.at("/cache_creation/ephemeral_5m_input_tokens"))
                .isEqualTo(first.path("cache_creation_input_tokens"));
        assertThat(first.path("cache_read_input_tokens").asInt()).isZero();
        long cost = sim.accounting().totals().cost().picoDollars();
        Answer again = http.messages(body);
        assertThat(again.json().at("/usage/cache_read_input_tokens"))
                .isEqualTo(first.path("cache_creation_input_tokens"));
        long secondCost = sim.accounting().totals().cost().picoDollars() - cost;
        assertThat(secondCost).isLessThan(cost / 5);
        assertThat(sim.accounting().totals().usage().limitedInput()).isLessThan(12_500);
        assertThat(again.header("anthropic-ratelimit-input-tokens-remaining")).isEqualTo("1988000");
    }

    @Test
    void changesDropWhatComesAfterThemAndNothingBefore() {
        assertThat(partsRead(body("", TOOL, SYSTEM, TURN))).isZero();
        assertThat(partsRead(body("", TOOL, SYSTEM, TURN))).isEqualTo(3);
        assertThat(partsRead(body("", TOOL, SYSTEM, TURN.replaceFirst("policy", "other"))))
                .isEqualTo(2);
        assertThat(partsRead(body("", TOOL, SYSTEM.replaceFirst("policy", "other"), TURN)))
                .isEqualTo(1);
        assertThat(partsRead(body("", TOOL.replaceFirst("policy", "other"), SYSTEM, TURN)))
                .isZero();
    }

    @Test
    void optionsDropExactlyThePartsOfTheTable() {
        usage(body("", TOOL, SYSTEM, TURN));
        assertThat(partsRead(body("\"tool_choice\":{\"type\":\"none\"},", TOOL, SYSTEM, TURN)))
                .isEqualTo(2);
        assertThat(partsRead(body("\"output_config\":{\"effort\":\"low\"},", TOOL, SYSTEM, TURN)))
                .isEqualTo(2);
        assertThat(partsRead(body("\"thinking\":{\"type\":\"adaptive\"},", TOOL, SYSTEM, TURN)))
                .isEqualTo(2);
        assertThat(partsRead(body("\"speed\":\"fast\",", TOOL, SYSTEM, TURN))).isEqualTo(1);
        String image = TURN.replace(
                "[{\"type\"",
                "[{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\"https://example.com/a.png\"}},{\"type\"");
        assertThat(partsRead(body("", TOOL, SYSTEM, image))).isEqualTo(2);
        assertThat(partsRead(
                        body("", TOOL + ",{\"type\":\"web_search_20250305\",\"name\":\"web_search\"}", SYSTEM, TURN)))
                .isEqualTo(1);
        assertThat(partsRead(body("", TOOL, SYSTEM, TURN)))
                .as("nothing of this disturbs the first one")
                .isEqualTo(3);
    }

    @Test
    void workspacesShareNothing() {
        String body = body("", TOOL, SYSTEM, TURN);
        usage(body);
        Answer other = http.send(http.request("/v1/messages")
                .setHeader("x-api-key", "other")
                .POST(BodyPublishers.ofString(body))
                .build());
        assertThat(other.json().at("/usage/cache_read_input_tokens").asInt()).isZero();
    }

    @Test
    void anHourIsWrittenApartAndOutlivesFiveMinutes() {
        String hour = body("", TOOL, SYSTEM, TURN).replace("\"ephemeral\"}", "\"ephemeral\",\"ttl\":\"1h\"}");
        assertThat(usage(hour).at("/cache_creation/ephemeral_1h_input_tokens").asInt())
                .isGreaterThan(11_000);
        sim.advance(Duration.ofMinutes(59));
        assertThat(usage(hour).path("cache_read_input_tokens").asInt()).isGreaterThan(11_000);
        sim.advance(Duration.ofMinutes(61));
        assertThat(usage(hour).path("cache_read_input_tokens").asInt()).isZero();
    }

    @Test
    void automaticCachingMarksTheLastBlock() {
        String body = "{\"model\":\"claude-opus-5\",\"max_tokens\":50," + MARK
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"" + LONG + "\"}]}";
        assertThat(usage(body).path("cache_creation_input_tokens").asInt()).isGreaterThan(3_000);
        assertThat(usage(body).path("cache_read_input_tokens").asInt()).isGreaterThan(3_000);
    }

    @Test
    void aWarmUpWritesAndSaysNothing() {
        String body = body("", TOOL, SYSTEM, TURN);
        Answer warm = http.messages(body.replace("\"max_tokens\":50", "\"max_tokens\":0"));
        assertThat(warm.json().path("content")).isEmpty();
        assertThat(warm.json().path("stop_reason").asText()).isEqualTo("max_tokens");
        assertThat(warm.json().at("/usage/output_tokens").asInt()).isZero();
        assertThat(partsRead(body)).isEqualTo(3);
    }

    @Test
    void requestsSentTogetherMissTogether() {
        try (ClaudeSimulator slow =
                ClaudeSimulator.builder().latency(Duration.ofMinutes(5)).start()) {
            Http client = new Http(slow.baseUrl());
            var request = client.request("/v1/messages")
                    .POST(BodyPublishers.ofString(body("", TOOL, SYSTEM, TURN)))
                    .build();
            var first = client.sendAsync(request);
            Http.awaitRunning(slow, 1);
            var second = client.sendAsync(request);
            Http.awaitRunning(slow, 2);
            first.cancel(true);
            second.cancel(true);
            Http.awaitRunning(slow, 0);
            assertThat(slow.accounting().totals().cancelled()).isEqualTo(2);
            assertThat(slow.accounting().totals().usage().cacheWrites()).isGreaterThan(22_000);
            assertThat(slow.accounting().totals().usage().cacheRead()).isZero();
        }
    }

    @Test
    void anAutomaticHourMayNotComeAfterFiveMinutesEither() {
        String turn = "{\"role\":\"user\",\"content\":\"Hello\"}";
        Answer refused =
                http.messages(body("\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"},", TOOL, SYSTEM, turn));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.errorMessage()).contains("a ttl='1h' cache_control block must not come after");
    }
}
