/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.backend;

import io.github.camelclaude.resilience.ClaudeServerException;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/** What comes where a stream was asked for and something on the way answers in one piece, as some gateways do. */
record UnstreamedAnswer(BackendAnswer answer) implements BackendStream {

    @Override
    public Optional<BackendAnswer> whole() {
        return Optional.of(answer);
    }

    @Override
    public String requestId() {
        return answer.requestId().orElse(null);
    }

    @Override
    public boolean isSimulated() {
        return answer.simulated();
    }

    @Override
    public Map<String, String> headers() {
        return answer.headers();
    }

    /** @throws ClaudeServerException since there are no events */
    @Override
    public boolean hasNext() {
        throw new ClaudeServerException(
                "The answer came in one piece although it was asked for as a stream, and may be paid; leave stream=true out, or call"
                        + " what streams",
                null);
    }

    @Override
    public StreamEvent next() {
        throw new NoSuchElementException("There are no events");
    }

    @Override
    public void close() {
        // It is all here.
    }
}
