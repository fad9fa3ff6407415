/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.prefix;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the prompt cache saves as a text in columns: numbers to the right, words to the left, one line for each prefix. */
final class CacheTable {

    private static final List<String> HEADS = List.of(
            "prefix",
            "calls",
            "written",
            "read",
            "missed",
            "hit rate",
            "saved USD",
            "ITPM saved",
            "break-even",
            "best life",
            "keep alive");

    private static final int USD_DIGITS = 4;
    private static final int FIRST_NUMBER = 1;
    private static final int LAST_NUMBER = 7;
    private static final String GAP = "  ";
    private static final String UNKNOWN = "-";

    private CacheTable() {}

    /**
     * A line.
     *
     * @param written   in tokens, as are read and missed
     * @param ofLimit   so much of the limit of input tokens was spared
     * @param life      which would have cost the least; empty if nothing is known yet
     * @param keepAlive whether it should be read between uses just to live on; empty as above
     */
    record Row(
            String name,
            long calls,
            long written,
            long read,
            long ofLimit,
            long missed,
            double hitRate,
            BigDecimal saved,
            boolean breakEven,
            String life,
            String keepAlive) {

        private List<String> cells() {
            return List.of(
                    name,
                    number(calls),
                    number(written),
                    number(read),
                    number(missed),
                    String.format(Locale.ROOT, "%.1f %%", hitRate * 100),
                    saved.setScale(USD_DIGITS, RoundingMode.HALF_EVEN).toPlainString(),
                    number(ofLimit),
                    breakEven ? "yes" : "no",
                    orUnknown(life),
                    orUnknown(keepAlive));
        }
    }

    /** Ends with a line break. */
    static String of(List<Row> rows) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(HEADS);
        rows.forEach(row -> lines.add(row.cells()));
        int[] widths = new int[HEADS.size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(padded(line, widths)).append('\n'));
        return text.toString();
    }

    private static String padded(List<String> line, int[] widths) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String fill = " ".repeat(widths[i] - line.get(i).length());
            boolean isNumber = i >= FIRST_NUMBER && i <= LAST_NUMBER;
            text.append(i == 0 ? "" : GAP).append(isNumber ? fill + line.get(i) : line.get(i) + fill);
        }
        return text.toString().stripTrailing();
    }

    private static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    private static String orUnknown(String word) {
        return word.isEmpty() ? UNKNOWN : word;
    }
}
