/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.simulator.batch;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * How an item ended.
 *
 * @param kind which of the four ways
 * @param json the {@code result} of its line
 */
public record BatchResult(Kind kind, ObjectNode json) {

    /** The four ways an item can end. */
    public enum Kind {
        SUCCEEDED,
        ERRORED,
        CANCELED,
        EXPIRED
    }
}
