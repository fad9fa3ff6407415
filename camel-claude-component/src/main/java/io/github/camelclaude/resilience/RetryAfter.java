/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.resilience;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Reads the {@code retry-after} header: seconds, possibly with a fraction, or an HTTP date (RFC 9110, 10.2.3). What is
 * not readable, not positive or longer than a day is no answer: such a header must neither stop nor hurry anybody.
 */
public final class RetryAfter {

    private static final Duration LONGEST = Duration.ofDays(1);

    private RetryAfter() {}

    /**
     * @param value the header, or null if there was none
     * @param now   the instant of receipt, against which a date is read
     * @return how long to wait from now, rounded up to whole milliseconds
     */
    public static Optional<Duration> parse(String value, Instant now) {
        if (value == null) {
            return Optional.empty();
        }
        String text = value.strip();
        return seconds(text)
                .or(() -> date(text, now))
                .filter(wait -> !wait.isNegative() && !wait.isZero() && wait.compareTo(LONGEST) <= 0);
    }

    private static Optional<Duration> seconds(String text) {
        if (text.length() > 20 || !text.matches("\\d+(\\.\\d+)?")) {
            return Optional.empty();
        }
        BigDecimal millis = new BigDecimal(text).movePointRight(3).setScale(0, RoundingMode.CEILING);
        return Optional.of(millis.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValue())
                .map(Duration::ofMillis);
    }

    private static Optional<Duration> date(String text, Instant now) {
        try {
            Instant at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return Optional.of(Duration.between(now, at));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
