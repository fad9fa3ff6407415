/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.answer;

import io.github.camelclaude.simulator.message.MessagesRequest;

/**
 * How much may still be said, and what the end of it is called.
 *
 * @param tokens at most so many
 * @param stopReason {@code max_tokens}, or that the context is full
 */
record Room(long tokens, String stopReason) {

    static Room in(MessagesRequest request, long promptTokens, long usedTokens) {
        long asked = request.maxTokens() - usedTokens;
        long context = Math.max(1, request.model().contextTokens() - promptTokens - usedTokens);
        return asked <= context ? new Room(asked, "max_tokens") : new Room(context, "model_context_window_exceeded");
    }
}
