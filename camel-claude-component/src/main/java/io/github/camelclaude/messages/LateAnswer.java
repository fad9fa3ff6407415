/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.StopReason;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.call.CallPath;
import io.github.camelclaude.catalog.TokenUsage;
import java.math.BigDecimal;
import java.util.Optional;

/** Writes an answer that came another way than by a call: body and headers as after a call, as far as they are known. */
public final class LateAnswer {

    private LateAnswer() {}

    /**
     * @param format    what the body becomes; an answer that is no JSON stays text
     * @param cost      in USD; empty if nobody knows the price
     * @param simulated whether a simulator answered
     */
    public static void write(
            org.apache.camel.Message message,
            Message answer,
            ResponseFormat format,
            String backend,
            Optional<BigDecimal> cost,
            boolean simulated) {
        TokenUsage usage = CallPath.usage(answer.usage());
        message.setHeader(ClaudeConstants.MESSAGE_ID, answer.id());
        message.setHeader(
                ClaudeConstants.STOP_REASON,
                answer.stopReason().map(StopReason::asString).orElse("unknown"));
        message.setHeader(ClaudeConstants.INPUT_TOKENS, usage.input());
        message.setHeader(ClaudeConstants.OUTPUT_TOKENS, usage.output());
        message.setHeader(ClaudeConstants.CACHE_READ_TOKENS, usage.cacheRead());
        message.setHeader(ClaudeConstants.CACHE_WRITE_TOKENS, usage.cacheWrite());
        cost.ifPresent(usd -> message.setHeader(ClaudeConstants.COST, usd));
        AnswerHeaders.origin(message, backend, null, simulated);
        message.setBody(body(answer, format));
    }

    /** What the body becomes; an answer that is no JSON stays text. */
    public static Object body(Message answer, ResponseFormat format) {
        return switch (format) {
            case message -> answer;
            case text -> ClaudeConverters.toText(answer);
            case json -> json(ClaudeConverters.toText(answer));
        };
    }

    private static Object json(String text) {
        try {
            return Json.parse(text);
        } catch (JsonProcessingException e) {
            return text;
        }
    }
}
