/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import java.util.Map;

/**
 * A tool that the model wants called. The input follows the tool's schema only if the model was made to; it is as untrusted
 * as any text.
 *
 * @param id    the id to answer to
 * @param name  the tool
 * @param input its arguments
 */
public record ToolCall(String id, String name, Map<String, Object> input) {

    /** The result to hand back: text, or content blocks as a list of maps. */
    public ToolResult result(Object content) {
        return new ToolResult(id, content, false);
    }

    /** Tells the model that the tool failed, and why. */
    public ToolResult failure(String reason) {
        return new ToolResult(id, reason, true);
    }
}
