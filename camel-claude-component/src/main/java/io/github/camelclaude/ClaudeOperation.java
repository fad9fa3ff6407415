/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude;

import java.util.Arrays;
import java.util.Locale;

/** What an endpoint does; the path of its URI. */
public enum ClaudeOperation {
    /** One call: a prompt in, the answer out. */
    MESSAGES,
    /** Waits until a call fits into the limits, and gets a ticket for it. */
    THROTTLE,
    /** Declares the beginning of prompts that calls share, and may write it to the prompt cache. */
    CACHE_PREFIX,
    /** The exact number of input tokens of a prompt, free of charge. */
    COUNT_TOKENS,
    /** The models that the key may use. */
    MODELS,
    /** Takes in items that are sent in batches; consumed from, what became of them. */
    BATCH,
    /** How jobs of batches stand, and an operator's word on what is held. */
    BATCH_LEDGER,
    /** How a batch stands. */
    BATCH_RETRIEVE,
    /** The batches there are, the newest first. */
    BATCH_LIST,
    /** Leaves undone what a batch has not begun. */
    BATCH_CANCEL,
    /** Deletes a batch that has ended. */
    BATCH_DELETE,
    /** What became of the items of a batch that has ended. */
    BATCH_RESULTS,
    /** How the limits stand, and why a call waited. */
    LIMITS;

    /** As it is written in a URI: {@code count-tokens}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException if there is no such operation */
    static ClaudeOperation of(String label) {
        return Arrays.stream(values())
                .filter(operation -> operation.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("claude:" + label + " is not an operation; there are "
                        + Arrays.stream(values()).map(ClaudeOperation::label).toList()
                        + ", as in claude:messages?model=..."));
    }

    @Override
    public String toString() {
        return label();
    }
}
