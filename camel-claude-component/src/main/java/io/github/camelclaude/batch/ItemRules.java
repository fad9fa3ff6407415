/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.batch;

import io.github.camelclaude.batch.HandedIn.Reason;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What would fail at the service after hours, or mean something else there, found before it is paid for. Each rule names the
 * place, the value that is wrong and what to do; what a prompt says is never quoted. A model that nobody knows is left to
 * the service: it may be new.
 */
final class ItemRules {

    /** Fields that the service takes elsewhere and not in a batch. */
    private static final List<String> NOT_IN_A_BATCH =
            List.of("speed", "thread", "threads", "store", "previous_thread_event_id", "cache_hint", "context_hint");

    private static final List<String> SAMPLING = List.of("temperature", "top_p", "top_k");

    private static final int MOST_CACHE_MARKS = 4;

    private static final Set<Class<?>> WHOLE =
            Set.of(Byte.class, Short.class, Integer.class, Long.class, BigInteger.class);

    private final boolean sampling;

    /** @param sampling whether the version of the API takes temperature, top_p and top_k */
    ItemRules(boolean sampling) {
        this.sampling = sampling;
    }

    // The id

    /**
     * An id as text.
     *
     * @param what it is called, for the message
     * @throws ItemMistake if there is none, or it can't be one
     */
    static String id(Object value, String place, String what) {
        if (value == null) {
            throw new ItemMistake(Reason.id, place + ": " + what + " is missing; each item needs an id of its own");
        }
        String id = idText(value);
        if (id == null) {
            throw new ItemMistake(
                    Reason.id, place + ": " + what + " is neither text nor a number; make it one of them");
        }
        if (id.isBlank()) {
            throw new ItemMistake(Reason.id, place + ": " + what + " is blank; each item needs an id of its own");
        }
        if (id.chars().anyMatch(Character::isISOControl)) {
            throw new ItemMistake(
                    Reason.id, place + ": " + what + " has control characters, such as line breaks; leave them out");
        }
        return id;
    }

    /** Spreadsheets know no whole numbers: 17.0 is 17. */
    private static String idText(Object value) {
        if (value instanceof CharSequence || value instanceof Character) {
            return value.toString();
        }
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            boolean isWhole = number == Math.rint(number) && Math.abs(number) < 1e15;
            return isWhole ? String.valueOf((long) number) : Double.isFinite(number) ? value.toString() : null;
        }
        return value instanceof Number ? value.toString() : null;
    }

    // The request

    /**
     * Checks a whole request and takes out what goes without saying.
     *
     * @throws ItemMistake if a batch can't take it
     */
    void check(Map<String, Object> request, String place) {
        Object stream = request.remove("stream");
        if (stream != null && !Boolean.FALSE.equals(stream)) {
            throw refused(place, "stream is not false, and a batch does not stream; leave it out");
        }
        for (String field : NOT_IN_A_BATCH) {
            if (request.get(field) != null) {
                throw refused(place, field + " can't be asked for in a batch; leave it out");
            }
        }
        if (!sampling) {
            for (String field : SAMPLING) {
                if (request.get(field) != null) {
                    throw refused(
                            place,
                            field + " is refused by version 2026-10-21 of the API; leave it out, or set"
                                    + " anthropicVersion=2023-06-01");
                }
            }
        }
        model(request.get("model"), place);
        maxTokens(request.get("max_tokens"), place);
        messages(request.get("messages"), place);
        int marks = marks(request);
        if (marks > MOST_CACHE_MARKS) {
            throw refused(place, "it has " + marks + " marks cache_control, and 4 are the most; leave some out");
        }
    }

    private static void model(Object model, String place) {
        if (model == null) {
            throw refused(place, "there is no model; name one in the item, or set the option model");
        }
        if (!(model instanceof String name) || name.isBlank()) {
            throw refused(place, "model has to be the name of a model");
        }
    }

    private static void maxTokens(Object value, String place) {
        if (value == null) {
            throw refused(place, "there is no max_tokens; say it in the item, or set the option maxTokens");
        }
        if (!WHOLE.contains(value.getClass()) || new BigInteger(value.toString()).signum() < 1) {
            throw refused(
                    place,
                    "max_tokens" + (value instanceof Number ? "=%.24s".formatted(value) : "")
                            + " has to be a whole number of at least 1");
        }
    }

    private static void messages(Object value, String place) {
        if (value == null) {
            throw refused(place, "there are no messages; there has to be at least one turn in it");
        }
        if (!(value instanceof List<?> turns)) {
            throw refused(place, "messages is no list; it has to be a list of turns");
        }
        if (turns.isEmpty()) {
            throw refused(place, "messages is empty; there has to be at least one turn in it");
        }
        for (int i = 0; i < turns.size(); i++) {
            if (!(turns.get(i) instanceof Map<?, ?> turn) || turn.get("role") == null || turn.get("content") == null) {
                throw refused(
                        place,
                        "turn " + (i + 1) + " of " + turns.size()
                                + " in messages has to be an object with role and content");
            }
        }
    }

    private static int marks(Map<String, Object> request) {
        int marks = request.get("cache_control") == null ? 0 : 1;
        marks += marksIn(request.get("system")) + marksIn(request.get("tools"));
        if (request.get("messages") instanceof List<?> turns) {
            for (Object turn : turns) {
                marks += turn instanceof Map<?, ?> fields ? marksIn(fields.get("content")) : 0;
            }
        }
        return marks;
    }

    /** Blocks may hold blocks. What a tool was given or takes may have a field of that name too, which is no mark. */
    private static int marksIn(Object blocks) {
        int marks = 0;
        if (blocks instanceof List<?> list) {
            for (Object block : list) {
                if (block instanceof Map<?, ?> fields) {
                    marks += (fields.get("cache_control") == null ? 0 : 1) + marksIn(fields.get("content"));
                }
            }
        }
        return marks;
    }

    private static ItemMistake refused(String place, String why) {
        return new ItemMistake(Reason.refused, place + ": " + why);
    }
}
