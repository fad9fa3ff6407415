/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.resilience;

import java.time.Duration;
import java.util.Optional;

/** A rate limit was hit (429): an empty bucket or too steep a ramp. Worth a retry, not before {@link #retryAfter()}. */
public final class ClaudeRateLimitException extends ClaudeException {

    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    /**
     * @param errorClass {@link ErrorClass#BUCKET} or {@link ErrorClass#RAMP}
     * @param retryAfter how long the service asked to wait, or null if it did not say
     */
    public ClaudeRateLimitException(ErrorClass errorClass, String message, Response response, Duration retryAfter) {
        super(errorClass, message, response, null);
        this.retryAfter = retryAfter;
    }

    /** How long the service asked to wait, counted from the receipt of the response; an earlier retry fails. */
    @Override
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
