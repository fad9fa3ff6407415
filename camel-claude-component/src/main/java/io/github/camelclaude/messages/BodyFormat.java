/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

/** What a message body is taken for. */
public enum BodyFormat {
    /** The user's turn: text, or a PDF or an image by content type and content. */
    text,
    /** A request of the Messages API, as a map, as JSON text or as the SDK's type. */
    request,
    /** The turns of a conversation, as a list of maps or as a JSON array. */
    turns
}
