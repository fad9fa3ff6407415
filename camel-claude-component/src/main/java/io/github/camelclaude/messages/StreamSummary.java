/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import io.github.camelclaude.backend.StreamEvent;
import io.github.camelclaude.catalog.TokenUsage;
import java.util.HashMap;
import java.util.Map;

/**
 * What is known of a streamed answer so far; complete when the stream has ended.
 *
 * @param messageId  the id of the answer, or null before its beginning
 * @param model      who writes it, or null before its beginning
 * @param stopReason why it ended, or null before its end
 * @param usage      the tokens used so far
 * @param isComplete whether the service has said that the answer is complete
 */
public record StreamSummary(String messageId, String model, String stopReason, TokenUsage usage, boolean isComplete) {

    static final StreamSummary NOTHING = new StreamSummary(null, null, null, TokenUsage.of(0, 0), false);

    /** This summary and one event more. Counts in an event are totals, not additions. */
    StreamSummary with(StreamEvent event) {
        return switch (event.type()) {
            case "message_start" -> {
                Map<String, Object> message = object(event.data(), "message");
                yield new StreamSummary(
                        text(message, "id"), text(message, "model"), null, updated(object(message, "usage")), false);
            }
            case "message_delta" ->
                new StreamSummary(
                        messageId,
                        model,
                        text(object(event.data(), "delta"), "stop_reason"),
                        updated(object(event.data(), "usage")),
                        false);
            case "message_stop" -> new StreamSummary(messageId, model, stopReason, usage, true);
            default -> this;
        };
    }

    private TokenUsage updated(Map<String, Object> counts) {
        Map<String, Object> creation = object(counts, "cache_creation");
        return new TokenUsage(
                count(counts, "input_tokens", usage.input()),
                count(counts, "cache_read_input_tokens", usage.cacheRead()),
                creation.isEmpty()
                        ? count(counts, "cache_creation_input_tokens", usage.cacheWrite()) - usage.cacheWrite1h()
                        : count(creation, "ephemeral_5m_input_tokens", 0),
                creation.isEmpty() ? usage.cacheWrite1h() : count(creation, "ephemeral_1h_input_tokens", 0),
                count(counts, "output_tokens", usage.output()));
    }

    private static long count(Map<String, Object> counts, String name, long otherwise) {
        return counts.get(name) instanceof Number number ? number.longValue() : otherwise;
    }

    private static String text(Map<String, Object> data, String name) {
        return data.get(name) instanceof String text ? text : null;
    }

    static Map<String, Object> object(Map<String, Object> data, String name) {
        Map<String, Object> object = new HashMap<>();
        if (data.get(name) instanceof Map<?, ?> map) {
            map.forEach((key, value) -> object.put(String.valueOf(key), value));
        }
        return object;
    }
}
