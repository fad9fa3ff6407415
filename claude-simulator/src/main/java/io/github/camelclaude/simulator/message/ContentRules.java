/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.message;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.camelclaude.simulator.catalog.Model;
import io.github.camelclaude.simulator.error.ApiError;
import io.github.camelclaude.simulator.error.ApiException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The system prompt, the turns and their blocks. */
final class ContentRules {

    private static final Set<String> USER_BLOCKS = Set.of(
            "text", "image", "document", "search_result", "tool_result", "container_upload", "web_search_tool_result");
    private static final Set<String> ASSISTANT_BLOCKS = Set.of(
            "text",
            "thinking",
            "redacted_thinking",
            "tool_use",
            "server_tool_use",
            "web_search_tool_result",
            "web_fetch_tool_result",
            "code_execution_tool_result",
            "document",
            "fallback",
            "compaction");

    private static final Map<String, Set<String>> BLOCK_FIELDS = Map.of(
            "text", Set.of("type", "text", "cache_control", "citations"),
            "image", Set.of("type", "source", "cache_control", "transformations"),
            "document", Set.of("type", "source", "cache_control", "citations", "context", "title"),
            "search_result", Set.of("type", "source", "title", "content", "cache_control", "citations"),
            "tool_use", Set.of("type", "id", "name", "input", "cache_control", "caller", "toolset_name"),
            "tool_result", Set.of("type", "tool_use_id", "content", "is_error", "cache_control", "toolset_name"),
            "thinking", Set.of("type", "thinking", "signature"),
            "redacted_thinking", Set.of("type", "data"));

    private ContentRules() {}

    static void check(Field body, ApiVersion version, Model model) {
        body.ifPresent("system", ContentRules::system);
        List<Field> messages = body.get("messages").array();
        if (messages.isEmpty()) {
            throw body.get("messages").wrong("at least one message is required");
        }
        Set<String> openTools = new LinkedHashSet<>();
        for (int i = 0; i < messages.size(); i++) {
            Field message = messages.get(i);
            message.object().onlyKnows(Set.of("role", "content"));
            String role = role(message, model);
            if (i == 0 && role.equals("assistant")) {
                throw message.wrong("first message must use the \"user\" role");
            }
            content(message, role, version);
            tools(message, role, openTools);
        }
        if (!openTools.isEmpty()) {
            throw messages.get(messages.size() - 1)
                    .wrong(
                            "`tool_use` ids were found without `tool_result` blocks immediately after: %s. Each `tool_use`"
                                            .formatted(String.join(", ", openTools))
                                    + " block must have a corresponding `tool_result` block in the next message.");
        }
        lastTurn(messages.get(messages.size() - 1), model);
    }

    private static void system(Field system) {
        if (system.value().isTextual()) {
            return;
        }
        for (Field block : system.array()) {
            block.type(Set.of("text"));
            text(block, "system");
        }
    }

    private static String role(Field message, Model model) {
        Field role = message.required("role");
        return model.rules().systemTurns()
                ? role.oneOf("user", "assistant", "system")
                : role.oneOf("user", "assistant");
    }

    private static void content(Field message, String role, ApiVersion version) {
        Field content = message.required("content");
        if (content.value().isTextual()) {
            if (role.equals("user") && content.value().textValue().isEmpty()) {
                throw message.wrong("user messages must have non-empty content");
            }
            if (content.value().textValue().isBlank()) {
                throw blank("messages");
            }
            return;
        }
        List<Field> blocks = content.array();
        if (role.equals("user") && blocks.isEmpty()) {
            throw message.wrong("user messages must have non-empty content");
        }
        for (Field block : blocks) {
            String type = block.type(role.equals("assistant") ? ASSISTANT_BLOCKS : USER_BLOCKS);
            Field named = block.as(type);
            if (BLOCK_FIELDS.containsKey(type)) {
                named.onlyKnows(BLOCK_FIELDS.get(type));
            }
            block(named, type, role, version);
        }
    }

    private static void block(Field block, String type, String role, ApiVersion version) {
        switch (type) {
            case "text" -> {
                text(block, "messages");
                if (role.equals("user")
                        && version.refusesUserCitations()
                        && !block.value().path("citations").isEmpty()) {
                    throw block.get("citations").wrong("citations are not permitted on user text blocks");
                }
            }
            case "image" -> source(block, Set.of("base64", "url", "file"));
            case "document" -> {
                if (role.equals("assistant") && version.refusesAssistantDocuments()) {
                    throw block.wrong("`document` blocks are not permitted in assistant messages");
                }
                source(block, Set.of("base64", "url", "file", "text", "content"));
            }
            case "tool_use" -> {
                block.required("id").string();
                block.required("name").string();
                block.required("input").object();
            }
            case "search_result" -> {
                block.required("source").string();
                block.required("title").string();
                block.required("content").array();
            }
            case "tool_result" -> block.required("tool_use_id").string();
            case "thinking" -> {
                block.required("thinking").string();
                block.required("signature").string();
            }
            default -> {}
        }
    }

    private static void text(Field block, String part) {
        if (block.required("text").string().isEmpty()) {
            throw new ApiException(ApiError.invalidRequest(part + ": text content blocks must be non-empty"));
        }
        if (block.value().path("text").textValue().isBlank()) {
            throw blank(part);
        }
    }

    private static ApiException blank(String part) {
        return new ApiException(
                ApiError.invalidRequest(part + ": text content blocks must contain non-whitespace text"));
    }

    private static void source(Field block, Set<String> kinds) {
        Field source = block.required("source");
        switch (source.type(kinds)) {
            case "base64", "text" -> {
                source.required("media_type").string();
                source.required("data").string();
            }
            case "url" -> source.required("url").string();
            case "file" -> source.required("file_id").string();
            default -> source.required("content");
        }
    }

    /** Every use of a tool is answered in the very next message, and nothing else is answered. */
    private static void tools(Field message, String role, Set<String> open) {
        JsonNode content = message.value().path("content");
        if (role.equals("assistant")) {
            for (JsonNode block : content) {
                if (block.path("type").asText().equals("tool_use")) {
                    open.add(block.path("id").asText());
                }
            }
            return;
        }
        for (int i = 0; i < content.size(); i++) {
            JsonNode block = content.get(i);
            if (!block.path("type").asText().equals("tool_result")) {
                continue;
            }
            String id = block.path("tool_use_id").asText();
            if (!open.remove(id)) {
                throw new Field(message.path() + ".content." + i, block)
                        .wrong(
                                "unexpected `tool_use_id` found in `tool_result` blocks: %s. Each `tool_result` block must have"
                                                .formatted(id)
                                        + " a corresponding `tool_use` block in the previous message.");
            }
        }
        if (!open.isEmpty()) {
            throw message.wrong(
                    "`tool_use` ids were found without `tool_result` blocks immediately after: %s. Each `tool_use`"
                                    .formatted(String.join(", ", open))
                            + " block must have a corresponding `tool_result` block in the next message.");
        }
    }

    private static void lastTurn(Field last, Model model) {
        if (!last.value().path("role").asText().equals("assistant")) {
            return;
        }
        if (!model.rules().prefill()) {
            throw new ApiException(ApiError.invalidRequest("This model does not support assistant message prefill. The"
                    + " conversation must end with a user message."));
        }
        JsonNode content = last.value().path("content");
        String text = content.isTextual()
                ? content.textValue()
                : content.path(content.size() - 1).path("text").asText();
        if (!text.equals(text.stripTrailing())) {
            throw new ApiException(
                    ApiError.invalidRequest("messages: final assistant content cannot end with trailing whitespace"));
        }
    }
}
