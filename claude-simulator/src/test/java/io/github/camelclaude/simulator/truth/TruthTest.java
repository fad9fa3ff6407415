/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The suite against the simulator. */
class TruthTest {

    private static Target target;

    @BeforeAll
    static void start() {
        target = Target.simulated();
    }

    @AfterAll
    static void stop() {
        target.close();
    }

    @TestFactory
    Stream<DynamicTest> everythingHoldsThroughTheOfficialSdk() {
        return Stream.of(Checks.all(), ErrorChecks.all())
                .flatMap(List::stream)
                .map(check -> dynamicTest(check.name(), () -> check.body().accept(target)));
    }

    @Test
    void theWholeSuiteStaysBelowADollar() {
        double checks = Stream.concat(Checks.all().stream(), ErrorChecks.all().stream())
                .mapToDouble(Check::mostDollars)
                .sum();
        double probes =
                RawProbe.all().stream().mapToDouble(RawProbe::mostDollars).sum();
        assertThat(checks + probes).isLessThan(0.25);
    }

    @Test
    void comparingFindsDifferencesAndOnlyThose() {
        for (RawProbe probe : RawProbe.all()) {
            Map<String, String> seen = probe.ask(target);
            assertThat(LiveTruth.differences(seen, probe.ask(target)))
                    .as(probe.name())
                    .isEmpty();
        }
        assertThat(LiveTruth.differences(Map.of("status", "200", "a", "1"), Map.of("status", "429", "b", "2")))
                .containsExactly(
                        "a: simulator 1, service nothing",
                        "b: simulator nothing, service 2",
                        "status: simulator 200, service 429");
    }
}
