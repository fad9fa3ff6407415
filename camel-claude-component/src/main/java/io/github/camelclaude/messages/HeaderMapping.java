/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.rate.Priority;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Message;

/**
 * Lets headers from outside speak, for a few things that are safe: {@code Camel*} headers do not cross Kafka, JMS or HTTP.
 * What comes from outside is checked, and can't ask for more than a route's author has given: the priority {@code critical}
 * and more tokens than the endpoint's stay out of reach.
 */
public final class HeaderMapping {

    /** Nothing from outside. */
    public static final HeaderMapping NONE = new HeaderMapping(Map.of());

    private static final List<String> SAFE = List.of(
            ClaudeConstants.PRIORITY,
            ClaudeConstants.DEADLINE,
            ClaudeConstants.FAIRNESS_KEY,
            ClaudeConstants.MAX_TOKENS,
            ClaudeConstants.CUSTOM_ID);
    private static final int LONGEST_KEY = 200;
    private static final int MOST_SHOWN = 40;

    private final Map<String, String> outsideByOwn;

    private HeaderMapping(Map<String, String> outsideByOwn) {
        this.outsideByOwn = outsideByOwn;
    }

    /**
     * Reads the option.
     *
     * @param text such as {@code x-priority=CamelClaudePriority,x-tenant=CamelClaudeFairnessKey}, or null for nothing
     * @throws IllegalArgumentException if it says something else, or speaks of a header that is not safe
     */
    public static HeaderMapping parse(String text) {
        if (text == null || text.isBlank()) {
            return NONE;
        }
        Map<String, String> outsideByOwn = new LinkedHashMap<>();
        for (String pair : text.split(",")) {
            String[] names = pair.strip().split("=", -1);
            if (names.length != 2 || names[0].isBlank()) {
                throw new IllegalArgumentException("headerMapping=" + text + ": " + pair.strip()
                        + " must be the name of a header, = and one of " + SAFE);
            }
            String own = names[1].strip();
            if (!SAFE.contains(own)) {
                throw new IllegalArgumentException(
                        "headerMapping=" + text + ": " + own + " can't be set from outside; there are " + SAFE);
            }
            String before = outsideByOwn.put(own, names[0].strip());
            if (before != null) {
                throw new IllegalArgumentException("headerMapping=" + text + ": " + before + " and " + names[0].strip()
                        + " can't both set " + own);
            }
        }
        return new HeaderMapping(outsideByOwn);
    }

    /**
     * Sets the headers that are mapped and not there yet.
     *
     * @param mostTokens more can't be asked for
     * @throws ClaudeInvalidRequestException if one from outside is not what it should be
     */
    void apply(Message message, long mostTokens) {
        outsideByOwn.forEach((own, outside) -> {
            String value = message.getHeader(own) == null ? message.getHeader(outside, String.class) : null;
            if (value != null && !value.isBlank()) {
                message.setHeader(own, checked(own, outside, value.strip(), mostTokens));
            }
        });
    }

    private static Object checked(String own, String outside, String value, long mostTokens) {
        return switch (own) {
            case ClaudeConstants.PRIORITY -> priority(outside, value);
            case ClaudeConstants.MAX_TOKENS -> Math.min(tokens(outside, value), mostTokens);
            case ClaudeConstants.DEADLINE -> CallTime.instant(outside, value);
            case ClaudeConstants.CUSTOM_ID -> customId(outside, value);
            default -> value.substring(0, Math.min(LONGEST_KEY, value.length()));
        };
    }

    private static String priority(String outside, String value) {
        Priority asked = CallTerms.priority(outside, value);
        return (asked == Priority.CRITICAL ? Priority.HIGH : asked).label();
    }

    private static long tokens(String outside, String value) {
        if (!value.matches("\\d{1,9}") || Long.parseLong(value) < 1) {
            throw new ClaudeInvalidRequestException(
                    named(outside, value) + " must be a whole number of at least 1. Nothing was sent");
        }
        return Long.parseLong(value);
    }

    /** A header and what it says, for an error; of what somebody outside has made long only the beginning. */
    static String named(String header, Object value) {
        String text = value.toString();
        return "Header " + header + "=" + (text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "..." : text);
    }

    private static String customId(String outside, String value) {
        if (!value.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new ClaudeInvalidRequestException(named(outside, value)
                    + " must be 1 to 64 letters, digits, dashes and underscores. Nothing was sent");
        }
        return value;
    }
}
