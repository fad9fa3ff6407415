/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import com.anthropic.models.messages.StopReason;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.backend.AnthropicApi;
import io.github.camelclaude.backend.ClaudeRequest;
import io.github.camelclaude.call.CallOutcome;
import io.github.camelclaude.resilience.ClaudeOutputException;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Message;

/** Writes a whole answer into a message: its body, and headers for what it was and what it cost. */
final class AnswerWriter {

    private final CallSettings settings;

    AnswerWriter(CallSettings settings) {
        this.settings = settings;
    }

    /** @throws ClaudeOutputException if the answer is no use; the headers are written all the same, since it was paid */
    void write(ClaudeRequest request, CallOutcome outcome, Exchange exchange) {
        Message message = exchange.getMessage();
        // The next call's prefix comes in front again.
        ClaudeRequest asked =
                exchange.removeProperty(ClaudeConstants.ASKED) instanceof ClaudeRequest before ? before : request;
        String stopReason =
                outcome.message().stopReason().map(StopReason::asString).orElse("unknown");
        AnswerHeaders.write(message, outcome, stopReason);
        String text = ClaudeConverters.toText(outcome.message());
        failOn(outcome, text, stopReason);
        if ("tool_use".equals(stopReason)) {
            handOverTools(asked, outcome, exchange);
            return;
        }
        message.setBody(
                switch (settings.responseFormat()) {
                    case message -> checked(outcome, text, stopReason, outcome.message());
                    case json -> json(outcome, text, stopReason);
                    case text -> checked(outcome, text, stopReason, text);
                });
    }

    private void failOn(CallOutcome outcome, String text, String stopReason) {
        FailOn failure = FailOn.of(stopReason);
        if (failure != null && settings.failOn().contains(failure)) {
            throw failure(
                    outcome,
                    text,
                    stopReason,
                    switch (failure) {
                        case refusal -> "Claude declined the request";
                        case truncated -> "Claude's answer was cut off: raise maxTokens or shorten the prompt";
                        case paused -> "Claude paused a long turn: send its answer back to let it go on";
                        case schema -> "Claude's answer breaks the schema";
                    });
        }
    }

    /** The body, once the text is known to be the JSON that was asked for. */
    private Object checked(CallOutcome outcome, String text, String stopReason, Object body) {
        if (settings.outputSchema() != null) {
            json(outcome, text, stopReason);
        }
        return body;
    }

    private Object json(CallOutcome outcome, String text, String stopReason) {
        boolean strict = settings.failOn().contains(FailOn.schema);
        Object value;
        try {
            value = Json.parse(text.isBlank() ? "" : text);
        } catch (JsonProcessingException e) {
            // Jackson's own message quotes the answer, which is not ours to print.
            if (!strict) {
                return text;
            }
            throw failure(outcome, text, stopReason, "Claude's answer is not JSON: set outputSchema, or ask for JSON");
        }
        List<String> violations = settings.outputSchema() == null || !strict
                ? List.of()
                : settings.outputSchema().violations(value);
        if (!violations.isEmpty()) {
            throw failure(outcome, text, stopReason, "Claude's answer does not follow the schema: " + violations);
        }
        return value;
    }

    private static ClaudeOutputException failure(CallOutcome outcome, String text, String stopReason, String what) {
        return new ClaudeOutputException(
                what + " (stop reason " + stopReason + ", " + text.length()
                        + " characters). The answer is paid and kept in this exception",
                outcome.answer().requestId().orElse(null),
                text,
                stopReason);
    }

    private static void handOverTools(ClaudeRequest request, CallOutcome outcome, Exchange exchange) {
        List<Map<String, Object>> blocks = AnthropicApi.blocks(outcome.message());
        exchange.setProperty(ClaudeConstants.CONVERSATION, new Conversation(request, blocks, outcome.backend()));
        exchange.getMessage()
                .setBody(blocks.stream()
                        .filter(block -> "tool_use".equals(block.get("type")))
                        .map(AnswerWriter::toolCall)
                        .toList());
    }

    @SuppressWarnings("unchecked")
    private static ToolCall toolCall(Map<String, Object> block) {
        return new ToolCall(String.valueOf(block.get("id")), String.valueOf(block.get("name")), (Map<String, Object>)
                block.getOrDefault("input", Map.of()));
    }
}
