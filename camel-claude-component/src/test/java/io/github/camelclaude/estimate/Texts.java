/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.estimate;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;

/** Writes texts of a content class, the same for the same seed. */
final class Texts {

    private static final String[] STEMS =
            ("account balance charge customer request payment order delivery return refund support answer question document"
                            + " service company product number service market letter report question problem system change result"
                            + " reason person moment morning evening journey station garden window mother doctor the of and to in is"
                            + " was for that with on at by from this which not are be as have had they were been their has would what"
                            + " will there can all if about who get out up when your my just no new over because some could them see"
                            + " other than then now look only come its also back after use two how our work first well way even want")
                    .split(" ");

    private final Random random;

    Texts(long seed) {
        this.random = new Random(seed);
    }

    /** At least so many characters, cut to exactly that. */
    String text(ContentClass contentClass, int length) {
        StringBuilder text = new StringBuilder(length + 200);
        while (text.length() < length) {
            switch (contentClass) {
                case PROSE -> sentence(text);
                case FIGURES -> row(text);
                case CODE -> statement(text);
                case JSON -> {
                    value(text, 3);
                    text.append('\n');
                }
                case CJK -> characters(text);
                case OTHER_SCRIPT -> cyrillic(text);
                case BASE64 -> bytes(text);
                case MEDIA, FRAME -> throw new IllegalArgumentException("No text is of " + contentClass);
            }
        }
        return text.substring(0, length);
    }

    private void sentence(StringBuilder text) {
        int words = 5 + random.nextInt(18);
        for (int i = 0; i < words; i++) {
            String word = stem();
            text.append(i == 0 ? Character.toUpperCase(word.charAt(0)) + word.substring(1) : word);
            if (random.nextInt(30) == 0) {
                text.append(' ').append(random.nextInt(2_000));
            }
            text.append(i == words - 1 ? random.nextInt(8) == 0 ? ".\n\n" : ". " : random.nextInt(9) == 0 ? ", " : " ");
        }
    }

    private void row(StringBuilder text) {
        text.append("2026-11-")
                .append(10 + random.nextInt(20))
                .append(' ')
                .append(10 + random.nextInt(14))
                .append(':')
                .append(10 + random.nextInt(50))
                .append(';')
                .append(stem())
                .append(';')
                .append(random.nextInt(100_000))
                .append(';')
                .append(random.nextInt(10_000) / 100.0)
                .append('\n');
    }

    private void statement(StringBuilder text) {
        String indent = " ".repeat(4 * (1 + random.nextInt(3)));
        switch (random.nextInt(5)) {
            case 0 ->
                text.append(indent)
                        .append("if (")
                        .append(name())
                        .append(" == null || ")
                        .append(name())
                        .append(".size() > ")
                        .append(random.nextInt(100))
                        .append(") {\n");
            case 1 ->
                text.append(indent)
                        .append("final var ")
                        .append(name())
                        .append(" = ")
                        .append(name())
                        .append('.')
                        .append(name())
                        .append('(')
                        .append(name())
                        .append(", ")
                        .append(random.nextInt(10))
                        .append(");\n");
            case 2 ->
                text.append(indent)
                        .append("return ")
                        .append(name())
                        .append("[i] * ")
                        .append(name())
                        .append(" + \"")
                        .append(stem())
                        .append(' ')
                        .append(stem())
                        .append("\";\n");
            case 3 ->
                text.append(indent)
                        .append("// ")
                        .append(stem())
                        .append(' ')
                        .append(stem())
                        .append(' ')
                        .append(stem())
                        .append('\n');
            default -> text.append(indent).append("}\n");
        }
    }

    private void value(StringBuilder text, int depth) {
        switch (depth == 0 ? random.nextInt(3) : 3 + random.nextInt(2)) {
            case 0 -> text.append(random.nextInt(100_000));
            case 1 ->
                text.append('"')
                        .append(stem())
                        .append(random.nextBoolean() ? " " + stem() : "")
                        .append('"');
            case 2 -> text.append(random.nextBoolean());
            case 3 -> {
                text.append('{');
                int fields = 2 + random.nextInt(5);
                for (int i = 0; i < fields; i++) {
                    text.append(i == 0 ? "" : ",").append('"').append(name()).append("\":");
                    value(text, random.nextInt(depth));
                }
                text.append('}');
            }
            default -> {
                text.append('[');
                int elements = 1 + random.nextInt(4);
                for (int i = 0; i < elements; i++) {
                    text.append(i == 0 ? "" : ",");
                    value(text, random.nextInt(depth));
                }
                text.append(']');
            }
        }
    }

    private void characters(StringBuilder text) {
        int length = 8 + random.nextInt(30);
        for (int i = 0; i < length; i++) {
            text.append((char) (random.nextInt(4) == 0 ? 0x3042 + random.nextInt(80) : 0x4E00 + random.nextInt(5_000)));
        }
        text.append(random.nextInt(3) == 0 ? "\u3002" : "\uFF0C");
    }

    private void cyrillic(StringBuilder text) {
        int length = 3 + random.nextInt(9);
        for (int i = 0; i < length; i++) {
            text.append((char) (0x430 + random.nextInt(32)));
        }
        text.append(' ');
    }

    private void bytes(StringBuilder text) {
        byte[] bytes = new byte[57];
        random.nextBytes(bytes);
        text.append(new String(Base64.getEncoder().encode(bytes), StandardCharsets.US_ASCII))
                .append('\n');
    }

    private String name() {
        String second = stem();
        return random.nextBoolean() ? stem() : stem() + Character.toUpperCase(second.charAt(0)) + second.substring(1);
    }

    private String stem() {
        return STEMS[random.nextInt(STEMS.length)];
    }
}
