/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import java.util.Map;

/**
 * What a tool answered.
 *
 * @param toolCallId the id of the {@link ToolCall}
 * @param content    text, or content blocks as a list of maps
 * @param isError    whether the tool failed
 */
public record ToolResult(String toolCallId, Object content, boolean isError) {

    Map<String, Object> block() {
        Map<String, Object> block = Fields.of("type", "tool_result", "tool_use_id", toolCallId);
        block.put("content", content);
        if (isError) {
            block.put("is_error", true);
        }
        return block;
    }
}
