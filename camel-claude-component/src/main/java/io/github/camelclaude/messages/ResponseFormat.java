/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

/** What the answer becomes as a message body. */
public enum ResponseFormat {
    /** The text of the answer. */
    text,
    /** The text of the answer parsed as JSON: maps, lists, strings, numbers, booleans, null. */
    json,
    /** The whole answer, as the SDK's {@code Message}. */
    message
}
