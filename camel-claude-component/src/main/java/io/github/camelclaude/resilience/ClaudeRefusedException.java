/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.resilience;

import java.time.Duration;
import java.util.Optional;

/**
 * Refused here, because of what else is going on or because of a limit that is known; nothing was sent. Whether the same
 * request may succeed later is told by {@link ErrorClass#retryable()} of its class.
 */
public final class ClaudeRefusedException extends ClaudeException {

    private static final long serialVersionUID = 1L;

    private final Duration expectedWait;

    /** @param errorClass {@link ErrorClass#DEADLINE} or {@link ErrorClass#QUEUE_FULL} */
    public ClaudeRefusedException(ErrorClass errorClass, String message) {
        this(errorClass, message, null);
    }

    /**
     * @param errorClass   also {@link ErrorClass#OVERSIZE} or {@link ErrorClass#SPEND_CAP}
     * @param expectedWait how long a call like it would have to wait now, or null if waiting does not help
     */
    public ClaudeRefusedException(ErrorClass errorClass, String message, Duration expectedWait) {
        super(errorClass, message, null, null);
        this.expectedWait = expectedWait;
    }

    /** How long a call like it would have had to wait: a quote, not a promise. */
    public Optional<Duration> expectedWait() {
        return Optional.ofNullable(expectedWait);
    }
}
