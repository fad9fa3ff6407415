/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.answer;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelclaude.simulator.seed.Seed;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Strings for a schema: pieces of the text, unless a format or a pattern asks for something else. */
final class StringValues {

    private static final int USUAL_SUMMARY = 160;
    private static final int USUAL_PIECE = 48;
    private static final int LONGEST_SEARCH = 10_000;
    /** No answer is longer than that, whatever its schema says. */
    private static final int MOST_PADDING = 2_000_000;

    private static final LocalDate FIRST_DAY = LocalDate.of(2026, 1, 1);
    private final Extract extract;
    private final Seed seed;

    StringValues(Extract extract, Seed seed) {
        this.extract = extract;
        this.seed = seed;
    }

    String value(JsonNode schema, String path) {
        int least = schema.path("minLength").asInt(0);
        int most = schema.path("maxLength").asInt(Integer.MAX_VALUE);
        if (schema.has("format")) {
            String formatted = ofFormat(schema.get("format").asText(), seed.with(path));
            if (formatted != null) {
                return formatted;
            }
        }
        if (schema.has("pattern")) {
            return ofPattern(schema.get("pattern").asText(), least, most, path);
        }
        return padded(extracted(path, least, most), least);
    }

    private String extracted(String path, int least, int most) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        boolean numbered = !name.isEmpty() && name.chars().allMatch(Character::isDigit);
        return numbered
                ? extract.piece(Integer.parseInt(name), Math.min(most, Math.max(least, USUAL_PIECE)))
                : extract.summary(Math.min(most, Math.max(least, USUAL_SUMMARY)));
    }

    /** Too little text for the least length: dots fill it up. */
    private static String padded(String text, int least) {
        int missing = least - text.codePointCount(0, text.length());
        return missing > 0 ? text + ".".repeat(Math.min(missing, MOST_PADDING)) : text;
    }

    private String ofPattern(String pattern, int least, int most, String path) {
        try {
            Pattern compiled = Pattern.compile(pattern);
            for (String line : extract.lines()) {
                Matcher matcher =
                        compiled.matcher(new ImpatientText(line.substring(0, Math.min(line.length(), LONGEST_SEARCH))));
                if (matcher.find()
                        && matcher.group().length() >= least
                        && matcher.group().length() <= most
                        && compiled.matcher(new ImpatientText(matcher.group())).find()) {
                    return matcher.group();
                }
            }
        } catch (ImpatientText.GivenUp | StackOverflowError e) {
            return PatternText.matching(pattern, seed.with(path));
        } catch (PatternSyntaxException e) {
            return padded(extracted(path, least, most), least);
        }
        return PatternText.matching(pattern, seed.with(path));
    }

    private static String ofFormat(String format, Seed seed) {
        return switch (format) {
            case "date" -> date(seed);
            case "time" -> time(seed) + "Z";
            case "date-time" -> date(seed) + "T" + time(seed) + "Z";
            case "duration" -> "PT" + (1 + seed.below(59)) + "M";
            case "email" -> "someone" + seed.below(1000) + "@example.com";
            case "hostname" -> "host" + seed.below(1000) + ".example.com";
            case "uri" -> "https://example.com/" + seed.below(100_000);
            case "ipv4" -> "192.0.2." + seed.below(256);
            case "ipv6" -> "2001:db8::" + Long.toHexString(seed.below(0xFFFF));
            case "uuid" ->
                new UUID(seed.value() & ~0xF000L | 0x4000L, seed.with(1).value() >>> 2 | 0x8000000000000000L)
                        .toString();
            default -> null;
        };
    }

    private static String date(Seed seed) {
        return FIRST_DAY.plusDays(seed.with("day").below(365)).toString();
    }

    private static String time(Seed seed) {
        LocalTime time = LocalTime.ofSecondOfDay(seed.with("second").below(86_400));
        return "%02d:%02d:%02d".formatted(time.getHour(), time.getMinute(), time.getSecond());
    }
}
