/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.limits;

import io.github.camelclaude.rate.Dimension;
import io.github.camelclaude.rate.Report;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Reads what the headers of a response tell about limits. What can't be read is not told: a header that is garbage must
 * neither stop nor hurry anybody, and it never fails a call.
 *
 * <ul>
 *   <li>A dimension is told if its {@code -limit} and its {@code -remaining} can be read; {@code -reset} may be missing.
 *   <li>A fraction is rounded down, what remains is at least 0 and at most the limit, a limit below 0 or above
 *       {@value #LARGEST} is garbage.
 *   <li>{@code tokens-*} is a limit of its own only if it isn't just those of input and output added together.
 * </ul>
 */
public final class RateLimitHeaders {

    /** No limit of the service comes near it, and a year of it still is a {@code long}. */
    static final long LARGEST = 1_000_000_000_000L;

    private static final String STANDARD = "anthropic-ratelimit-";
    private static final String FAST = "anthropic-fast-";
    private static final long ROUNDED_TO = 1_000;
    private static final int LONGEST_VALUE = 40;

    private final Function<String, List<String>> headers;

    private RateLimitHeaders(Function<String, List<String>> headers) {
        this.headers = headers;
    }

    /**
     * What a response tells about the pool that usual calls share.
     *
     * @param headers gives the values of a header by its name in lower case; an empty list or null if there is none
     */
    public static Report standard(Function<String, List<String>> headers) {
        RateLimitHeaders reader = new RateLimitHeaders(headers);
        List<Report.Entry> entries = new ArrayList<>();
        reader.entry(STANDARD, Dimension.REQUESTS, 1).ifPresent(entries::add);
        Optional<Report.Entry> input = reader.entry(STANDARD, Dimension.INPUT_TOKENS, ROUNDED_TO);
        Optional<Report.Entry> output = reader.entry(STANDARD, Dimension.OUTPUT_TOKENS, ROUNDED_TO);
        input.ifPresent(entries::add);
        output.ifPresent(entries::add);
        reader.entry(STANDARD, Dimension.TOKENS, ROUNDED_TO)
                .filter(tokens -> reader.isOfItsOwn(tokens, input, output))
                .ifPresent(entries::add);
        return new Report(entries, reader.date());
    }

    /** What a response to a call with {@code speed=fast} tells about the pool of the fast mode. */
    public static Report fast(Function<String, List<String>> headers) {
        RateLimitHeaders reader = new RateLimitHeaders(headers);
        List<Report.Entry> entries = new ArrayList<>();
        reader.entry(FAST, Dimension.INPUT_TOKENS, ROUNDED_TO).ifPresent(entries::add);
        reader.entry(FAST, Dimension.OUTPUT_TOKENS, ROUNDED_TO).ifPresent(entries::add);
        return new Report(entries, reader.date());
    }

    /** The workspace that the key of the call belongs to. */
    public static Optional<String> workspace(Function<String, List<String>> headers) {
        return new RateLimitHeaders(headers)
                .first("anthropic-workspace-id")
                .filter(id -> id.matches("wrkspc_\\w{1,64}"));
    }

    /** Where one of the two can't be read, nobody knows; where neither is there, the combined figure is all there is. */
    private boolean isOfItsOwn(Report.Entry tokens, Optional<Report.Entry> input, Optional<Report.Entry> output) {
        if (input.isPresent() && output.isPresent()) {
            return tokens.limit() != input.get().limit() + output.get().limit();
        }
        return first(STANDARD + "input-tokens-limit").isEmpty()
                && first(STANDARD + "output-tokens-limit").isEmpty();
    }

    private Optional<Report.Entry> entry(String prefix, Dimension dimension, long rounding) {
        String name = prefix + dimension.name();
        OptionalLong limit =
                first(name + "-limit").map(RateLimitHeaders::number).orElse(OptionalLong.empty());
        OptionalLong told =
                first(name + "-remaining").map(RateLimitHeaders::number).orElse(OptionalLong.empty());
        if (limit.isEmpty() || limit.getAsLong() < 0 || told.isEmpty()) {
            return Optional.empty();
        }
        long remaining = Math.max(0, Math.min(told.getAsLong(), limit.getAsLong()));
        boolean exact = remaining % ROUNDED_TO != 0 && remaining != limit.getAsLong();
        long reset = first(name + "-reset").map(RateLimitHeaders::instant).orElse(Report.UNKNOWN);
        return Optional.of(new Report.Entry(dimension, limit.getAsLong(), remaining, reset, exact ? 1 : rounding));
    }

    private long date() {
        return first("date").map(RateLimitHeaders::httpDate).orElse(Report.UNKNOWN);
    }

    private Optional<String> first(String name) {
        List<String> values = headers.apply(name);
        return values == null || values.isEmpty() || values.get(0) == null
                ? Optional.empty()
                : Optional.of(values.get(0).strip()).filter(value -> value.length() <= LONGEST_VALUE);
    }

    private static OptionalLong number(String text) {
        if (!text.matches("-?\\d{1,19}(\\.\\d{1,19})?")) {
            return OptionalLong.empty();
        }
        BigDecimal number = new BigDecimal(text).setScale(0, RoundingMode.FLOOR);
        return number.abs().compareTo(BigDecimal.valueOf(LARGEST)) > 0
                ? OptionalLong.empty()
                : OptionalLong.of(number.longValue());
    }

    private static long instant(String text) {
        try {
            return nanos(DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from));
        } catch (DateTimeException e) {
            return Report.UNKNOWN;
        }
    }

    private static long httpDate(String text) {
        try {
            return nanos(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Report.UNKNOWN;
        }
    }

    /** Nanoseconds since 1970, of what lies within two centuries of it. */
    private static long nanos(Instant at) {
        boolean sane = at.getEpochSecond() > 0 && at.getEpochSecond() < TimeUnit.DAYS.toSeconds(73_000);
        return sane ? TimeUnit.SECONDS.toNanos(at.getEpochSecond()) + at.getNano() : Report.UNKNOWN;
    }
}
