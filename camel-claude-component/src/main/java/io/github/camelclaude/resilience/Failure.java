/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.resilience;

import java.time.Duration;

/**
 * An attempt that failed, as far as it matters for what comes next.
 *
 * @param errorClass why
 * @param outcome    what the service may have done
 * @param retryAfter how long the service asked to wait, or null
 */
public record Failure(ErrorClass errorClass, Outcome outcome, Duration retryAfter) {

    /** What the service may have done, and charged. */
    public enum Outcome {
        /** Nothing: it was not reached, or it refused. */
        NOT_DONE,
        /** Nobody knows: all of it, perhaps. */
        UNKNOWN,
        /** The answer had begun, and somebody may have seen its beginning. */
        BEGUN
    }
}
