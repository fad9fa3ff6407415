/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.http.Http;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;

@ClaudeSimulatorTest(rpm = 2)
class ClaudeSimulatorTestTest {

    private static final String HELLO = Http.message("claude-opus-5", 50, "Hello");
    private ClaudeSimulator beforehand;

    @BeforeEach
    void prepare(ClaudeSimulator sim) {
        beforehand = sim;
    }

    @Test
    void eachTestHasASimulatorOfItsOwnWhoseTimeStandsStill(ClaudeSimulator sim) {
        assertThat(sim).isSameAs(beforehand);
        assertThat(sim.now()).isEqualTo(Instant.parse("2026-11-24T12:00:00Z"));
        Http http = new Http(sim.baseUrl());
        http.messages(HELLO);
        http.messages(Http.message("claude-opus-5", 50, "Hello again"));
        sim.assertNoRefusals();
        sim.assertEachContentAnsweredOnce();
        sim.assertNoEarlyCalls();
        sim.assertCostAtMost(0.01);
        assertThat(http.messages(HELLO).status()).isEqualTo(429);
        assertThatThrownBy(sim::assertNoRefusals)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("there were 1")
                .hasMessageContaining("3 arrived");
        sim.advance(Duration.ofSeconds(30));
        assertThat(http.messages(HELLO).status()).isEqualTo(200);
        assertThatThrownBy(sim::assertEachContentAnsweredOnce).hasMessageContaining("1 were not");
        assertThatThrownBy(() -> sim.assertCostAtMost(0)).hasMessageContaining("$0.0");
    }

    @Test
    void earlyCallsAreFound(ClaudeSimulator sim) {
        Http http = new Http(sim.baseUrl());
        for (int i = 0; i < 4; i++) {
            http.messages(HELLO);
        }
        assertThatThrownBy(sim::assertNoEarlyCalls).hasMessageContaining("there were 1");
    }

    @Test
    void aFailingTestStillClosesItsSimulator() {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Failing.class))
                .execute()
                .testEvents()
                .assertStatistics(statistics -> statistics.failed(1).succeeded(1));
        assertThatThrownBy(() -> new Http(Failing.url).messages(HELLO))
                .isInstanceOf(java.io.UncheckedIOException.class);
    }

    @Nested
    class InsideAnotherClass {

        @Test
        void theChoicesAreThoseOfTheClassAround(ClaudeSimulator sim) {
            assertThat(new Http(sim.baseUrl()).messages(HELLO).header("anthropic-ratelimit-requests-limit"))
                    .isEqualTo("2");
        }
    }

    @ClaudeSimulatorTest(faults = "overloaded=1")
    static class Failing {

        private static String url;

        @Test
        void fails(ClaudeSimulator sim) {
            url = sim.baseUrl();
            assertThat(new Http(url).messages(HELLO).status()).isEqualTo(200);
        }

        @Test
        void passes(ClaudeSimulator sim) {
            assertThat(new Http(sim.baseUrl()).messages(HELLO).status()).isEqualTo(529);
        }
    }

    @Test
    void aConstructorAlsoGetsTheSimulatorOfItsTest() {
        EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(ByConstructor.class))
                .execute()
                .testEvents()
                .assertStatistics(statistics -> statistics.succeeded(2).failed(0));
    }

    @ClaudeSimulatorTest(rpm = 1)
    static class ByConstructor {

        private final ClaudeSimulator sim;

        ByConstructor(ClaudeSimulator sim) {
            this.sim = sim;
        }

        @Test
        void one(ClaudeSimulator same) {
            assertThat(same).isSameAs(sim);
            assertThat(new Http(sim.baseUrl()).messages(HELLO).status()).isEqualTo(200);
        }

        @Test
        void another() {
            assertThat(new Http(sim.baseUrl()).messages(HELLO).status()).isEqualTo(200);
        }
    }
}
