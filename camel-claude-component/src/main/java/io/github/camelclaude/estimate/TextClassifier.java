/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.estimate;

/**
 * Tells from its characters what a text is made of, piece by piece: a piece of {@value #PIECE} characters is of one class,
 * except that ideographs and letters of other scripts are counted one by one. Of a long text {@value #MOST_PIECES} pieces
 * are looked at, evenly spread, and stand for the rest: the work per text is bounded.
 */
final class TextClassifier {

    static final int PIECE = 256;
    static final int MOST_PIECES = 256;

    private TextClassifier() {}

    static void count(CharSequence text, RequestContent.Counter counter) {
        int length = text.length();
        int pieces = (length + PIECE - 1) / PIECE;
        int looked = Math.min(pieces, MOST_PIECES);
        double standsFor = looked == 0 ? 0 : (double) length / Math.min((long) length, (long) looked * PIECE);
        for (int i = 0; i < looked; i++) {
            int from = (int) ((long) i * pieces / looked) * PIECE;
            count(text, from, Math.min(from + PIECE, length), standsFor, counter);
        }
    }

    private static void count(CharSequence text, int from, int to, double weight, RequestContent.Counter counter) {
        Signs signs = new Signs();
        for (int at = from; at < to; ) {
            int c = Character.codePointAt(text, at);
            signs.see(c);
            at += Character.charCount(c);
        }
        counter.add(ContentClass.CJK, signs.wide * weight);
        counter.add(ContentClass.OTHER_SCRIPT, signs.foreign * weight);
        counter.add(signs.classOfTheRest(), signs.narrow * weight);
    }

    /** What has been seen of one piece. */
    private static final class Signs {

        private int narrow;
        private int wide;
        private int foreign;
        private int letters;
        private int upper;
        private int digits;
        private int blanks;
        private int quotes;
        private int operators;
        private int others;
        /** A quotation mark beside a colon, a comma or a bracket: what JSON consists of. */
        private int joints;

        private int before;

        private void see(int c) {
            if (c < 128) {
                narrow++;
                seeAscii(c);
            } else if (isWide(c)) {
                wide++;
            } else if (Character.isLetter(c) && Character.UnicodeScript.of(c) != Character.UnicodeScript.LATIN) {
                foreign++;
            } else {
                narrow++;
                letters++;
                others++;
            }
            if (!isBlank(c)) {
                before = c;
            }
        }

        private void seeAscii(int c) {
            if (c >= 'a' && c <= 'z') {
                letters++;
            } else if (c >= 'A' && c <= 'Z') {
                letters++;
                upper++;
            } else if (c >= '0' && c <= '9') {
                digits++;
            } else if (isBlank(c)) {
                blanks++;
            } else if (c == '"') {
                quotes++;
                joints += isJoint(before) ? 1 : 0;
            } else {
                joints += before == '"' && isJoint(c) ? 1 : 0;
                operators += isOperator(c) ? 1 : 0;
                others += isOfBase64(c) ? 0 : 1;
            }
        }

        private ContentClass classOfTheRest() {
            if (isWordless()) {
                return ContentClass.BASE64;
            }
            if (joints * 60 >= narrow && joints >= 3 && joints * 2 >= quotes) {
                return ContentClass.JSON;
            }
            if (digits * 4 >= narrow && digits >= 12) {
                return ContentClass.FIGURES;
            }
            return operators * 100 >= narrow * 6 && operators >= 4 ? ContentClass.CODE : ContentClass.PROSE;
        }

        /** No blanks but line breaks, nothing outside the alphabet of base64, and digits or capitals among the letters. */
        private boolean isWordless() {
            return narrow >= 48
                    && blanks * 40 <= narrow
                    && (others + quotes) * 50 <= narrow
                    && letters > 0
                    && (digits + upper) * 8 >= narrow;
        }

        private static boolean isJoint(int c) {
            return c == ':' || c == ',' || c == '{' || c == '}' || c == '[' || c == ']';
        }

        private static boolean isOperator(int c) {
            return switch (c) {
                case '{',
                        '}',
                        '(',
                        ')',
                        '[',
                        ']',
                        '<',
                        '>',
                        ';',
                        '=',
                        '+',
                        '*',
                        '/',
                        '|',
                        '&',
                        '_',
                        '#',
                        '$',
                        '\\',
                        '@' -> true;
                default -> false;
            };
        }

        private static boolean isOfBase64(int c) {
            return c == '+' || c == '/' || c == '=' || c == '-' || c == '_';
        }

        private static boolean isBlank(int c) {
            return c == ' ' || c == '\n' || c == '\r' || c == '\t';
        }

        private static boolean isWide(int c) {
            return c >= 0x2E80
                    && (c >= 0x1F000
                            || c >= 0xFF00 && c <= 0xFFEF
                            || c <= 0x303F
                            || Character.isIdeographic(c)
                            || switch (Character.UnicodeScript.of(c)) {
                                case HIRAGANA, KATAKANA, HANGUL, BOPOMOFO, YI -> true;
                                default -> false;
                            });
        }
    }
}
