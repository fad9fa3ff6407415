/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import com.anthropic.models.messages.Message;
import io.github.camelclaude.backend.BackendAnswer;
import io.github.camelclaude.catalog.TokenUsage;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * A call that was answered.
 *
 * @param answer  what came back
 * @param backend who answered
 * @param usage   the tokens it used
 * @param cost    its price in USD; empty if the catalog does not know the model
 * @param way     how it got there
 * @param saved   what the prompt cache saved, in USD, negative if it cost more; empty if it had no part in it or the catalog
 *                does not know the model
 */
public record CallOutcome(
        BackendAnswer answer,
        String backend,
        TokenUsage usage,
        Optional<BigDecimal> cost,
        CallWay way,
        Optional<BigDecimal> saved) {

    /** One that the prompt cache had no part in. */
    public CallOutcome(BackendAnswer answer, String backend, TokenUsage usage, Optional<BigDecimal> cost, CallWay way) {
        this(answer, backend, usage, cost, way, Optional.empty());
    }

    public Message message() {
        return answer.message();
    }
}
