/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.examples.triage;

import io.github.camelclaude.examples.run.Forecast;
import io.github.camelclaude.examples.run.QuotaUse;
import io.github.camelclaude.examples.run.RunDirectory;
import io.github.camelclaude.examples.run.RunResult;
import io.github.camelclaude.examples.run.WhoAnswers;
import io.github.camelclaude.rate.Picture;
import io.github.camelclaude.simulator.ClaudeSimulator;
import io.github.camelclaude.simulator.account.Totals;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a run says when it has ended. */
record TriageSummary(
        TriageInput triage, TriageRun.Outcome outcome, Duration took, WhoAnswers whoAnswers, RunDirectory run) {

    String text() {
        RunResult result = outcome.result();
        return String.format(
                Locale.ROOT,
                """

                rows      %,d
                answers   %,d in %s
                rejects   %,d in %s%s
                quota     %s
                refusals  %s
                waits     %s
                tokens    %,d input, %,d output
                cost      %s%s
                time      %.1f s%s""",
                triage.rows(),
                result.answers(),
                run.folder("answers"),
                result.rejected(),
                run.folder("rejects"),
                result.rejects().isEmpty() ? "" : " " + result.rejects(),
                lines(quota()),
                refusals(),
                lines(result.waits().entrySet().stream()
                        .map(priority -> String.format(
                                Locale.ROOT, "%-8s %s", priority.getKey().label(), priority.getValue()))
                        .toList()),
                result.inputTokens(),
                result.outputTokens(),
                Forecast.usd(result.cost()),
                whoAnswers.isLive() ? "" : " if it had been Claude; nothing is paid",
                took.toMillis() / 1000.0,
                whoAnswers
                        .simulator()
                        .map(simulator -> "\n\n" + simulator.accounting().picture())
                        .orElse(""));
    }

    /** As who answers has counted, where it tells. */
    private List<?> quota() {
        if (outcome.limits() == null) {
            return List.of();
        }
        return whoAnswers
                .simulator()
                .map(simulator -> QuotaUse.of(
                        outcome.limits(),
                        outcome.working(),
                        simulator.accounting().totals()))
                .orElseGet(() -> QuotaUse.of(outcome.limits(), outcome.working()));
    }

    private String refusals() {
        long ofLimits = whoAnswers
                .simulator()
                .map(ClaudeSimulator::accounting)
                .map(accounting -> accounting.totals())
                .map(Totals::refused)
                .orElseGet(this::refusalsSeen);
        return String.format(Locale.ROOT, "%,d by limits of the service (429)", ofLimits);
    }

    private long refusalsSeen() {
        Picture limits = outcome.limits();
        return limits == null
                ? 0
                : limits.groups().stream()
                        .mapToLong(Picture.GroupPicture::refusals)
                        .sum();
    }

    private static String lines(List<?> lines) {
        return lines.stream().map(Object::toString).collect(Collectors.joining("\n          "));
    }
}
