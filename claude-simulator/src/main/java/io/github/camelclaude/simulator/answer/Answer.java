/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What a message says.
 *
 * @param content the blocks, as the API shapes them
 * @param stopReason why it ends
 * @param stopSequence the stop sequence that ended it, or null
 * @param outputTokens tokens of it all
 * @param thinkingTokens the part of them that is thinking
 */
public record Answer(
        ArrayNode content, String stopReason, String stopSequence, long outputTokens, long thinkingTokens) {

    static Answer text(String text, String stopReason, String stopSequence, long tokens) {
        ArrayNode content = JsonNodeFactory.instance.arrayNode();
        content.addObject().put("type", "text").put("text", text);
        return new Answer(content, stopReason, stopSequence, tokens, 0);
    }

    /** With a block of thinking before the rest. */
    Answer after(ObjectNode thinking, long tokens) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode().add(thinking).addAll(content);
        return new Answer(all, stopReason, stopSequence, outputTokens + tokens, thinkingTokens + tokens);
    }

    /** The model declines: no content, and a reason. */
    public Answer refused() {
        return new Answer(JsonNodeFactory.instance.arrayNode(), "refusal", null, Math.min(outputTokens, 1), 0);
    }

    /** The last text breaks off in its middle, as if the tokens had run out. */
    public Answer brokenOff() {
        ArrayNode half = content.deepCopy();
        JsonNode last = half.path(half.size() - 1);
        if (last.path("text").isTextual()) {
            String text = last.path("text").textValue();
            int middle = text.length() / 2;
            int cut = middle > 0 && Character.isHighSurrogate(text.charAt(middle - 1)) ? middle - 1 : middle;
            ((ObjectNode) last).put("text", text.substring(0, cut));
        }
        return new Answer(half, "max_tokens", null, Math.max(1, outputTokens / 2), thinkingTokens / 2);
    }
}
