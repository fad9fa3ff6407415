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
    static final int PER_MESSAGE = 4;
    private static final int PER_TOOL = 12;
    private static final int TOOL_PROMPT = 346;
    private static final int TOOL_PROMPT_FORCED = 313;
    private static final int PER_IMAGE = 1_568;
    private static final int PER_PAGE = 2_200;
    private static final int BASE64_CHARS_PER_PAGE = 68_000;

    private Prompt() {}

    public static long tokensOf(MessagesRequest request) {
        return tokensOf(request, firstTurnWithThinking(request));
    }

    /** As counting tells them: the thinking of earlier turns is left out for every model. */
    public static long countOf(MessagesRequest request) {
        return tokensOf(request, lastUserTurn(request));
    }

    private static long tokensOf(MessagesRequest request, int withThinking) {
        JsonNode body = request.body();
        boolean dense = request.model().rules().dense();
        long tokens = start(body);
        for (JsonNode tool : body.path("tools")) {
            tokens += ofTool(tool, dense);
        }
        tokens += ofFormat(body, dense) + ofContent(body.path("system"), dense);
        JsonNode messages = body.path("messages");
        for (int i = 0; i < messages.size(); i++) {
            JsonNode content = messages.get(i).path("content");
            tokens += PER_MESSAGE + ofContent(content, dense);
            tokens -= i < withThinking ? ofThinking(content, dense) : 0;
        }
        return tokens;
    }

    static long start(JsonNode body) {
        return PER_REQUEST + toolPrompt(body);
    }

    /**
     * Older models do not see the thinking of turns before the last user turn that is not just the result of a tool; the
     * newer ones keep it.
     */
    static int firstTurnWithThinking(MessagesRequest request) {
        return request.model().rules().thinking().equals("adaptive") ? 0 : lastUserTurn(request);
    }

    private static int lastUserTurn(MessagesRequest request) {
        JsonNode messages = request.body().path("messages");
        for (int i = messages.size() - 1; i >= 0; i--) {
            JsonNode message = messages.get(i);
            boolean onlyResults = message.path("content").isArray()
                    && message.path("content").findValuesAsText("type").contains("tool_result");
            if (message.path("role").asText().equals("user") && !onlyResults) {
                return i;
            }
        }
        return 0;
    }

    private static long ofThinking(JsonNode content, boolean dense) {
        long tokens = 0;
        for (JsonNode block : content) {
            if (block.path("type").asText().endsWith("thinking")) {
                tokens += ofBlock(block, dense);
            }
        }
        return tokens;
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
