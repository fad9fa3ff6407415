/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.account;

import io.github.camelclaude.simulator.tokens.Usage;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;

/** The accounting as text: totals, then a line for each of the last minutes with a bar of what was answered and refused. */
final class Picture {

    private static final int MOST_MINUTES = 30;
    private static final int BAR = 40;
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm").withZone(ZoneOffset.UTC);

    private Picture() {}

    static String of(Accounting accounting) {
        StringBuilder out = new StringBuilder();
        Totals totals = accounting.totals();
        Usage usage = totals.usage();
        line(out, "Simulated Claude API: what happened");
        line(
                out,
                "  requests     %,d arrived, %,d answered, %,d refused by limits, %,d rejected, %,d met a fault, %,d cancelled",
                totals.arrived(),
                totals.answered(),
                totals.refused(),
                totals.rejected(),
                totals.failed(),
                totals.cancelled());
        totals.endings().forEach((label, count) -> {
            if (!label.equals("answered") && !label.equals("cancelled")) {
                line(out, "               %,9d  %s", count, label);
            }
        });
        line(
                out,
                "  contents     %,d different, %,d seen more than once, %,d early calls before retry-after",
                accounting.contents(),
                accounting.seenTwice().size(),
                totals.early());
        line(out, "  at once      %,d at most", accounting.peak());
        line(
                out,
                "  tokens       %,d input, %,d cache write, %,d cache read, %,d output",
                usage.input(),
                usage.cacheWrites(),
                usage.cacheRead(),
                usage.output());
        line(out, "  cost         %s (simulated, nothing was billed)", totals.cost());
        minutes(out, accounting.byMinute());
        return out.toString();
    }

    private static void minutes(StringBuilder out, Map<Long, Totals> minutes) {
        if (minutes.isEmpty()) {
            return;
        }
        long most = minutes.values().stream().mapToLong(Totals::arrived).max().orElse(1);
        line(out, "  minute (UTC)  answered  refused   tokens in  tokens out   (# answered, x refused)");
        minutes.entrySet().stream()
                .skip(Math.max(0, minutes.size() - MOST_MINUTES))
                .forEach(entry -> {
                    Totals sums = entry.getValue();
                    line(
                            out,
                            "  %s         %,8d %,8d %,11d %,11d   %s%s",
                            CLOCK.format(Instant.ofEpochSecond(entry.getKey() * 60)),
                            sums.answered(),
                            sums.refused(),
                            sums.usage().limitedInput(),
                            sums.usage().output(),
                            bar('#', sums.answered(), most),
                            bar('x', sums.refused(), most));
                });
    }

    private static String bar(char c, long count, long most) {
        return String.valueOf(c).repeat((int) Math.min(BAR, (count * BAR + most - 1) / Math.max(1, most)));
    }

    private static void line(StringBuilder out, String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }
}
