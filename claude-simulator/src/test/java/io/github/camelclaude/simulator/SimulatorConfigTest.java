/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelclaude.simulator.http.Http;
import io.github.camelclaude.simulator.http.Http.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimulatorConfigTest {

    private static final String ALL = """
            {
              // everything that a file can say
              "host": "127.0.0.1", "port": 0, "tier": "build", "seed": 7, "standingClock": "2026-11-24T00:00:00Z",
              "limits": {"requests": 9},
              "modelClasses": {"opus-5": {"requests": 1, "inputTokens": 1000, "outputTokens": 1000}},
              "workspaces": {"wrkspc_a": {"keys": ["test-key"], "caps": {"opus-5-5": {"requests": 2}}, "monthlySpendUsd": 0.0001}},
              "burst": {"percent": 50, "slicesPerMinute": 60, "slicesVisible": true},
              "acceleration": {"windowSeconds": 10, "growthPercent": 200, "floorTokens": 1000},
              "refusedRequestsCount": true,
              "spending": {"tierUsd": 10, "contractUsd": 20, "organizationUsd": 30},
              "pace": {"firstTokenMillis": 0, "perTokenMillis": 0, "spread": 0},
              "answers": {"medianTokens": 33, "sigma": 0},
              "faults": {"seed": 1, "probabilities": {"overloaded": 0}, "slowFirstTokenMillis": 10, "pauseMillis": 10},
              "batches": {"shortestMillis": 1, "longestMillis": 2, "visibleAfterMillis": 0, "cacheMissPercent": 0},
              "clouds": {"bedrock": {"tokens": 5}, "bedrockTokensPerDay": 100, "bedrockBurnDown": 5, "vertex": {"requests": 1}}
            }""";

    @Test
    void everythingCanBeChosenInAFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("simulator.json"), ALL);
        try (ClaudeSimulator sim = ClaudeSimulator.builder().config(file).start()) {
            Http http = new Http(sim.baseUrl());
            Answer first = http.messages(Http.message("claude-opus-5-5", 100, "Hello"));
            assertThat(first.status()).as(first.body()).isEqualTo(200);
            assertThat(first.header("anthropic-workspace-id")).isEqualTo("wrkspc_a");
            assertThat(first.header("anthropic-ratelimit-requests-limit"))
                    .as("per minute, although a slice is what is left")
                    .isEqualTo("9");
            assertThat(first.header("anthropic-ratelimit-requests-remaining"))
                    .as("of the visible slice")
                    .isEqualTo("0");
            assertThat(first.json().at("/usage/output_tokens").asInt()).isEqualTo(33);
            assertThat(http.messages(Http.message("claude-opus-5-5", 100, "Hello"))
                            .errorMessage())
                    .startsWith("You have reached your specified workspace API usage limits");
            assertThat(sim.tier()).isEqualTo("build");
        }
    }

    @Test
    void anUnknownNameIsAnErrorThatSaysWhere(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("simulator.json"), "{\n \"teir\": \"start\"}");
        assertThatThrownBy(() -> ClaudeSimulator.builder().config(file))
                .hasMessageContaining("line 2")
                .hasMessageContaining("teir");
        assertThatThrownBy(() -> ClaudeSimulator.builder().config(folder.resolve("missing.json")))
                .hasMessageContaining("missing.json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"standingClock\": \"yesterday\"} | standingClock",
                "{\"workspaces\": {\"wrkspc_a\": null}} | workspaces.wrkspc_a",
                "{\"modelClasses\": {\"opus-5\": null}} | modelClasses.opus-5",
                "{\"faults\": {\"probabilities\": {\"overloaded\": null}}} | faults.probabilities.overloaded",
                "{\"spending\": {\"tierUsd\": -1}} | spending.tierUsd",
                "{\"limits\": {\"requests\": 3.7}} | 3.7",
                "{\"tier\": \"start\", \"tier\": \"build\"} | tier",
                "null | object"
            })
    void aWrongValueIsAnErrorThatNamesIt(String json, String named, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("simulator.json"), json);
        assertThatThrownBy(() -> ClaudeSimulator.builder().config(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("simulator.json")
                .hasMessageContaining(named);
    }
}
