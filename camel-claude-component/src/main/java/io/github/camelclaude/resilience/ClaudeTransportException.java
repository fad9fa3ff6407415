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

    private final boolean unsent;

    /** @param errorClass {@link ErrorClass#NETWORK} or {@link ErrorClass#TIMEOUT} */
    public ClaudeTransportException(ErrorClass errorClass, String message, Throwable cause) {
        this(errorClass, message, cause, false);
    }

    private ClaudeTransportException(ErrorClass errorClass, String message, Throwable cause, boolean unsent) {
        super(errorClass, message, null, cause);
        this.unsent = unsent;
    }

    /** It failed on the way to what is needed before anything can be sent. */
    public static ClaudeTransportException unsent(ErrorClass errorClass, String message, Throwable cause) {
        return new ClaudeTransportException(errorClass, message, cause, true);
    }

    /** Whether nothing was sent for certain, so that nothing can have been done. */
    public boolean isUnsent() {
        return unsent;
    }
}
