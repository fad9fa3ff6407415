/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.answer;

import com.fasterxml.jackson.databind.node.ArrayNode;

/**
 * What a message says.
 *
 * @param content the blocks, as the API shapes them
 * @param stopReason why it ends
 * @param stopSequence the stop sequence that ended it, or null
 * @param outputTokens tokens of it all
 * @param thinkingTokens the part of them that is thinking
 */
public record Answer(
        ArrayNode content, String stopReason, String stopSequence, long outputTokens, long thinkingTokens) {}
