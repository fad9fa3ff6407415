/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.messages;

/**
 * A streamed answer. The exchange property {@code CamelClaudeStream} holds it, so that a route can read after a split what
 * the answer was and what it used.
 */
public interface ClaudeStream extends AutoCloseable {

    /** What is known so far; complete when the stream has been read to its end. */
    StreamSummary getSummary();

    /** Ends the request, from any thread; closing it again does nothing. */
    @Override
    void close();
}
