/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.SimulatorBuilder;
import io.github.camelclaude.simulator.account.Spending.Caps;
import io.github.camelclaude.simulator.answer.AnswerLength;
import io.github.camelclaude.simulator.catalog.Cost;
import io.github.camelclaude.simulator.http.Http.Answer;
import io.github.camelclaude.simulator.limit.Acceleration;
import io.github.camelclaude.simulator.limit.Limits;
import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Limits and caps as a caller meets them. */
class LimitsTest {

    private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

    private static SimulatorBuilder quiet() {
        return ClaudeSimulator.builder().latency(Duration.ZERO).standingClock(NOON);
    }

    private static String hello(String model) {
        return Http.message(model, 100, "Hello, my card was charged twice");
    }

    private static Answer admin(Http http, String path) {
        return http.send(http.request(path)
                .setHeader("x-api-key", "sk-ant-admin01-x")
                .GET()
                .build());
    }

    @Test
    void modelsOfAClassShareABucketAndOthersDoNot() {
        try (ClaudeSimulator sim = quiet().rpm(2).start()) {
            Http http = new Http(sim.baseUrl());
            assertThat(http.messages(hello("claude-opus-4-6")).status()).isEqualTo(200);
            assertThat(http.messages(hello("claude-opus-4-8")).status()).isEqualTo(200);
            assertThat(http.messages(hello("claude-opus-4-5")).status()).isEqualTo(429);
            assertThat(http.messages(hello("claude-opus-5")).status()).isEqualTo(200);
        }
    }

    @Test
    void theFastModeHasAPoolAndHeadersOfItsOwnAndCostsTwice() {
        try (ClaudeSimulator sim = quiet().start()) {
            Http http = new Http(sim.baseUrl());
            http.messages(hello("claude-opus-5"));
            BigDecimal usual = sim.accounting().totals().cost().dollars();
            Answer fast = http.messages(hello("claude-opus-5").replaceFirst("\\{", "{\"speed\":\"fast\","));
            assertThat(fast.json().path("usage").path("speed").asText()).isEqualTo("fast");
            assertThat(fast.header("anthropic-fast-input-tokens-limit")).isEqualTo("200000");
            assertThat(fast.header("anthropic-ratelimit-requests-limit")).isNull();
            assertThat(sim.accounting().totals().cost().dollars())
                    .isEqualByComparingTo(usual.multiply(BigDecimal.valueOf(3)));
        }
    }

