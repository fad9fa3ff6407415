/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.rate.simulation;

import io.github.camelclaude.rate.Report;
import io.github.camelclaude.rate.Report.Entry;
import java.util.function.UnaryOperator;

/** Headers as somebody would take them who reads them wrongly. */
final class BuggyReports {

    private BuggyReports() {}

    /** What is left, to the next tenth of the limit. */
    static Report roundedUp(Report report) {
        return map(report, entry -> {
            long step = Math.max(1, entry.limit() / 10);
            long remaining = Math.min(entry.limit(), (entry.remaining() + step) / step * step);
            return new Entry(entry.dimension(), entry.limit(), remaining, entry.resetAt(), entry.rounding());
        });
    }

    /** As if limits were what they were at the beginning. */
    static Report ofBefore(Report report) {
        return map(report, entry -> {
            for (Binding each : Binding.all()) {
                if (each.ours.equals(entry.dimension())) {
                    return new Entry(
                            entry.dimension(),
                            each.perMinute(Scenario.START),
                            entry.remaining(),
                            entry.resetAt(),
                            entry.rounding());
                }
            }
            return entry;
        });
    }

    private static Report map(Report report, UnaryOperator<Entry> change) {
        return new Report(report.entries().stream().map(change).toList(), report.date());
    }
}
