/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import io.github.camelclaude.backend.StreamEvent;
import io.github.camelclaude.catalog.TokenUsage;
import java.util.HashMap;
import java.util.Map;

/** What the events of a stream tell about the tokens used so far. Counts in an event are totals, not additions. */
public final class StreamUsage {

    private StreamUsage() {}

    /** The usage before and one event more. */
    public static TokenUsage after(TokenUsage usage, StreamEvent event) {
        return switch (event.type()) {
            case "message_start" -> updated(TokenUsage.of(0, 0), object(object(event.data(), "message"), "usage"));
            case "message_delta" -> updated(usage, object(event.data(), "usage"));
            default -> usage;
        };
    }

    private static TokenUsage updated(TokenUsage usage, Map<String, Object> counts) {
        Map<String, Object> creation = object(counts, "cache_creation");
        return new TokenUsage(
                count(counts, "input_tokens", usage.input()),
                count(counts, "cache_read_input_tokens", usage.cacheRead()),
                creation.isEmpty()
                        ? Math.max(
                                0,
                                count(counts, "cache_creation_input_tokens", usage.cacheWrite()) - usage.cacheWrite1h())
                        : count(creation, "ephemeral_5m_input_tokens", 0),
                creation.isEmpty() ? usage.cacheWrite1h() : count(creation, "ephemeral_1h_input_tokens", 0),
                count(counts, "output_tokens", usage.output()));
    }

    private static long count(Map<String, Object> counts, String name, long otherwise) {
        return counts.get(name) instanceof Number number ? Math.max(0, number.longValue()) : otherwise;
    }

    /** A field that is an object, or an empty one. */
    public static Map<String, Object> object(Map<String, Object> data, String name) {
        Map<String, Object> object = new HashMap<>();
        if (data.get(name) instanceof Map<?, ?> map) {
            map.forEach((key, value) -> object.put(String.valueOf(key), value));
        }
        return object;
    }

    /** How many characters of an answer an event holds: text, thinking or the input of a tool. */
    static int characters(StreamEvent event) {
        if (!"content_block_delta".equals(event.type())) {
            return 0;
        }
        Map<String, Object> delta = object(event.data(), "delta");
        return length(delta.get("text")) + length(delta.get("thinking")) + length(delta.get("partial_json"));
    }

    private static int length(Object value) {
        return value instanceof String text ? text.length() : 0;
    }
}