    @Test
    void aWorkspaceCapRefusesAndTheAdminSeesIt() {
        try (ClaudeSimulator sim = quiet().key("test-key", "wrkspc_a")
                .key("other", "wrkspc_b")
                .workspaceCap("wrkspc_a", "opus-5-5", Limits.perMinute(1, 1_000, 500))
                .start()) {
            Http http = new Http(sim.baseUrl());
            Answer first = http.messages(hello("claude-opus-5-5"));
            assertThat(first.header("anthropic-ratelimit-tokens-limit")).isEqualTo("1500");
            Answer refused = http.messages(hello("claude-opus-5-5"));
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.errorMessage()).contains("your workspace's rate limit of 1 requests per minute");
            assertThat(http.send(http.request("/v1/messages")
                                    .setHeader("x-api-key", "other")
                                    .POST(BodyPublishers.ofString(hello("claude-opus-5-5")))
                                    .build())
                            .status())
                    .isEqualTo(200);
            JsonNode caps = admin(http, "/v1/organizations/workspaces/wrkspc_a/rate_limits")
                    .json();
            assertThat(caps.path("data")).hasSize(1);
            assertThat(caps.at("/data/0/type").asText()).isEqualTo("workspace_rate_limit");
            assertThat(caps.at("/data/0/limits/0/value").asInt()).isEqualTo(1);
            assertThat(caps.at("/data/0/limits/0/org_limit").asInt()).isEqualTo(1_000);
        }
    }

    @Test
    void spendCapsRefuseInTheirTwoWaysUntilTheMonthIsOver() {
        Cost cent = Cost.ofDollars(new BigDecimal("0.0001"));
        try (ClaudeSimulator sim =
                quiet().spending(new Caps(cent, null, null, Map.of())).start()) {
            Http http = new Http(sim.baseUrl());
            assertThat(http.messages(hello("claude-opus-5")).status()).isEqualTo(200);
            Answer capped = http.messages(hello("claude-opus-5"));
            assertThat(capped.status()).isEqualTo(429);
            assertThat(capped.json().at("/error/details/error_code").asText())
                    .isEqualTo("enforced_spend_limit_reached");
            assertThat(capped.header("retry-after")).isNull();
            sim.advance(Duration.ofHours(12));
            assertThat(http.messages(hello("claude-opus-5")).status()).isEqualTo(200);
            sim.spending(new Caps(null, cent, null, Map.of()));
            assertThat(http.messages(hello("claude-opus-5"))
                            .json()
                            .at("/error/details/error_code")
                            .asText())
                    .isEqualTo("contract_spend_limit_reached");
            sim.spending(new Caps(null, null, cent, Map.of()));
            Answer own = http.messages(hello("claude-opus-5"));
            assertThat(own.status()).isEqualTo(400);
            assertThat(own.errorMessage()).startsWith("You have reached your specified API usage limits");
            sim.spending(new Caps(null, null, null, Map.of(sim.defaultWorkspaceId(), cent)));
            assertThat(http.messages(hello("claude-opus-5")).errorMessage())
                    .startsWith("You have reached your specified workspace API usage limits");
        }
    }

    @Test
    void theTiersOwnSpendCapApplies() {
        try (ClaudeSimulator sim = quiet().tier("evaluation")
                .answerLength(AnswerLength.always(4_000))
                .rpm(100_000)
                .itpm(100_000_000)
                .otpm(100_000_000)
                .start()) {
            Http http = new Http(sim.baseUrl());
            String dear = Http.message("claude-fable-5", 4_000, "Hello");
            int answered = 0;
            while (http.messages(dear).status() == 200) {
                answered++;
            }
            assertThat(answered).isEqualTo(100);
        }
    }

    @Test
    void aSteepRiseIsRefusedByItsOwnCode() {
        try (ClaudeSimulator sim = quiet().acceleration(new Acceleration(60_000_000_000L, 200, 100))
                .start()) {
            Http http = new Http(sim.baseUrl());
            String body = Http.message("claude-opus-5", 10, "word ".repeat(50));
            assertThat(http.messages(body).status()).isEqualTo(200);
            Answer refused = http.messages(body);
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.json().at("/error/details/error_code").asText()).isEqualTo("ramp_limit_exceeded");
            assertThat(refused.header("retry-after")).isEqualTo("60");
            assertThat(refused.header("anthropic-ratelimit-input-tokens-remaining"))
                    .isEqualTo("2000000");
            sim.advance(Duration.ofMinutes(1));
            assertThat(http.messages(body).status()).isEqualTo(200);
        }
    }

    @Test
    void limitsThatTheServiceDoesNotHaveCanBeAdded() {
        try (ClaudeSimulator sim = quiet().tpm(60).start()) {
            Http http = new Http(sim.baseUrl());
            Answer first = http.messages(hello("claude-opus-5"));
            assertThat(first.header("anthropic-ratelimit-tokens-limit")).isEqualTo("60");
            http.messages(hello("claude-opus-5"));
            assertThat(http.messages(hello("claude-opus-5")).errorMessage())
                    .contains("rate limit of 60 tokens per minute");
        }
    }

    @Test
    void requestsAtTheSameTimeCanBeLimited() {
        try (ClaudeSimulator sim = ClaudeSimulator.builder()
                .latency(Duration.ofMinutes(5))
                .concurrency(1)
                .start()) {
            Http http = new Http(sim.baseUrl());
            var first = http.sendAsync(http.request("/v1/messages")
                    .POST(BodyPublishers.ofString(hello("claude-opus-5")))
                    .build());
            Http.awaitRunning(sim, 1);
            Answer refused = http.messages(hello("claude-opus-5"));
            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.errorMessage()).contains("rate limit of 1 concurrent connections");
            first.cancel(true);
            Http.awaitRunning(sim, 0);
        }
    }
}
