/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import io.github.camelclaude.backend.StreamEvent;
import io.github.camelclaude.call.StreamUsage;
import io.github.camelclaude.catalog.TokenUsage;
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
        TokenUsage used = StreamUsage.after(usage, event);
        return switch (event.type()) {
            case "message_start" -> {
                Map<String, Object> message = StreamUsage.object(event.data(), "message");
                yield new StreamSummary(text(message, "id"), text(message, "model"), null, used, false);
            }
            case "message_delta" ->
                new StreamSummary(
                        messageId, model, text(StreamUsage.object(event.data(), "delta"), "stop_reason"), used, false);
            case "message_stop" -> new StreamSummary(messageId, model, stopReason, usage, true);
            default -> this;
        };
    }

    private static String text(Map<String, Object> data, String name) {
        return data.get(name) instanceof String text ? text : null;
    }
}
