/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import static io.github.camelclaude.rate.simulation.VirtualTimeline.SECOND;
import static io.github.camelclaude.rate.simulation.VirtualTimeline.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.camelclaude.rate.Timeline;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What measures must be right itself. */
class WorldTest {

    private static final Clients CARELESS = around -> new LimiterClient(around, new Careless(around.timeline()));

    @Test
    void tasksRunByTimeAndThenInTheOrderOfTheirAsking() {
        VirtualTimeline timeline = new VirtualTimeline(null);
        List<String> ran = new ArrayList<>();
        timeline.at(START + 2, () -> ran.add("third"));
        timeline.at(START + 1, () -> ran.add("first"));
        timeline.at(START + 1, () -> ran.add("second"));
        Timeline.Alarm cancelled = timeline.at(START + 1, () -> ran.add("never"));
        cancelled.cancel();
        timeline.play(START + SECOND);
        assertThat(ran).containsExactly("first", "second", "third");
    }

    @Test
    void theSameScenarioGivesTheSameRun() {
        for (long seed = 1; seed <= 30; seed++) {
            Scenario drawn = Draw.of(seed);
            assertThat(ShortRuns.play(drawn, LimiterClient::local).toString())
                    .as(drawn.toString())
                    .isEqualTo(ShortRuns.play(drawn, LimiterClient::local).toString());
        }
    }

    @Test
    void whoDoesNotHoldBackIsRefusedAndComesBackTooEarly() {
        Measurements run = Simulation.play(brief(Loads.saturated(Binding.REQUESTS)), CARELESS);
        assertThat(run.refusals.buckets()).isGreaterThan(1_000);
        assertThat(run.refusals.of(Binding.REQUESTS)).isEqualTo(run.refusals.buckets());
        assertThat(run.gate.early()).isGreaterThan(1_000);
        assertThat(run.violations()).isEmpty();
    }

    @Test
    void theServiceGivesNoMoreThanItsLimits() {
        for (Binding each : Binding.all()) {
            for (Enforced enforced : Enforced.values()) {
                Scenario scenario = Loads.saturated(each).enforced(enforced).with(s -> s.seconds = 100);
                Measurements run = Simulation.play(scenario, CARELESS);
                assertThat(run.ledger.mean()).as(scenario.toString()).isBetween(0.9, 1.05);
            }
        }
    }

    @Test
    void aNeighbourTakesItsShareAndWeAreMeasuredAgainstTheRest() {
        Scenario scenario = Loads.saturated(Binding.REQUESTS)
                .enforced(Enforced.TEN_SECONDS_SHOWN)
                .with(s -> {
                    s.neighbour = 0.3;
                    s.seconds = 400;
                    s.workload = Workload.onOff(5, 1, 0);
                });
        Measurements run = Simulation.play(scenario, CARELESS);
        assertThat(run.ledger.worst()).isCloseTo(5 / (0.7 * 1_000 / 60), within(0.05));
    }

    @Test
    void theModelWritesEverythingThatWasAskedFor() {
        Scenario scenario = brief(Loads.saturated(Binding.OUTPUT)).with(s -> {
            s.workload = Workload.bursts(100, 1_000);
            s.lengths = random -> new Lengths.Pair(100, 250);
        });
        Measurements run = Simulation.play(scenario, CARELESS);
        assertThat(run.completed()).isEqualTo(100);
        assertThat(run.ledger.perSecond(Binding.OUTPUT, 0, 60) * 60).isEqualTo(25_000);
    }

    @Test
    void recordedTrafficIsWhole() {
        assertThat(Trace.azureConversations().size()).isEqualTo(19_366);
        assertThat(Trace.mooncake().size()).isEqualTo(3_993);
        assertThat(Lengths.of(Trace.azureConversations()).mean().output()).isBetween(200, 222);
    }

    private static Scenario brief(Scenario scenario) {
        return scenario.with(s -> s.seconds = 100);
    }
}
