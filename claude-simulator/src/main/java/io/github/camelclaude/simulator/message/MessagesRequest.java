/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.camelclaude.simulator.catalog.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A valid request.
 *
 * @param body as it came
 * @param model the model that its name means
 * @param maxTokens most tokens of the answer; 0 only warms the cache
 */
public record MessagesRequest(ObjectNode body, Model model, long maxTokens) {

    public boolean isStreamed() {
        return body.path("stream").asBoolean(false);
    }

    public boolean isFast() {
        return body.path("speed").asText().equals("fast");
    }

    /** Where inference may happen: {@code global} or {@code us}. */
    public String inferenceGeo() {
        return body.path("inference_geo").asText("global");
    }

    public List<String> stopSequences() {
        List<String> sequences = new ArrayList<>();
        body.path("stop_sequences").forEach(each -> sequences.add(each.asText()));
        return sequences;
    }

    /** The JSON schema that the answer must follow. */
    public Optional<JsonNode> schema() {
        JsonNode format = body.path("output_config").path("format");
        return format.path("type").asText().equals("json_schema")
                ? Optional.of(format.path("schema"))
                : Optional.empty();
    }

    /** The texts of the last user turn, in order: what an answer is about. Never the system prompt. */
    public List<String> userTexts() {
        List<String> texts = new ArrayList<>();
        collectTexts(lastUserTurn(), texts);
        return texts;
    }

    /** What identifies the content of the request in the accounting: its texts, then its documents and images. */
    public String userContent() {
        List<String> parts = userTexts();
        for (JsonNode source : lastUserTurn().findValues("source")) {
            String type = source.path("type").asText();
            if (!type.equals("text") && !type.equals("content")) {
                parts.add(source.toString());
            }
        }
        return String.join("\n", parts);
    }

    private JsonNode lastUserTurn() {
        JsonNode messages = body.path("messages");
        for (int i = messages.size() - 1; i >= 0; i--) {
            if (messages.get(i).path("role").asText().equals("user")) {
                return messages.get(i).path("content");
            }
        }
        return MissingNode.getInstance();
    }

    private static void collectTexts(JsonNode content, List<String> texts) {
        if (content instanceof TextNode text) {
            texts.add(text.textValue());
            return;
        }
        for (JsonNode block : content) {
            switch (block.path("type").asText()) {
                case "text" -> texts.add(block.path("text").asText());
                case "tool_result" -> collectTexts(block.path("content"), texts);
                case "document" -> collectDocument(block.path("source"), texts);
                default -> {}
            }
        }
    }

    private static void collectDocument(JsonNode source, List<String> texts) {
        if (source.path("type").asText().equals("text")) {
            texts.add(source.path("data").asText());
        } else if (source.path("type").asText().equals("content")) {
            collectTexts(source.path("content"), texts);
        }
    }
}
