/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.limits;

import io.github.camelclaude.rate.Dimension;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which limit the message of a 429 names. A hint and no more: the wording is not part of the API and may change, so nothing
 * but the choice of a dimension rests on it.
 */
public final class RefusalText {

    private static final int READ = 400;
    private static final Pattern NAMED =
            Pattern.compile("\\b(input tokens|output tokens|tokens|requests) per (?:minute|day)\\b");
    private static final Pattern OLDER =
            Pattern.compile("number of (request tokens|response tokens|tokens|requests) has exceeded");

    private RefusalText() {}

    /**
     * @param message the error's message, or null
     * @return the dimension that it names, if it names one
     */
    public static Optional<Dimension> dimension(String message) {
        if (message == null) {
            return Optional.empty();
        }
        String text = message.substring(0, Math.min(READ, message.length())).toLowerCase(Locale.ROOT);
        for (Pattern pattern : new Pattern[] {NAMED, OLDER}) {
            Matcher matcher = pattern.matcher(text);
            if (matcher.find()) {
                return Optional.of(of(matcher.group(1)));
            }
        }
        return Optional.empty();
    }

    private static Dimension of(String words) {
        return switch (words) {
            case "input tokens", "request tokens" -> Dimension.INPUT_TOKENS;
            case "output tokens", "response tokens" -> Dimension.OUTPUT_TOKENS;
            case "requests" -> Dimension.REQUESTS;
            default -> Dimension.TOKENS;
        };
    }
}
