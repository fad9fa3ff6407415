/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

import io.github.camelclaude.ClaudeConstants;
import io.github.camelclaude.call.CallOutcome;
import io.github.camelclaude.call.CallWay;
import io.github.camelclaude.catalog.TokenUsage;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Message;

/** The headers of an answer. */
public final class AnswerHeaders {

    private static final List<String> ALL = List.of(
            ClaudeConstants.MESSAGE_ID,
            ClaudeConstants.REQUEST_ID,
            ClaudeConstants.STOP_REASON,
            ClaudeConstants.INPUT_TOKENS,
            ClaudeConstants.OUTPUT_TOKENS,
            ClaudeConstants.CACHE_READ_TOKENS,
            ClaudeConstants.CACHE_WRITE_TOKENS,
            ClaudeConstants.CACHE_HIT,
            ClaudeConstants.CACHE_SAVED,
            ClaudeConstants.COST,
            ClaudeConstants.COST_SAVED,
            ClaudeConstants.OFFLOADED,
            ClaudeConstants.WAIT_MILLIS,
            ClaudeConstants.ATTEMPTS,
            ClaudeConstants.BACKEND,
            ClaudeConstants.SIMULATED);

    private AnswerHeaders() {}

    /** Removes what an earlier call left, so that a failed call never shows its predecessor's answer. */
    static void clear(Message message) {
        ALL.forEach(message::removeHeader);
    }

    public static void write(Message message, CallOutcome outcome, String stopReason) {
        message.setHeader(ClaudeConstants.MESSAGE_ID, outcome.message().id());
        message.setHeader(ClaudeConstants.STOP_REASON, stopReason);
        usage(message, outcome.usage(), outcome.cost(), outcome.saved());
        way(message, outcome.way());
        origin(
                message,
                outcome.backend(),
                outcome.answer().requestId().orElse(null),
                outcome.answer().simulated());
    }

    /** What an answer used, what that costs, and what the prompt cache saved. */
    static void usage(Message message, TokenUsage usage, Optional<BigDecimal> cost, Optional<BigDecimal> saved) {
        message.setHeader(ClaudeConstants.INPUT_TOKENS, usage.input());
        message.setHeader(ClaudeConstants.OUTPUT_TOKENS, usage.output());
        message.setHeader(ClaudeConstants.CACHE_READ_TOKENS, usage.cacheRead());
        message.setHeader(ClaudeConstants.CACHE_WRITE_TOKENS, usage.cacheWrite());
        if (usage.cacheRead() + usage.cacheWrite() > 0) {
            message.setHeader(ClaudeConstants.CACHE_HIT, usage.cacheRead() > 0);
        }
        cost.ifPresent(usd -> message.setHeader(ClaudeConstants.COST, usd));
        saved.ifPresent(usd -> message.setHeader(ClaudeConstants.CACHE_SAVED, usd));
    }

    /** How a call got to its answer. */
    static void way(Message message, CallWay way) {
        if (way.permitId() != null) {
            message.setHeader(ClaudeConstants.PERMIT, way.permitId());
        }
        message.setHeader(ClaudeConstants.WAIT_MILLIS, way.waited().toMillis());
        message.setHeader(ClaudeConstants.ATTEMPTS, way.attempts());
    }

    /** What is known of an answer before its first word. */
    static void origin(Message message, String backend, String requestId, boolean simulated) {
        message.setHeader(ClaudeConstants.BACKEND, backend);
        if (requestId != null) {
            message.setHeader(ClaudeConstants.REQUEST_ID, requestId);
        }
        if (simulated) {
            message.setHeader(ClaudeConstants.SIMULATED, true);
        }
    }
}
