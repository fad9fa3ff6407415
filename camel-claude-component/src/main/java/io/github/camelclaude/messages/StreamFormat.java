/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

/** What a streamed answer becomes as a message body. */
public enum StreamFormat {
    /** An iterator of {@link StreamChunk}s. */
    events,
    /** An iterator of Strings: the pieces of the text as they come. */
    text,
    /** A stream of bytes: server-sent events, for an HTTP response. */
    sse
}
