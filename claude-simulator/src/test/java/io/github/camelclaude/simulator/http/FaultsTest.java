/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.account.Ending;
import io.github.camelclaude.simulator.fault.Fault;
import io.github.camelclaude.simulator.fault.FaultPlan;
import io.github.camelclaude.simulator.http.Http.Answer;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FaultsTest {

    private static final String HELLO = Http.message("claude-opus-5-5", 100, "Hello");

    @Test
    void aFaultAskedForIsMetByTheNextRequestOnly() {
        try (ClaudeSimulator sim =
                ClaudeSimulator.builder().latency(Duration.ZERO).start()) {
            Http http = new Http(sim.baseUrl());
            sim.injectNext(Fault.RATE_LIMIT, Fault.OVERLOADED, Fault.SERVER_ERROR, Fault.CUT_BEFORE_BODY);
            Answer limited = http.messages(HELLO);
            assertThat(limited.status()).isEqualTo(429);
            assertThat(limited.header("retry-after")).isEqualTo("1");
            assertThat(http.messages(HELLO).status()).isEqualTo(529);
            Answer failed = http.messages(HELLO);
            assertThat(failed.status()).isEqualTo(500);
            assertThat(failed.json().path("error").path("type").asText()).isEqualTo("api_error");
            assertThatThrownBy(() -> http.messages(HELLO)).isInstanceOf(UncheckedIOException.class);
            assertThat(http.messages(HELLO).status()).isEqualTo(200);
            assertThat(sim.accounting().totals().failed()).isEqualTo(4);
            assertThat(sim.accounting()
                            .attemptsOf("Hello")
                            .orElseThrow()
                            .attempts()
                            .get(1)
                            .ending())
                    .contains(new Ending.Failed(Fault.OVERLOADED));
        }
    }

    @Test
    void theSameSeedGivesTheSameContentsTheSameFaults() {
        assertThat(run(3)).isEqualTo(run(3));
        assertThat(run(3)).contains(200, 529).isNotEqualTo(run(4));
    }

    private static List<Integer> run(long seed) {
        FaultPlan plan = FaultPlan.seeded(seed).with(Fault.OVERLOADED, 0.2).with(Fault.SERVER_ERROR, 0.1);
        List<Integer> statuses = new ArrayList<>();
        try (ClaudeSimulator sim =
                ClaudeSimulator.builder().latency(Duration.ZERO).faults(plan).start()) {
            Http http = new Http(sim.baseUrl());
            for (int i = 0; i < 60; i++) {
                statuses.add(http.messages(Http.message("claude-opus-5-5", 100, "content " + i))
                        .status());
            }
        }
        return statuses;
    }
}
