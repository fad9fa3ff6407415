/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import com.anthropic.models.messages.StopReason;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.call.CallOutcome;
import io.github.camelclaude.resilience.ClaudeOutputException;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.camel.Message;

/** Writes an answer into a message: its body, and headers for what it was and what it cost. */
final class AnswerWriter {

    private static final List<String> HEADERS = List.of(
            ClaudeConstants.MESSAGE_ID,
            ClaudeConstants.REQUEST_ID,
            ClaudeConstants.STOP_REASON,
            ClaudeConstants.INPUT_TOKENS,
            ClaudeConstants.OUTPUT_TOKENS,
            ClaudeConstants.CACHE_READ_TOKENS,
            ClaudeConstants.CACHE_WRITE_TOKENS,
            ClaudeConstants.COST,
            ClaudeConstants.BACKEND,
            ClaudeConstants.SIMULATED);

    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(Object.class);

    private final CallDefaults defaults;

    AnswerWriter(CallDefaults defaults) {
        this.defaults = defaults;
    }

    /** Removes what an earlier call left, so that a failed call never shows its predecessor's answer. */
    void clear(Message message) {
        HEADERS.forEach(message::removeHeader);
    }

    /** @throws ClaudeOutputException if the answer is not what was asked for; the headers are written all the same */
    void write(CallOutcome outcome, Message message) {
        headers(outcome, message);
        String text = outcome.message().content().stream()
                .flatMap(block -> block.text().stream())
                .map(block -> block.text())
                .collect(Collectors.joining());
        if (!defaults.wantsJson()) {
            message.setBody(text);
            return;
        }
        Object parsed = parse(outcome, text);
        message.setBody(defaults.parsed() ? parsed : text);
    }

    private static void headers(CallOutcome outcome, Message message) {
        message.setHeader(ClaudeConstants.MESSAGE_ID, outcome.message().id());
        outcome.answer().requestId().ifPresent(id -> message.setHeader(ClaudeConstants.REQUEST_ID, id));
        message.setHeader(ClaudeConstants.STOP_REASON, stopReason(outcome));
        message.setHeader(ClaudeConstants.INPUT_TOKENS, outcome.usage().input());
        message.setHeader(ClaudeConstants.OUTPUT_TOKENS, outcome.usage().output());
        message.setHeader(ClaudeConstants.CACHE_READ_TOKENS, outcome.usage().cacheRead());
        message.setHeader(ClaudeConstants.CACHE_WRITE_TOKENS, outcome.usage().cacheWrite());
        outcome.cost().ifPresent(cost -> message.setHeader(ClaudeConstants.COST, cost));
        message.setHeader(ClaudeConstants.BACKEND, outcome.backend());
        if (outcome.answer().simulated()) {
            message.setHeader(ClaudeConstants.SIMULATED, true);
        }
    }

    private static String stopReason(CallOutcome outcome) {
        return outcome.message().stopReason().map(StopReason::asString).orElse("unknown");
    }

    private static Object parse(CallOutcome outcome, String text) {
        String stopReason = stopReason(outcome);
        try {
            if (!text.isBlank()) {
                return JSON.readValue(text);
            }
        } catch (JsonProcessingException e) {
            // Said below; Jackson's own message quotes the answer, which is not ours to print.
        }
        throw new ClaudeOutputException(
                "Claude's answer is not the JSON that was asked for (" + text.length() + " characters, stop reason "
                        + stopReason + remedy(stopReason) + "). It is paid and kept in this exception",
                outcome.answer().requestId().orElse(null),
                text,
                stopReason);
    }

    private static String remedy(String stopReason) {
        return switch (stopReason) {
            case "max_tokens" -> ": raise maxTokens";
            case "refusal" -> ": the model declined the request";
            default -> ": set outputSchema, or ask for JSON in the prompt";
        };
    }
}
