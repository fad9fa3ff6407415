/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import io.github.camelclaude.backend.ClaudeRequest;
import io.github.camelclaude.resilience.ClaudeInvalidRequestException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A conversation that waits for the results of tools: the request so far and the model's turn that asked for them. Kept in
 * an exchange property between the two calls, never in a header: it must not leave the route.
 */
final class Conversation {

    private final ClaudeRequest request;
    private final List<Map<String, Object>> answer;
    private final String backend;

    /**
     * @param answer  the content blocks of the model's turn, as it sent them
     * @param backend who made it
     */
    Conversation(ClaudeRequest request, List<Map<String, Object>> answer, String backend) {
        this.request = request;
        this.answer = answer;
        this.backend = backend;
    }

    /** The only backend that can go on with it, because it has signed what it thought; null if any can. */
    String onlyBackend() {
        return answer.stream().anyMatch(block -> block.containsKey("signature")) ? backend : null;
    }

    /** The fields of the next request: the same, two turns longer. */
    Map<String, Object> continued(List<ToolResult> results) {
        List<String> asked = answer.stream()
                .filter(block -> "tool_use".equals(block.get("type")))
                .map(block -> String.valueOf(block.get("id")))
                .toList();
        List<String> answered = results.stream().map(ToolResult::toolCallId).toList();
        if (!answered.containsAll(asked) || !asked.containsAll(answered)) {
            throw new ClaudeInvalidRequestException("The tool results answer " + answered + " and the model asked "
                    + asked + ": each call needs exactly one result. Nothing was sent");
        }
        List<Object> turns = new ArrayList<>((List<?>) request.body().get("messages"));
        turns.add(turn("assistant", answer));
        turns.add(turn("user", results.stream().map(ToolResult::block).toList()));
        Map<String, Object> fields = new LinkedHashMap<>(request.body());
        fields.put("messages", turns);
        return fields;
    }

    static Map<String, Object> turn(String role, Object content) {
        return Fields.of("role", role, "content", content);
    }
}
