/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.camelclaude.benchmarks.load.Figures;
import io.github.camelclaude.benchmarks.load.HeapLoad;
import io.github.camelclaude.benchmarks.load.InFlightLoad;
import io.github.camelclaude.benchmarks.load.OpenLoad;
import io.github.camelclaude.benchmarks.server.FixedDelayServer;
import io.github.camelclaude.benchmarks.server.ServerControl;
import io.github.camelclaude.benchmarks.subject.Caller;
import io.github.camelclaude.benchmarks.subject.Subject;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

/** That everything runs; how fast is not for a test to say. */
class BenchmarksTest {

    private static final Duration SHORT = Duration.ofMillis(200);

    private static FixedDelayServer server;

    @BeforeAll
    static void startServer() throws Exception {
        server = FixedDelayServer.start();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void everySubjectCarriesCallsInFlight(Subject subject) throws Exception {
        try (Caller caller = subject.open(server.baseUrl(), 8)) {
            Figures figures = new InFlightLoad(8, Duration.ofMillis(20), 8, Duration.ZERO, SHORT)
                    .run(caller, new ServerControl(server.baseUrl()));

            assertThat(figures.get("callsPerSecond")).isPositive();
            assertThat(figures.get("threads")).isPositive();
        }
    }

    @Test
    void aSteadyRateIsOfferedAndEveryCallTimed() throws Exception {
        try (Caller caller = Subject.CAMEL.open(server.baseUrl(), 1)) {
            Figures figures =
                    new OpenLoad(100, Duration.ZERO, 10, SHORT, SHORT).run(caller, new ServerControl(server.baseUrl()));

            assertThat(figures.get("calls")).isEqualTo(20);
            assertThat(figures.get("p50")).isPositive();
        }
    }

    @Test
    void heapIsTakenWhileAllCallsWait() throws Exception {
        try (Caller caller = Subject.CAMEL.open(server.baseUrl(), 1)) {
            Figures figures = new HeapLoad(20, 10).run(caller, new ServerControl(server.baseUrl()));

            assertThat(figures.values()).containsKeys("newConnections", "usedConnections", "idleConnections");
        }
    }

    @Test
    void anotherProcessMeasuresAndIsHeard() throws Exception {
        List<String> arguments = List.of(
                "measure",
                "in_flight",
                "transport",
                "--url",
                server.baseUrl(),
                "--in-flight",
                "4",
                "--delay",
                "20",
                "--warm-up",
                "4",
                "--seconds",
                "1");
        try (Fork fork = Fork.start(List.of("-Xmx128m"), arguments)) {
            assertThat(Figures.ofLine(fork.awaitLine(Figures.MARK, 60)).get("callsPerSecond"))
                    .isPositive();
        }
    }

    @Test
    void aWrongAnswerEndsTheMeasurement() throws Exception {
        Caller liar = new Caller() {
            @Override
            public void call(String prompt, Ending ending) {
                ending.ended("nothing of the kind", null);
            }

            @Override
            public void close() {}
        };

        assertThatThrownBy(() -> new OpenLoad(100, Duration.ZERO, 10, SHORT, SHORT)
                        .run(liar, new ServerControl(server.baseUrl())))
                .hasMessage("A call failed")
                .hasRootCauseMessage("The answer was: nothing of the kind");
    }

    @Test
    void theReportComparesWithinRoundsAndSaysWhatIsMissed() {
        Rounds<Subject> inFlight = new Rounds<>();
        Rounds<Subject> latency = new Rounds<>();
        Rounds<Subject> heap = new Rounds<>();
        for (double round : List.of(1.0, 2.0, 3.0)) {
            for (Subject subject : List.of(Subject.CAMEL, Subject.TRANSPORT)) {
                double added = subject == Subject.CAMEL ? 0.1 : 0;
                inFlight.add(
                        subject,
                        new Figures(Map.of(
                                "callsPerSecond",
                                1_900 - round,
                                "ofIdeal",
                                0.95,
                                "threads",
                                70.0,
                                "cpuMillis",
                                0.5,
                                "waitingAtServer",
                                990.0)));
                latency.add(
                        subject,
                        new Figures(Map.of(
                                "p50", round + added, "p90", round, "p99", round, "p999", round, "cpuMillis", 0.5)));
                heap.add(
                        subject,
                        new Figures(Map.of("newConnections", 15.0, "usedConnections", 18.0, "idleConnections", 3.0)));
            }
        }
        Map<Load.Kind, Rounds<Subject>> measured =
                new EnumMap<>(Map.of(Load.Kind.IN_FLIGHT, inFlight, Load.Kind.LATENCY, latency, Load.Kind.HEAP, heap));

        assertThat(new Report(CommandLine.populateCommand(new Load()), measured, new Machine()).markdown())
                .contains("at least 90 % of 2,000 calls/s | 95.0 (95.0 to 95.0) % | met |")
                .contains("at most 60 | 70 (70 to 70) | **missed** |")
                .contains("p50: under 0.3 ms | 0.100 (0.100 to 0.100) ms | met |")
                .contains("under 20 KB | 15.0 (15.0 to 15.0) KB | met |");
    }
}
