/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * An answer under way: its events in the order of arrival. Reading blocks until the next event is there, on the thread that
 * reads; closing ends the request, from any thread.
 */
public interface BackendStream extends Iterator<StreamEvent>, AutoCloseable {

    /** The service's id of the request, or null. */
    String requestId();

    /** Whether a simulator answers, by its own word. */
    boolean isSimulated();

    /** The answer as a whole if it came in one piece; there are no events then. */
    default Optional<BackendAnswer> whole() {
        return Optional.empty();
    }

    /** What the headers of the response tell about limits, by names in lower case. */
    Map<String, String> headers();

    /**
     * @throws io.github.camelclaude.resilience.ClaudeException if the stream was cut or the service reported an error in it
     */
    @Override
    boolean hasNext();

    @Override
    void close();
}
