/*
 * Copyright the Camel Claude authors.
 * SPDX-License-Identifier: Apache-2.0
 */
package io.github.camelclaude.resilience;

/**
 * No answer arrived: the connection failed, was cut, or the call took longer than {@code callTimeout}. Worth a retry, but
 * the service may have done (and charged) the work whose answer was lost.
 */
public final class ClaudeTransportException extends ClaudeException {

    private static final long serialVersionUID = 1L;

    /** @param errorClass {@link ErrorClass#NETWORK} or {@link ErrorClass#TIMEOUT} */
    public ClaudeTransportException(ErrorClass errorClass, String message, Throwable cause) {
        super(errorClass, message, null, cause);
    }
}
