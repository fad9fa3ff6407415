/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks;

import io.github.camelclaude.benchmarks.Load.Kind;
import io.github.camelclaude.benchmarks.subject.Subject;
import java.util.Map;
import java.util.StringJoiner;

/** What was measured, in Markdown, as it stands in docs/benchmarks.md. */
final class Report {

    static final double LEAST_OF_IDEAL = 0.9;
    static final int MOST_THREADS = 60;
    static final double MOST_ADDED_MILLIS = 0.3;
    static final double MOST_P99_RATIO = 1.5;
    static final double MOST_KILOBYTES = 20;

    private final Load load;
    private final Rounds<Subject> inFlight;
    private final Rounds<Subject> latency;
    private final Rounds<Subject> heap;
    private final Machine machine;
    private final StringJoiner lines = new StringJoiner("\n");

    Report(Load load, Map<Kind, Rounds<Subject>> measured, Machine machine) {
        this.load = load;
        this.inFlight = measured.get(Kind.IN_FLIGHT);
        this.latency = measured.get(Kind.LATENCY);
        this.heap = measured.get(Kind.HEAP);
        this.machine = machine;
    }

    String markdown() {
        add("Each figure is the median of its rounds, with the least and the greatest in brackets.");
        add("");
        add(machine.describe());
        targets();
        inFlight();
        latency();
        heap();
        return lines.toString();
    }

    private void targets() {
        add("");
        add("| target | measured | |");
        add("| --- | --- | --- |");
        Series ideal = inFlight.series(Subject.CAMEL, "ofIdeal");
        target(
                "%,d calls in flight at %,d ms: at least %.0f %% of %,.0f calls/s"
                        .formatted(load.inFlight, load.delayMillis, LEAST_OF_IDEAL * 100, ideal()),
                ideal.times(100).show(1) + " %",
                ideal.median() >= LEAST_OF_IDEAL);
        Series threads = inFlight.series(Subject.CAMEL, "threads");
        target(
                "threads of the whole process then: at most " + MOST_THREADS,
                threads.show(0),
                threads.median() <= MOST_THREADS);
        Series added = added("p50");
        target(
                "added latency at %,d calls/s, p50: under %.1f ms".formatted(load.rate, MOST_ADDED_MILLIS),
                added.show(3) + " ms",
                added.median() < MOST_ADDED_MILLIS);
        Series ratio = ratio("p99");
        target(
                "p99 there, beside the transport alone: at most %.1f times".formatted(MOST_P99_RATIO),
                ratio.show(2) + " times",
                ratio.median() <= MOST_P99_RATIO);
        Series kilobytes = heap.series(Subject.CAMEL, "newConnections");
        target(
                "heap per call in flight: under %.0f KB".formatted(MOST_KILOBYTES),
                kilobytes.show(1) + " KB",
                kilobytes.median() < MOST_KILOBYTES);
    }

    private void target(String what, String measured, boolean met) {
        add("| %s | %s | %s |".formatted(what, measured, met ? "met" : "**missed**"));
    }

    private void inFlight() {
        add("");
        add("### %,d calls in flight, %,d ms at the server".formatted(load.inFlight, load.delayMillis));
        add("");
        add("| | calls/s | of the ideal %,.0f | threads | processor time per call, ms | waiting at the server |"
                .formatted(ideal()));
        add("| --- | --- | --- | --- | --- | --- |");
        for (Subject subject : inFlight.subjects()) {
            add("| %s | %s | %s %% | %s | %s | %s |"
                    .formatted(
                            subject.title(),
                            inFlight.series(subject, "callsPerSecond").show(0),
                            inFlight.series(subject, "ofIdeal").times(100).show(1),
                            inFlight.series(subject, "threads").show(0),
                            inFlight.series(subject, "cpuMillis").show(2),
                            inFlight.series(subject, "waitingAtServer").show(0)));
        }
        add("");
        add("Calls per second of each as a share of `claude:messages` in the same round:");
        add("");
        add("| | times |");
        add("| --- | --- |");
        Series camel = inFlight.series(Subject.CAMEL, "callsPerSecond");
        for (Subject subject : inFlight.subjects()) {
            if (subject != Subject.CAMEL) {
                add("| %s | %s |"
                        .formatted(
                                subject.title(),
                                inFlight.series(subject, "callsPerSecond")
                                        .over(camel)
                                        .show(2)));
            }
        }
    }

    private void latency() {
        add("");
        add("### %,d calls per second, %,d ms at the server".formatted(load.rate, load.latencyDelayMillis));
        add("");
        add("| ms | p50 | p90 | p99 | p99.9 | processor time per call |");
        add("| --- | --- | --- | --- | --- | --- |");
        for (Subject subject : latency.subjects()) {
            add("| %s | %s | %s | %s | %s | %s |"
                    .formatted(
                            subject.title(),
                            latency.series(subject, "p50").show(2),
                            latency.series(subject, "p90").show(2),
                            latency.series(subject, "p99").show(2),
                            latency.series(subject, "p999").show(2),
                            latency.series(subject, "cpuMillis").show(3)));
        }
        add("| difference | %s | %s | %s | %s | %s |"
                .formatted(
                        added("p50").show(3),
                        added("p90").show(3),
                        added("p99").show(2),
                        added("p999").show(2),
                        added("cpuMillis").show(3)));
        add("| ratio | %s | %s | %s | %s | %s |"
                .formatted(
                        ratio("p50").show(2),
                        ratio("p90").show(2),
                        ratio("p99").show(2),
                        ratio("p999").show(2),
                        ratio("cpuMillis").show(2)));
    }

    private void heap() {
        add("");
        add("### Heap per call, %,d in flight".formatted(load.held));
        add("");
        add("| KB | each with a new connection | each with a used connection | an idle connection alone |");
        add("| --- | --- | --- | --- |");
        for (Subject subject : heap.subjects()) {
            add("| %s | %s | %s | %s |"
                    .formatted(
                            subject.title(),
                            heap.series(subject, "newConnections").show(1),
                            heap.series(subject, "usedConnections").show(1),
                            heap.series(subject, "idleConnections").show(1)));
        }
    }

    private double ideal() {
        return load.inFlight * 1_000.0 / load.delayMillis;
    }

    private Series added(String figure) {
        return latency.series(Subject.CAMEL, figure).minus(latency.series(Subject.TRANSPORT, figure));
    }

    private Series ratio(String figure) {
        return latency.series(Subject.CAMEL, figure).over(latency.series(Subject.TRANSPORT, figure));
    }

    private void add(String line) {
        lines.add(line);
    }
}
