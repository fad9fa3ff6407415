/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import io.github.camelclaude.backend.StreamEvent;
import io.github.camelclaude.call.StreamUsage;
import io.github.camelclaude.catalog.TokenUsage;
import java.util.Map;

/** A piece of a streamed answer, in the order in which it was written. */
public sealed interface StreamChunk {

    /**
     * The answer begins.
     *
     * @param messageId its id
     * @param model     who writes it
     * @param usage     the input used; the output is not known yet
     */
    record Started(String messageId, String model, TokenUsage usage) implements StreamChunk {}

    /**
     * A content block begins.
     *
     * @param index its place in the answer, from 0
     * @param type  {@code text}, {@code thinking}, {@code tool_use}, ...
     * @param block all that is known of it, such as a tool's name and id
     */
    record BlockStarted(long index, String type, Map<String, Object> block) implements StreamChunk {}

    /** More text of a block. */
    record Text(long index, String text) implements StreamChunk {}

    /** More of the model's thinking. */
    record Thinking(long index, String text) implements StreamChunk {}

    /** More of a tool's input: a piece of JSON text. */
    record ToolInput(long index, String partialJson) implements StreamChunk {}

    /** A content block is complete. */
    record BlockEnded(long index) implements StreamChunk {}

    /**
     * The answer is complete.
     *
     * @param stopReason why: {@code end_turn}, {@code max_tokens}, {@code tool_use}, {@code refusal}, ...
     * @param usage      all that was used
     */
    record Ended(String stopReason, TokenUsage usage) implements StreamChunk {}

    /** Something that this version does not know. */
    record Other(String type, Map<String, Object> data) implements StreamChunk {}

    /** The chunk of an event; {@code summary} has taken the event in already. */
    static StreamChunk of(StreamEvent event, StreamSummary summary) {
        Map<String, Object> data = event.data();
        return switch (event.type()) {
            case "message_start" -> new Started(summary.messageId(), summary.model(), summary.usage());
            case "content_block_start" -> {
                Map<String, Object> block = StreamUsage.object(data, "content_block");
                yield new BlockStarted(index(data), String.valueOf(block.get("type")), block);
            }
            case "content_block_delta" -> delta(event);
            case "content_block_stop" -> new BlockEnded(index(data));
            case "message_stop" -> new Ended(summary.stopReason(), summary.usage());
            default -> new Other(event.type(), data);
        };
    }

    private static StreamChunk delta(StreamEvent event) {
        long index = index(event.data());
        Map<String, Object> delta = StreamUsage.object(event.data(), "delta");
        return switch (String.valueOf(delta.get("type"))) {
            case "text_delta" -> new Text(index, String.valueOf(delta.get("text")));
            case "thinking_delta" -> new Thinking(index, String.valueOf(delta.get("thinking")));
            case "input_json_delta" -> new ToolInput(index, String.valueOf(delta.get("partial_json")));
            default -> new Other(event.type(), event.data());
        };
    }

    private static long index(Map<String, Object> data) {
        return data.get("index") instanceof Number index ? index.longValue() : 0;
    }
}
