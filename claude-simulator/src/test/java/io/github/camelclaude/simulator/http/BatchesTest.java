/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.batch.BatchRules;
import io.github.camelclaude.simulator.http.Http.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatchesTest {

    private static final String PATH = "/v1/messages/batches";
    private ClaudeSimulator sim;
    private Http http;

    @AfterEach
    void stop() {
        sim.close();
    }

    private void start(BatchRules rules, String tier) {
        sim = ClaudeSimulator.builder()
                .latency(Duration.ZERO)
                .tier(tier)
                .batches(rules)
                .standingClock(Instant.parse("2026-11-24T00:00:00.123456Z"))
                .start();
        http = new Http(sim.baseUrl());
    }

    private void start(BatchRules rules) {
        start(rules, "start");
    }

    private static String items(int count) {
        return "{\"requests\":["
                + IntStream.range(0, count)
                        .mapToObj(i -> item("item-" + i, Http.message("claude-opus-5", 50, "text number " + i)))
                        .collect(Collectors.joining(","))
                + "]}";
    }

    private static String item(String id, String params) {
        return "{\"custom_id\":\"" + id + "\",\"params\":" + params + "}";
    }

    private String create(String body) {
        Answer created = http.post(PATH, body);
        assertThat(created.status()).as(created.body()).isEqualTo(200);
        return created.json().path("id").asText();
    }

    private JsonNode batch(String id) {
        return http.get(PATH + "/" + id).json();
    }

    private List<JsonNode> results(String id) {
        List<JsonNode> lines = new ArrayList<>();
        http.get(PATH + "/" + id + "/results").body().lines().forEach(line -> {
            try {
                lines.add(Http.JSON.readTree(line));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return lines;
    }

    @Test
    void countsAreFrozenUntilTheBatchHasEnded() {
        start(BatchRules.USUAL.doneBetween(Duration.ofMinutes(1), Duration.ofMinutes(10)));
        String id = create(items(20));
        JsonNode fresh = batch(id);
        assertThat(id).startsWith("msgbatch_");
        assertThat(fresh.path("processing_status").asText()).isEqualTo("in_progress");
        assertThat(fresh.path("created_at").asText()).isEqualTo("2026-11-24T00:00:00.123456Z");
        assertThat(fresh.path("expires_at").asText()).isEqualTo("2026-11-25T00:00:00.123456Z");
        assertThat(fresh.path("results_url").isNull()).isTrue();
        sim.advance(Duration.ofMinutes(9));
        assertThat(batch(id).path("request_counts").toString())
                .isEqualTo("{\"processing\":20,\"succeeded\":0,\"errored\":0,\"canceled\":0,\"expired\":0}");
        assertThat(http.get(PATH + "/" + id + "/results").status()).isEqualTo(404);
        sim.advance(Duration.ofMinutes(1));
        JsonNode ended = batch(id);
        assertThat(ended.path("processing_status").asText()).isEqualTo("ended");
        assertThat(ended.path("request_counts").path("succeeded").asInt()).isEqualTo(20);
        assertThat(ended.path("results_url").asText()).isEqualTo(sim.baseUrl() + PATH + "/" + id + "/results");
    }

    @Test
    void resultsAreUnorderedAndCostHalf() {
        start(BatchRules.USUAL);
        http.messages(Http.message("claude-opus-5", 50, "text number 3"));
        long usual = sim.accounting().totals().cost().picoDollars();
        String id = create("{\"requests\":[" + item("a", Http.message("claude-opus-5", 50, "text number 3")) + "]}");
        sim.advance(Duration.ofSeconds(5));
        assertThat(results(id).get(0).at("/result/message/usage/service_tier").asText())
                .isEqualTo("batch");
        assertThat(sim.accounting().totals().cost().picoDollars()).isEqualTo(usual + usual / 2);
        String many = create(items(50));
        sim.advance(Duration.ofSeconds(5));
        List<String> ids = results(many).stream()
                .map(line -> line.path("custom_id").asText())
                .toList();
        assertThat(ids).hasSize(50).doesNotHaveDuplicates();
        assertThat(ids)
                .isNotEqualTo(ids.stream()
                        .sorted((a, b) -> a.length() == b.length() ? a.compareTo(b) : a.length() - b.length())
                        .toList());
    }

    @Test
    void aBadItemFailsAloneAndOnlyInTheEnd() {
        start(BatchRules.USUAL);
        String id = create("{\"requests\":["
                + item("good", Http.message("claude-opus-5", 50, "fine"))
                + ","
                + item("model", Http.message("nonesuch", 50, "fine"))
                + ","
                + item("stream", Http.message("claude-opus-5", 50, "x").replaceFirst("\\{", "{\"stream\":true,"))
                + ","
                + item("empty", "{}")
                + "]}");
        sim.advance(Duration.ofSeconds(5));
        assertThat(batch(id).path("request_counts").path("errored").asInt()).isEqualTo(3);
        JsonNode model = results(id).stream()
                .filter(line -> line.path("custom_id").asText().equals("model"))
                .findFirst()
                .orElseThrow();
        assertThat(model.at("/result/type").asText()).isEqualTo("errored");
        assertThat(model.at("/result/error/type").asText()).isEqualTo("error");
        assertThat(model.at("/result/error/error/type").asText()).isEqualTo("not_found_error");
        assertThat(model.at("/result/error/request_id").asText()).startsWith("req_");
    }

    @Test
    void whatHasNotHadItsTurnIsCanceledOrExpires() {
        start(BatchRules.USUAL.doneBetween(Duration.ofHours(1), Duration.ofHours(47)));
        String expiring = create(items(40));
        String cancelled = create(items(40));
        sim.advance(Duration.ofHours(10));
        Answer canceling = http.post(PATH + "/" + cancelled + "/cancel", "");
        assertThat(canceling.json().path("processing_status").asText()).isEqualTo("canceling");
        assertThat(canceling.json().path("cancel_initiated_at").asText()).startsWith("2026-11-24T10:00:00");
        assertThat(http.send(http.request(PATH + "/" + cancelled).DELETE().build())
                        .status())
                .isEqualTo(400);
        sim.advance(Duration.ofSeconds(1));
        JsonNode counts = batch(cancelled).path("request_counts");
        assertThat(counts.path("canceled").asInt()).isPositive();
        assertThat(counts.path("succeeded").asInt() + counts.path("canceled").asInt())
                .isEqualTo(40);
        sim.advance(Duration.ofHours(14));
        JsonNode expired = batch(expiring);
        assertThat(expired.path("processing_status").asText()).isEqualTo("ended");
        assertThat(expired.at("/request_counts/expired").asInt()).isPositive();
        assertThat(results(expiring).stream()
                        .map(line -> line.at("/result/type").asText())
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrder("succeeded", "expired");
        assertThat(http.post(PATH + "/" + expiring + "/cancel", "").status()).isEqualTo(400);
    }

    @Test
    void aBatchIsDeletedListedAndForgotten() {
        start(BatchRules.USUAL);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ids.add(0, create(items(1)));
        }
        JsonNode page = http.get(PATH + "?limit=2").json();
        assertThat(page.path("data").findValuesAsText("id")).containsExactly(ids.get(0), ids.get(1));
        assertThat(page.path("has_more").asBoolean()).isTrue();
        JsonNode next = http.get(
                        PATH + "?limit=3&after_id=" + page.path("last_id").asText())
                .json();
        assertThat(next.path("data").findValuesAsText("id")).containsExactly(ids.get(2), ids.get(3), ids.get(4));
        assertThat(next.path("has_more").asBoolean()).isFalse();
        JsonNode before = http.get(PATH + "?limit=1&before_id=" + ids.get(2)).json();
        assertThat(before.path("data").findValuesAsText("id")).containsExactly(ids.get(1));
        sim.advance(Duration.ofMinutes(1));
        Answer deleted =
                http.send(http.request(PATH + "/" + ids.get(0)).DELETE().build());
        assertThat(deleted.json().path("type").asText()).isEqualTo("message_batch_deleted");
        assertThat(http.get(PATH + "/" + ids.get(0)).status()).isEqualTo(404);
        sim.advance(Duration.ofDays(29));
        assertThat(http.get(PATH + "/" + ids.get(1) + "/results").status()).isEqualTo(404);
        assertThat(batch(ids.get(1)).path("results_url").isNull()).isTrue();
        assertThat(batch(ids.get(1)).path("archived_at").isNull()).isFalse();
    }

    @Test
    void aNewBatchCanBeUnknownForAWhile() {
        start(BatchRules.USUAL.visibleAfter(Duration.ofSeconds(3)));
        String id = create(items(1));
        assertThat(http.get(PATH + "/" + id).status()).isEqualTo(404);
        sim.advance(Duration.ofSeconds(3));
        assertThat(http.get(PATH + "/" + id).status()).isEqualTo(200);
    }

    @Test
    void theFrameIsCheckedAtOnce() {
        start(BatchRules.USUAL);
        assertThat(http.post(PATH, "{}").errorMessage()).isEqualTo("requests: Field required");
        assertThat(http.post(PATH, "{\"requests\":[]}").errorMessage()).contains("at least 1 item");
        assertThat(http.post(PATH, "{\"requests\":[" + item("a b", "{}") + "]}").errorMessage())
                .isEqualTo("requests.0.custom_id: String should match pattern '^[a-zA-Z0-9_-]{1,64}$'");
        assertThat(http.post(PATH, "{\"requests\":[" + item("a", "{}") + "," + item("a", "{}") + "]}")
                        .errorMessage())
                .contains("unique");
    }

    @Test
    void theQueueAndTheRequestsOfTheEndpointsAreLimited() {
        start(BatchRules.USUAL.doneAfter(Duration.ofHours(1)), "1");
        String many = "{\"requests\":["
                + IntStream.range(0, 60_000).mapToObj(i -> item("i" + i, "{}")).collect(Collectors.joining(","))
                + "]}";
        create(many);
        Answer full = http.post(PATH, many);
        assertThat(full.status()).isEqualTo(429);
        assertThat(full.errorMessage()).contains("100,000 enqueued batch requests");
        int status = 0;
        for (int i = 0; i < 50 && status != 429; i++) {
            status = http.get(PATH).status();
        }
        assertThat(status).isEqualTo(429);
        assertThat(http.messages(Http.message("claude-opus-4-5", 50, "hi")).status())
                .isEqualTo(200);
    }

    @Test
    void cachingInABatchIsBestEffort() {
        start(BatchRules.USUAL
                .doneBetween(Duration.ofMinutes(1), Duration.ofMinutes(4))
                .cacheMisses(30));
        String system = "\"system\":[{\"type\":\"text\",\"text\":\"" + "rule ".repeat(2_000)
                + "\",\"cache_control\":{\"type\":\"ephemeral\",\"ttl\":\"1h\"}}],";
        String id = create("{\"requests\":["
                + IntStream.range(0, 40)
                        .mapToObj(i -> item(
                                "i" + i,
                                Http.message("claude-opus-5", 50, "text " + i).replaceFirst("\\{", "{" + system)))
                        .collect(Collectors.joining(","))
                + "]}");
        sim.advance(Duration.ofMinutes(5));
        long hits = results(id).stream()
                .filter(line ->
                        line.at("/result/message/usage/cache_read_input_tokens").asInt() > 0)
                .count();
        assertThat(hits).isBetween(15L, 38L);
    }

    @Test
    void aLostAnswerLeavesTheBatchBehind() {
        start(BatchRules.USUAL);
        sim.injectNextBesidesMessages(
                io.github.camelclaude.simulator.fault.Fault.LOST_ANSWER,
                io.github.camelclaude.simulator.fault.Fault.OVERLOADED);
        try {
            http.send(http.request(PATH).POST(BodyPublishers.ofString(items(1))).build());
        } catch (UncheckedIOException lost) {
            assertThat(lost).isNotNull();
        }
        assertThat(http.get(PATH).status()).isEqualTo(529);
        assertThat(http.get(PATH).json().path("data")).hasSize(1);
    }
}
