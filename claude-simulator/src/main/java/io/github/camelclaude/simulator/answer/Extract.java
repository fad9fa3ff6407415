/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.answer;

import java.util.ArrayList;
import java.util.List;

/**
 * Verbatim pieces of a text. A piece never holds a line break, begins and ends with something visible, is cut between code
 * points that belong apart, and at the end of a word where there is one near.
 */
final class Extract {

    private static final int FAR_ENOUGH = 50_000;
    private final List<String> lines = new ArrayList<>();

    Extract(List<String> texts) {
        for (String text : texts) {
            splitLines(text);
        }
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** The lines with something visible in them, stripped. */
    List<String> lines() {
        return lines;
    }

    /** A start of the line that says most, at most so many code points long; empty if there is no line. */
    String summary(int mostCodePoints) {
        if (lines.isEmpty() || mostCodePoints <= 0) {
            return "";
        }
        return cut(longestLine(), mostCodePoints);
    }

    /** Piece number {@code index} of the text, so that a list of strings is not one string repeated. */
    String piece(int index, int mostCodePoints) {
        if (lines.isEmpty() || mostCodePoints <= 0) {
            return "";
        }
        String line = lines.size() > 1 ? lines.get(index % lines.size()) : longestLine();
        List<Integer> words = wordStarts(line.substring(0, Math.min(line.length(), FAR_ENOUGH)));
        int start = lines.size() > 1 ? 0 : words.get((index * 5) % words.size());
        return cut(line.substring(start), mostCodePoints);
    }

    private String longestLine() {
        String longest = lines.get(0);
        for (String line : lines) {
            if (line.length() > longest.length()) {
                longest = line;
            }
        }
        return longest;
    }

    static String cut(String line, int mostCodePoints) {
        if (line.codePointCount(0, line.length()) <= mostCodePoints) {
            return line;
        }
        int hard = line.offsetByCodePoints(0, mostCodePoints);
        while (hard > 0 && !separates(line, hard)) {
            hard = line.offsetByCodePoints(hard, -1);
        }
        if (hard == 0) {
            hard = line.offsetByCodePoints(0, mostCodePoints);
        }
        int soft = hard;
        while (soft > hard / 2 && !Character.isWhitespace(line.codePointAt(soft))) {
            soft = line.offsetByCodePoints(soft, -1);
        }
        String piece = line.substring(0, soft > hard / 2 ? soft : hard).stripTrailing();
        return piece.isEmpty() ? line.substring(0, hard) : piece;
    }

    /** Joined emoji, variation selectors, skin tones, flags and combining marks stay with what they belong to. */
    private static boolean separates(String line, int at) {
        int before = line.codePointBefore(at);
        int after = line.codePointAt(at);
        boolean joined = before == 0x200D || after == 0x200D;
        boolean modifies = after >= 0xFE00 && after <= 0xFE0F || after >= 0x1F3FB && after <= 0x1F3FF;
        boolean flag = isFlagLetter(after) && flagLettersBefore(line, at) % 2 == 1;
        int type = Character.getType(after);
        boolean mark = type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
        return !joined && !modifies && !flag && !mark;
    }

    private static int flagLettersBefore(String line, int at) {
        int count = 0;
        for (int i = at; i > 0 && isFlagLetter(line.codePointBefore(i)); i -= 2) {
            count++;
        }
        return count;
    }

    private static boolean isFlagLetter(int codePoint) {
        return codePoint >= 0x1F1E6 && codePoint <= 0x1F1FF;
    }

    private static List<Integer> wordStarts(String line) {
        List<Integer> starts = new ArrayList<>();
        starts.add(0);
        for (int i = 1; i < line.length(); i++) {
            if (Character.isWhitespace(line.charAt(i - 1)) && !Character.isWhitespace(line.charAt(i))) {
                starts.add(i);
            }
        }
        return starts;
    }

    private void splitLines(String text) {
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i < text.length() && !breaksLine(text.charAt(i))) {
                continue;
            }
            String line = text.substring(start, i).strip();
            if (!line.isEmpty()) {
                lines.add(line);
            }
            start = i + 1;
        }
    }

    private static boolean breaksLine(char c) {
        return Character.isISOControl(c) && c != '\t' || c == '\u2028' || c == '\u2029';
    }
}
