/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.benchmarks;

import io.github.camelclaude.benchmarks.outage.Contender;
import io.github.camelclaude.benchmarks.outage.Outage;
import io.github.camelclaude.benchmarks.outage.Scenario;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What was measured in outages, in Markdown, as it stands in docs/benchmarks.md. */
final class OutageReport {

    private final OutageLoad load;
    private final Map<Scenario, Rounds<Contender>> measured;
    private final Machine machine;
    private final StringJoiner lines = new StringJoiner("\n");

    OutageReport(OutageLoad load, Map<Scenario, Rounds<Contender>> measured, Machine machine) {
        this.load = load;
        this.measured = measured;
        this.machine = machine;
    }

    String markdown() {
        lines.add(machine.describe());
        measured.forEach(this::scenario);
        return lines.toString();
    }

    private void scenario(Scenario scenario, Rounds<Contender> rounds) {
        lines.add("");
        lines.add("#### %s, for %d s"
                .formatted(scenario.title(), load.fault(scenario).toSeconds()));
        lines.add("");
        lines.add("%,d calls per second for %d s, an answer takes %d ms, the fault begins after %d s."
                .formatted(load.rate, load.seconds, load.answerMillis, load.before));
        lines.add("");
        lines.add("| | calls | answered | attempts per call | peak in the fault, times the offered rate"
                + " | peak after it | back at 90 % after, s | answered of those due in the fault | p95 of these, s |");
        lines.add("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        for (Contender contender : rounds.subjects()) {
            lines.add("| %s | %s | %s | %s | %s | %s | %s | %s %% | %s |"
                    .formatted(
                            contender.title(),
                            show(rounds.series(contender, "calls"), 0),
                            show(rounds.series(contender, "answered"), 0),
                            show(rounds.series(contender, "attemptsPerCall"), 2),
                            show(rounds.series(contender, "peakDuring"), 2),
                            show(rounds.series(contender, "peakAfter"), 2),
                            show(rounds.series(contender, "secondsUntilBack"), 1),
                            show(rounds.series(contender, "answeredOfWithin").times(100), 1),
                            show(rounds.series(contender, "p95Within"), 1)));
        }
        lateness(rounds);
        failures(rounds);
    }

    /** Of a load that comes late, peaks say little. */
    private void lateness(Rounds<Contender> rounds) {
        double latest = rounds.subjects().stream()
                .flatMap(contender -> rounds.figures(contender).stream())
                .mapToDouble(figures -> figures.get("lateMillis"))
                .max()
                .orElse(0);
        lines.add("");
        lines.add("Every call was made at most %,.0f ms after it was due.".formatted(latest));
    }

    private void failures(Rounds<Contender> rounds) {
        lines.add("");
        lines.add("| | failed | as |");
        lines.add("| --- | --- | --- |");
        for (Contender contender : rounds.subjects()) {
            lines.add("| %s | %s | %s |"
                    .formatted(
                            contender.title(),
                            show(rounds.series(contender, "failed"), 0),
                            classes(rounds, contender)));
        }
    }

    /** All rounds together. */
    private static String classes(Rounds<Contender> rounds, Contender contender) {
        Map<String, Double> sums = new TreeMap<>();
        rounds.figures(contender)
                .forEach(figures -> figures.values().forEach((name, count) -> {
                    if (name.startsWith(Outage.FAILED)) {
                        sums.merge(name.substring(Outage.FAILED.length()), count, Double::sum);
                    }
                }));
        return sums.isEmpty()
                ? "-"
                : sums.entrySet().stream()
                        .map(sum -> "%s %,.0f".formatted(sum.getKey(), sum.getValue()))
                        .collect(Collectors.joining(", "));
    }

    private static String show(Series series, int decimals) {
        String shown = series.values().size() == 1
                ? ("%,." + decimals + "f").formatted(series.median())
                : series.show(decimals);
        return shown.replace("Infinity", "not at all").replace("NaN", "-");
    }
}
