/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.call;

import io.github.camelclaude.backend.BackendStream;
import io.github.camelclaude.catalog.TokenUsage;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.function.Function;

/**
 * A call whose answer has begun.
 *
 * @param events  the answer as it comes; closing it ends the call
 * @param backend who answers
 * @param way     how it got there
 * @param cost    the price in USD of what it will have used; empty if the catalog does not know the model
 * @param saved   what the prompt cache will have saved of that, in USD; empty if it had no part in it, or as above
 */
public record OpenedStream(
        BackendStream events,
        String backend,
        CallWay way,
        Function<TokenUsage, Optional<BigDecimal>> cost,
        Function<TokenUsage, Optional<BigDecimal>> saved) {}
