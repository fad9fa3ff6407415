/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.message;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelclaude.simulator.tokens.TokenCounter;

/** How many input tokens a request has. */
public final class Prompt {

    private static final int PER_REQUEST = 3;
    private static final int PER_MESSAGE = 4;
    private static final int PER_TOOL = 12;
    private static final int TOOL_PROMPT = 346;
    private static final int TOOL_PROMPT_FORCED = 313;
    private static final int PER_IMAGE = 1_568;
    private static final int PER_PAGE = 2_200;
    private static final int BASE64_CHARS_PER_PAGE = 68_000;

    private Prompt() {}

    public static long tokensOf(MessagesRequest request) {
        JsonNode body = request.body();
        boolean dense = request.model().rules().dense();
        long tokens = PER_REQUEST + toolPrompt(body);
        for (JsonNode tool : body.path("tools")) {
            tokens += ofTool(tool, dense);
        }
        tokens += ofContent(body.path("system"), dense);
        for (JsonNode message : body.path("messages")) {
            tokens += PER_MESSAGE + ofContent(message.path("content"), dense);
        }
        return tokens + ofFormat(body, dense);
    }

    /** The service adds a system prompt of its own when there are tools. */
    static int toolPrompt(JsonNode body) {
        if (body.path("tools").isEmpty()) {
            return 0;
        }
        String choice = body.path("tool_choice").path("type").asText("auto");
        return choice.equals("any") || choice.equals("tool") ? TOOL_PROMPT_FORCED : TOOL_PROMPT;
    }

    static long ofTool(JsonNode tool, boolean dense) {
        return PER_TOOL
                + TokenCounter.count(tool.path("name").asText(), dense)
                + TokenCounter.count(tool.path("description").asText(), dense)
                + TokenCounter.count(tool.path("input_schema").toString(), dense);
    }

    static long ofFormat(JsonNode body, boolean dense) {
        JsonNode schema = body.path("output_config").path("format").path("schema");
        return schema.isMissingNode() ? 0 : TokenCounter.count(schema.toString(), dense);
    }

    static long ofContent(JsonNode content, boolean dense) {
        if (content.isTextual()) {
            return TokenCounter.count(content.textValue(), dense);
        }
        long tokens = 0;
        for (JsonNode block : content) {
            tokens += ofBlock(block, dense);
        }
        return tokens;
    }

    static long ofBlock(JsonNode block, boolean dense) {
        return switch (block.path("type").asText()) {
            case "text" -> TokenCounter.count(block.path("text").asText(), dense);
            case "image" -> PER_IMAGE;
            case "document" -> ofDocument(block.path("source"), dense);
            case "tool_use" ->
                PER_TOOL
                        + TokenCounter.count(block.path("name").asText(), dense)
                        + TokenCounter.count(block.path("input").toString(), dense);
            case "tool_result" -> PER_TOOL + ofContent(block.path("content"), dense);
            case "thinking" -> TokenCounter.count(block.path("thinking").asText(), dense);
            default -> TokenCounter.count(block.toString(), dense);
        };
    }

    private static long ofDocument(JsonNode source, boolean dense) {
        return switch (source.path("type").asText()) {
            case "text" -> TokenCounter.count(source.path("data").asText(), dense);
            case "content" -> ofContent(source.path("content"), dense);
            case "base64" -> PER_PAGE * (1L + source.path("data").asText().length() / BASE64_CHARS_PER_PAGE);
            default -> PER_PAGE;
        };
    }
}
