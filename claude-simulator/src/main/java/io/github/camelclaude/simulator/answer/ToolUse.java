/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.answer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.camelclaude.simulator.message.MessagesRequest;
import io.github.camelclaude.simulator.seed.Seed;
import io.github.camelclaude.simulator.tokens.TokenCounter;
import java.util.ArrayList;
import java.util.List;

/** A use of one of the caller's tools, with input that its schema accepts. */
record ToolUse(JsonNode tool, JsonNode input, String id) {

    private static final int OVERHEAD = 20;

    /**
     * The tool that the request asks for: the forced one; any if one is forced; the one whose name the text speaks of where
     * the choice is free and no result of a tool is being answered; otherwise null.
     */
    static ToolUse wanted(MessagesRequest request, List<String> texts, Seed seed) {
        List<JsonNode> tools = new ArrayList<>();
        for (JsonNode tool : request.body().path("tools")) {
            if (tool.has("input_schema")) {
                tools.add(tool);
            }
        }
        String choice = request.body().path("tool_choice").path("type").asText("auto");
        if (tools.isEmpty() || choice.equals("none") || choice.equals("auto") && answersResult(request)) {
            return null;
        }
        JsonNode chosen = choose(tools, choice, request, texts, seed);
        JsonNode input = Answerer.schemaInstance(
                chosen.path("input_schema"),
                texts,
                seed.with(chosen.path("name").asText()));
        return new ToolUse(
                chosen,
                input,
                "toolu_" + Long.toUnsignedString(seed.with("tool").value(), 36));
    }

    private static JsonNode choose(
            List<JsonNode> tools, String choice, MessagesRequest request, List<String> texts, Seed seed) {
        if (choice.equals("tool")) {
            String name = request.body().path("tool_choice").path("name").asText();
            return tools.stream()
                    .filter(tool -> tool.path("name").asText().equals(name))
                    .findFirst()
                    .orElse(tools.get(0));
        }
        List<String> names =
                tools.stream().map(tool -> tool.path("name").asText()).toList();
        return tools.get(new EnumChoice(texts, seed).among(names, "tool"));
    }

    private static boolean answersResult(MessagesRequest request) {
        JsonNode messages = request.body().path("messages");
        for (JsonNode block : messages.path(messages.size() - 1).path("content")) {
            if (block.path("type").asText().equals("tool_result")) {
                return true;
            }
        }
        return false;
    }

    Answer answer(MessagesRequest request, Room room) {
        boolean dense = request.model().rules().dense();
        long tokens = OVERHEAD
                + TokenCounter.count(tool.path("name").asText(), dense)
                + TokenCounter.count(input.toString(), dense);
        ArrayNode content = JsonNodeFactory.instance.arrayNode();
        ObjectNode block = content.addObject();
        block.put("type", "tool_use");
        block.put("id", id);
        block.put("name", tool.path("name").asText());
        if (tokens > room.tokens()) {
            block.putObject("input");
            return new Answer(content, room.stopReason(), null, room.tokens(), 0);
        }
        block.set("input", input);
        return new Answer(content, "tool_use", null, tokens, 0);
    }
}
